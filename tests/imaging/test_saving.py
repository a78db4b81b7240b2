"""How a JPEG was saved, from its first bytes only."""

import os
from pathlib import Path

from photosim.domain.files import FileStamp, FoundFile
from photosim.domain.photo import Saving
from photosim.imaging.read import read_photo
from photosim.imaging.saving import read_saving
from tests.imaging.samples import SPEC, china, exif_with, saved


def found(path: Path) -> FoundFile:
    status = os.stat(path)
    return FoundFile(str(path), FileStamp(status.st_size, status.st_mtime_ns, status.st_dev, status.st_ino))


def test_it_tells_what_a_whole_reading_tells(tmp_path: Path) -> None:
    from photosim.domain.photo import ReadPhoto
    from photosim.domain.scanning import DecodeLimits

    path = tmp_path / "a.jpg"
    path.write_bytes(saved(china(1600, 1068), quality=84, exif=exif_with(Software="Snapseed 2.0")))
    told = read_saving(found(path))
    read = read_photo(str(path), SPEC, DecodeLimits())
    assert isinstance(read, ReadPhoto)
    assert told == Saving(read.facts.jpeg_quality, read.facts.software) == Saving(84, "Snapseed 2.0")


def test_a_long_way_to_the_picture(tmp_path: Path) -> None:
    """Some phones lay whole pictures of the depth before it, in many segments."""
    jpeg = saved(china(320, 240), quality=71, exif=exif_with(Software="GIMP 2.10"))
    segment = b"\xff\xe2" + (60_000).to_bytes(2, "big") + bytes(59_998)
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg[:2] + segment * 5 + jpeg[2:])
    assert read_saving(found(path)) == Saving(71, "GIMP 2.10")


def test_another_file_or_none_tells_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(saved(china(320, 240)))
    before = found(path)
    path.write_bytes(saved(china(320, 240), quality=30))
    assert read_saving(before) is None
    path.unlink()
    assert read_saving(before) is None
    path.write_bytes(b"\xff\xd8\xff nonsense")
    assert read_saving(found(path)) is None
