"""Content decides, the name only words the answer."""

import pytest

from photosim.domain.files import ProblemKind
from photosim.imaging.formats import FORMATS, dialog_patterns, format_by_suffix, suffix_of
from photosim.imaging.refusal import Refusal
from photosim.imaging.sniff import identify
from tests.imaging.samples import china, dng, saved


@pytest.mark.parametrize(
    ("form", "name"),
    [("JPEG", "a"), ("PNG", "a.jpg"), ("WEBP", "a.dat"), ("TIFF", "a.tif"), ("BMP", "a"), ("GIF", "a.txt")],
)
def test_readable_formats_are_known_by_content(form: str, name: str) -> None:
    assert identify(saved(china(32, 24), form), name) == form


@pytest.mark.parametrize(
    ("brands", "form"),
    [
        (b"heic\0\0\0\0mif1heic", "HEIF"),
        (b"mif1\0\0\0\0mif1heic", "HEIF"),
        (b"mif1\0\0\0\0mif1avif", "AVIF"),
        (b"avis\0\0\0\0avifmsf1", "AVIF"),
        (b"crx \0\0\0\1crx isom", "RAW"),
    ],
)
def test_boxed_formats_are_told_by_their_brands(brands: bytes, form: str) -> None:
    head = (len(brands) + 8).to_bytes(4, "big") + b"ftyp" + brands
    assert identify(head + b"\0\0\0\x08free", "x") == form


def test_camera_raw_in_tiff_is_told_by_its_name() -> None:
    assert identify(dng(china(32, 24), None), "a.dng") == "RAW"
    assert identify(b"II*\0\x10\0\0\0CR\x02\0", "a.tif") == "RAW"
    assert identify(b"FUJIFILMCCD-RAW 0201", "a") == "RAW"


@pytest.mark.parametrize(
    ("head", "name", "kind", "words"),
    [
        (b"8BPS\0\1", "a.psd", ProblemKind.NOT_AN_IMAGE, "a Photoshop file, which photosim does not read."),
        (b"8BPS\0\1", "a.jpg", ProblemKind.NOT_AN_IMAGE, "Photoshop"),
        (b"%!PS-Adobe-3.0", "a.eps", ProblemKind.NOT_AN_IMAGE, "PostScript"),
        (b"P6\n3 4\n255\n", "a", ProblemKind.NOT_AN_IMAGE, "Netpbm"),
        (b"\0\0\2\0\0\0\0", "a.tga", ProblemKind.NOT_AN_IMAGE, "named like a Targa picture"),
        (b"Dear diary", "a.jpg", ProblemKind.NOT_AN_IMAGE, "named like a JPEG picture, but it is a text"),
        (b"<!DOCTYPE html>", "a.png", ProblemKind.NOT_AN_IMAGE, "a web page"),
        (b"\0" * 600, "a.jpg", ProblemKind.NOT_AN_IMAGE, "nothing but zeros"),
        (b"\x01\x02\x03", "a.heic", ProblemKind.NOT_AN_IMAGE, "something else"),
        (b"", "a.jpg", ProblemKind.NOT_AN_IMAGE, "The file is empty."),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", "a.jpg", ProblemKind.NOT_AN_IMAGE, "a video"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mif1mp42", "a.mp4", ProblemKind.OTHER_FILE, "not a picture"),
        (b"P1 is the plan", "notes", ProblemKind.OTHER_FILE, "not a picture"),
        (b"BM is a bank", "notes.txt", ProblemKind.OTHER_FILE, "not a picture"),
        (b"%PDF-1.4", "a.pdf", ProblemKind.OTHER_FILE, "not a picture"),
        (b"", "a.txt", ProblemKind.OTHER_FILE, "empty"),
    ],
)  # fmt: skip
def test_what_is_no_photo_is_refused_in_words(head: bytes, name: str, kind: ProblemKind, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        identify(head, name)
    assert refused.value.kind is kind
    assert words in refused.value.reason
    assert refused.value.reason.endswith(".")


def test_suffixes_are_taken_from_the_name_only() -> None:
    assert suffix_of("/a.b/c") == ""
    assert suffix_of("/a/.jpg") == ""
    assert suffix_of("C:\\a\\B.JPG") == "jpg"
    heif = format_by_suffix("x.HEIC")
    assert heif is not None
    assert heif.name == "HEIF"


def test_file_dialogs_offer_every_format_once() -> None:
    patterns = dialog_patterns()
    assert len(patterns) == len(set(patterns)) == sum(len(form.suffixes) for form in FORMATS)
    assert {"*.jpg", "*.heic", "*.avif", "*.dng", "*.nef"} <= set(patterns)
