"""EXIF is believed only where it makes sense."""

from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from photosim.imaging.metadata import Metadata, read_metadata
from tests.imaging.samples import exif_with, saved


def stored(exif: Image.Exif) -> Metadata:
    """What is read after a real file has carried the fields."""
    return read_metadata(Image.open(BytesIO(saved(Image.new("RGB", (8, 8)), exif=exif))).getexif())


def with_directory(which: IFD, **tags: object) -> Image.Exif:
    exif = Image.Exif()
    names = GPS if which is IFD.GPSInfo else Base
    exif.get_ifd(which).update({names[name]: value for name, value in tags.items()})
    return exif


def test_the_moment_comes_with_its_fraction_of_a_second() -> None:
    exif = with_directory(IFD.Exif, DateTimeOriginal="2024:07:14 18:03:59", SubsecTimeOriginal="25")
    assert stored(exif).taken_at == datetime(2024, 7, 14, 18, 3, 59, 250_000)  # noqa: DTZ001


def test_the_moment_of_digitisation_stands_in() -> None:
    exif = with_directory(
        IFD.Exif, DateTimeOriginal="0000:00:00 00:00:00", DateTimeDigitized="1999:12:31 23:59"
    )
    assert stored(exif).taken_at == datetime(1999, 12, 31, 23, 59)  # noqa: DTZ001


@pytest.mark.parametrize(
    "text",
    [
        "",
        "    :  :     :  :  ",
        "yesterday",
        "2024:13:40 25:61:00",
        "2024:02:30 00:00:00",
        "0001:01:01 00:00:00",
        "9999:12:31 23:59:59",
    ],
)
def test_a_moment_that_never_was_is_none(text: str) -> None:
    assert stored(with_directory(IFD.Exif, DateTimeOriginal=text)).taken_at is None


def test_the_place_is_told_in_degrees() -> None:
    exif = with_directory(
        IFD.GPSInfo,
        GPSLatitudeRef="S",
        GPSLatitude=(33.0, 51.0, 25.2),
        GPSLongitudeRef="E",
        GPSLongitude=(151.0, 12.0, 54.0),
    )
    told = stored(exif)
    assert told.latitude == pytest.approx(-33.857)
    assert told.longitude == pytest.approx(151.215)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)), ((95.0, 0.0, 0.0), (10.0, 0.0, 0.0)), ((10.0, 0.0, 0.0), None)],
)
def test_a_place_that_makes_no_sense_is_none(latitude: object, longitude: object) -> None:
    tags = {"GPSLatitudeRef": "N", "GPSLongitudeRef": "E", "GPSLatitude": latitude, "GPSLongitude": longitude}
    told = stored(with_directory(IFD.GPSInfo, **{name: value for name, value in tags.items() if value}))
    assert (told.latitude, told.longitude) == (None, None)


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("NIKON CORPORATION", "NIKON D90", "NIKON D90"),
        ("samsung", "SM-G991B", "samsung SM-G991B"),
        ("Canon\0\0\0", "Canon EOS 5D ", "Canon EOS 5D"),
        ("", "Pixel 8", "Pixel 8"),
        ("Apple", "", "Apple"),
        ("x" * 500, "y" * 500, ("x" * 80)),
    ],
)
def test_the_camera_is_named_once(make: str, model: str, camera: str) -> None:
    assert stored(exif_with(Make=make, Model=model)).camera == camera


def test_fields_are_counted_without_those_of_the_file_format() -> None:
    exif = exif_with(Make="a", Model="b", Orientation=1)
    exif.get_ifd(IFD.Exif).update({Base.ISOSpeedRatings: 100, Base.FNumber: 2.8})
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = "N"
    assert stored(exif).exif_fields == 5
    plain = Image.open(BytesIO(saved(Image.new("RGB", (8, 8)), "TIFF")))
    assert read_metadata(plain.getexif()).exif_fields == 0


def test_every_cut_and_every_flipped_byte_of_exif_is_survived() -> None:
    exif = exif_with(Make="Canon", Model="EOS")
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = "2024:07:14 18:03:59"
    exif.get_ifd(IFD.GPSInfo).update({GPS.GPSLatitude: (1.0, 2.0, 3.0), GPS.GPSLatitudeRef: "N"})
    whole = exif.tobytes()
    from photosim.imaging.decode import exif_of

    for place in range(6, len(whole)):
        for broken in (whole[:place], whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]):
            picture = Image.new("RGB", (8, 8))
            picture.info["exif"] = broken
            told = read_metadata(exif_of(picture))
            assert isinstance(told, Metadata)


@pytest.mark.parametrize(
    ("fields", "software"),
    [
        ({"Software": "Adobe Photoshop 25.1 (Windows)"}, "Adobe Photoshop 25.1 (Windows)"),
        ({"Software": " \0", "ProcessingSoftware": "darktable 4.6"}, "darktable 4.6"),
        ({"Software": "x" * 300}, "x" * 80),
        ({}, ""),
    ],
)
def test_the_program_that_saved_it_last(fields: dict[str, str], software: str) -> None:
    assert stored(exif_with(**fields)).software == software


@pytest.mark.parametrize(
    ("comment", "software"),
    [
        (b"ASCII\0\0\0Screenshot", "Screenshot"),
        ("screen shot", "Screenshot"),
        (b"ASCII\0\0\0A lovely day", ""),
        (7, ""),
    ],
)
def test_phones_say_of_a_screenshot_that_it_is_one(comment: object, software: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(IFD.Exif)[Base.UserComment] = comment
    assert read_metadata(exif).software == software
