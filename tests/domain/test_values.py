"""The small values all rooms share."""

import os

import pytest

from photosim.domain.assets import asset_path
from photosim.domain.errors import FileError, PhotosimError
from photosim.domain.files import FileStamp, Role, display_path, plain_path
from photosim.domain.photo import ContentId, Facts, Photo
from photosim.domain.scanning import ScanSummary
from photosim.domain.similarity import Group, Member, Relation


def photo(path: str, size: int, role: Role = Role.NORMAL) -> Photo:
    return Photo(
        path=path,
        stamp=FileStamp(size=size, mtime_ns=0, device=1, inode=1),
        role=role,
        missing=False,
        content=ContentId(path.encode().ljust(32, b"\0")),
        preview_digest=b"",
        facts=Facts(format="JPEG", width=40, height=30),
    )


def member(photo_: Photo) -> Member:
    return Member(photo_, Relation.SAME_PICTURE, distance=0.1, probability=0.9)


def test_display_path_replaces_only_what_cannot_be_shown() -> None:
    assert display_path("/fotos/가족.jpg") == "/fotos/가족.jpg"
    assert display_path(os.fsdecode(b"/fotos/caf\xe9.jpg")) == "/fotos/caf\N{REPLACEMENT CHARACTER}.jpg"
    # As Python reads the name in the locale C.
    assert display_path("/fotos/가족.jpg".encode().decode("ascii", "surrogateescape")) == "/fotos/가족.jpg"
    # A screenshot of macOS, an emoji joined of two: all of it can be shown.
    for name in ("9.41\u202fAM.png", "👩\u200d👧.jpg"):
        assert display_path(name) == name


def test_display_path_is_one_line_and_plain_path_exact() -> None:
    name = "/x/one\ntwo\r\x85\u2028\u2029\t\x1b[2J\u202egpj\ud800.jpg"
    sign = "\N{REPLACEMENT CHARACTER}"
    assert display_path(name) == f"/x/one␊two␍{sign}{sign}{sign}␉␛[2J{sign}gpj{sign}.jpg"
    assert len(display_path(name).splitlines()) == 1
    assert plain_path(name) == name.replace("\ud800", sign)
    assert plain_path("\ufeff/x.jpg") == "\ufeff/x.jpg"


def test_a_file_error_names_action_path_and_reason() -> None:
    error = FileError("read", "/fotos/a.jpg", "the disk was removed")
    assert isinstance(error, PhotosimError)
    assert str(error) == "Could not read “/fotos/a.jpg”: the disk was removed"


def test_only_what_may_go_counts_as_reclaimable() -> None:
    keeper = photo("/a.jpg", 1000)
    group = Group(
        id="g",
        relation=Relation.SAME_PICTURE,
        members=(
            member(keeper),
            member(photo("/b.jpg", 500)),
            member(photo("/safe/c.jpg", 250, Role.PROTECTED)),
        ),
        reasons=(),
    )
    assert group.keeper is keeper
    assert group.reclaimable_bytes == 500


def test_a_summary_of_nothing_has_no_rate() -> None:
    summary = ScanSummary(0, 0, 0, 0, 0, (), 0.0, 0, cancelled=False, roots=())
    assert summary.photos_per_second == 0.0


def test_facts_count_pixels() -> None:
    assert Facts(format="PNG", width=40, height=30).pixels == 1200


def test_assets_are_found_and_a_missing_one_is_named() -> None:
    assert asset_path("models").is_dir()
    with pytest.raises(FileNotFoundError, match="assets/models/none-such"):
        asset_path("models", "none-such")
