"""What lies beside a photo and belongs to it, on a real disk."""

import os
import shutil
import unicodedata
from pathlib import Path

import pytest

from photosim.domain.companions import Companion, CompanionKind, leaving
from photosim.domain.errors import Cancelled
from photosim.domain.progress import CancelToken
from photosim.imaging.companions import find_companions


def lay(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"")


def beside(folder: Path, name: str) -> dict[str, str]:
    """The companions of a photo: name to kind."""
    path = str(folder / name)
    return {os.path.basename(one.path): one.kind.value for one in find_companions([path])[path]}


def belongs(folder: Path, name: str) -> dict[str, list[str]]:
    """The companions of a photo: name to all that they belong to."""
    path = str(folder / name)
    return {
        os.path.basename(one.path): [os.path.basename(photo) for photo in one.of]
        for one in find_companions([path])[path]
    }


def test_raw_jpeg_and_heif_are_one_shot_and_share_their_sidecar(tmp_path: Path) -> None:
    lay(tmp_path, "DSC1.ARW", "DSC1.JPG", "DSC1.HIF", "DSC1.xmp", "DSC2.JPG", "DSC10.JPG")
    raw, jpeg, heif = "DSC1.ARW", "DSC1.JPG", "DSC1.HIF"
    assert belongs(tmp_path, raw) == {jpeg: [raw, heif], heif: [raw, jpeg], "DSC1.xmp": [raw, heif, jpeg]}
    assert beside(tmp_path, jpeg) == {raw: "picture", heif: "picture", "DSC1.xmp": "sidecar"}
    assert beside(tmp_path, "DSC2.JPG") == {}


def test_a_picture_and_its_conversion_are_no_shot_but_share_the_sidecar(tmp_path: Path) -> None:
    """No camera writes a JPEG and a PNG: one was made of the other, and may go as its copy."""
    lay(tmp_path, "a.jpg", "a.png", "a.jpeg", "a.xmp")
    assert belongs(tmp_path, "a.jpg") == {"a.xmp": ["a.jpeg", "a.jpg", "a.png"]}


@pytest.mark.parametrize(
    ("names", "kinds"),
    [
        (["a.jpg.xmp", "a.XMP"], {"a.XMP": "sidecar", "a.jpg.xmp": "sidecar"}),
        (["a.MOV"], {"a.MOV": "film"}),
        (["a.mp4", "a.THM", "A.Wav"], {"A.Wav": "sound", "a.THM": "sidecar", "a.mp4": "film"}),
        (["a.jpg.pp3", "a.jpg.dop", "a.pp3"], dict.fromkeys(["a.jpg.dop", "a.jpg.pp3", "a.pp3"], "sidecar")),
        (["a.AAE"], {"a.AAE": "sidecar"}),
        (["a.txt", "a", "a.jpg~", ".a.jpg", "ab.xmp", "a b.xmp", "xmp", "a.xmp.bak"], {}),
        (["a.json", "b.jpg.xmp"], {}),
    ],
)
def test_kinds(tmp_path: Path, names: list[str], kinds: dict[str, str]) -> None:
    lay(tmp_path, "a.jpg", *names)
    assert beside(tmp_path, "a.jpg") == kinds


def test_only_content_is_content() -> None:
    assert [kind.value for kind in CompanionKind if kind.is_content] == ["picture", "film", "sound"]


def test_what_a_phone_edited(tmp_path: Path) -> None:
    lay(tmp_path, "IMG_1234.HEIC", "IMG_E1234.JPG", "IMG_1234.AAE", "IMG_O1234.AAE", "IMG_1234.MOV")
    lay(tmp_path, "IMG_E1234.MOV", "IMG_1235.JPG", "IMG_E12.JPG")
    original, edited = "IMG_1234.HEIC", "IMG_E1234.JPG"
    found = belongs(tmp_path, original)
    assert set(found) == {edited, "IMG_1234.AAE", "IMG_O1234.AAE", "IMG_1234.MOV", "IMG_E1234.MOV"}
    assert found["IMG_1234.AAE"] == [original, edited]
    assert found[edited] == [original]
    assert set(belongs(tmp_path, edited)) == {*found, original} - {edited}


def test_notes_of_takeout(tmp_path: Path) -> None:
    long = "a_very_long_name_of_a_photo_that_goes_on_and_o.jpg"
    notes = {
        "IMG_1.jpg": ["IMG_1.jpg.json"],
        "IMG_2.jpg": ["IMG_2.jpg.supplemental-metadata.json"],
        "IMG_3.jpg": ["IMG_3.jpg.supplemental-me.json"],
        "IMG_4(1).jpg": ["IMG_4.jpg(1).json"],
        "IMG_4.jpg": ["IMG_4.jpg.json"],
        "IMG_5(2).jpg": ["IMG_5.jpg.supplemental-metadata(2).json"],
        long: [f"{long[:46]}.json"],
        "IMG_7.jpg": [],
    }
    for photo, named in notes.items():
        lay(tmp_path, photo, *named)
    lay(tmp_path, "metadata.json", "IMG_77.jpg.json")
    for photo, named in notes.items():
        assert beside(tmp_path, photo) == dict.fromkeys(named, "sidecar"), photo


def test_an_edited_photo_of_takeout_goes_with_its_original(tmp_path: Path) -> None:
    lay(tmp_path, "a.jpg", "a-bearbeitet.jpg", "a.jpg.json", "-edited.jpg")
    assert belongs(tmp_path, "a-bearbeitet.jpg") == {"a.jpg": ["a-bearbeitet.jpg"], "a.jpg.json": ["a.jpg"]}
    assert beside(tmp_path, "-edited.jpg") == {}


def test_motion_photos(tmp_path: Path) -> None:
    lay(tmp_path, "PXL_1.MP.jpg", "PXL_1.MP", "PXL_2.jpg", "PXL_2.mp4")
    assert beside(tmp_path, "PXL_1.MP.jpg") == {"PXL_1.MP": "film"}
    assert beside(tmp_path, "PXL_2.jpg") == {"PXL_2.mp4": "film"}


def test_letter_case_and_composition_of_accents_do_not_count(tmp_path: Path) -> None:
    composed, apart = (unicodedata.normalize(form, "café") for form in ("NFC", "NFD"))
    lay(tmp_path, f"{composed}.JPG", f"{apart}.xmp", f"{apart.upper()}.jpg.XMP")
    assert len(beside(tmp_path, f"{composed}.JPG")) == 2


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    stem = os.fsdecode(b"caf\xe9 \xff")
    try:
        lay(tmp_path, f"{stem}.jpg", f"{stem}.jpg.xmp", f"{stem}.mov")
    except OSError as error:
        pytest.skip(f"the disk refuses such names: {error}")
    assert beside(tmp_path, f"{stem}.jpg") == {f"{stem}.jpg.xmp": "sidecar", f"{stem}.mov": "film"}


def test_only_regular_files_are_companions(tmp_path: Path) -> None:
    lay(tmp_path, "a.jpg", "real.xmp")
    (tmp_path / "a.xmp").symlink_to(tmp_path / "real.xmp")
    (tmp_path / "a.mov").mkdir()
    assert beside(tmp_path, "a.jpg") == {}


def test_a_photo_that_went_has_none_and_a_folder_that_went_is_unknown(tmp_path: Path) -> None:
    lay(tmp_path / "here", "a.xmp", "b.jpg")
    lay(tmp_path / "gone", "a.jpg")
    shutil.rmtree(tmp_path / "gone")
    paths = [str(tmp_path / "here" / "a.jpg"), str(tmp_path / "gone" / "a.jpg")]
    assert find_companions(paths) == {paths[0]: ()}


def test_several_folders_are_listed_once_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed: list[str] = []
    scandir = os.scandir

    def counting(folder: str) -> object:
        listed.append(folder)
        return scandir(folder)

    for root in ("one", "two"):
        lay(tmp_path / root, *(f"{number}.jpg" for number in range(50)), "7.xmp")
    monkeypatch.setattr(os, "scandir", counting)
    paths = [str(tmp_path / root / f"{number}.jpg") for number in range(50) for root in ("one", "two")]
    found = find_companions(paths)
    assert listed == [str(tmp_path / "one"), str(tmp_path / "two")]
    assert len(found) == 100
    assert [path for path in paths if found[path]] == [
        str(tmp_path / root / "7.jpg") for root in ("one", "two")
    ]


def test_cancel(tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        find_companions([str(tmp_path / "a.jpg")], cancel)


def test_what_leaves_with_a_photo(tmp_path: Path) -> None:
    lay(tmp_path, "a.cr2", "a.jpg", "a.xmp", "a.jpg.xmp", "a.cr2.pp3")
    raw, jpeg = str(tmp_path / "a.cr2"), str(tmp_path / "a.jpg")
    found = find_companions([raw, jpeg])

    def going(photo: str, *staying: str) -> list[str]:
        return [os.path.basename(one.path) for one in leaving(found[photo], set(staying))]

    assert going(raw) == ["a.cr2.pp3", "a.jpg", "a.jpg.xmp", "a.xmp"]
    assert going(jpeg, raw) == ["a.jpg.xmp"]
    assert going(raw, jpeg, "/elsewhere/b.jpg") == ["a.cr2.pp3"]
    assert found[raw][0] == Companion(str(tmp_path / "a.cr2.pp3"), CompanionKind.SIDECAR, (raw,))
