"""Saying and taking back, with files that move; out of the library and into another one."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from photosim.app.judging import judgements_file
from photosim.app.judging.judgements import forget, judge, known_photo, pair_of, pairs_with, said, undo
from photosim.app.judging.judgements_file import export_judgements, import_judgements
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.errors import FileError, LibraryReadOnlyError, PhotosimError
from photosim.domain.judgements import Verdict
from photosim.domain.photo import ContentId, Photo
from photosim.domain.similarity import content_pair
from tests.app.conftest import TINY_MODEL
from tests.helpers.scanning import fill


@pytest.fixture
def scanned(workspace: Workspace, sample_photos: Path) -> Workspace:
    rescan(workspace, sample_photos)
    return workspace


def rescan(workspace: Workspace, folder: Path) -> None:
    fill(workspace, folder)


def china_of(workspace: Workspace) -> list[Photo]:
    """The original, the next shot, the small copy."""
    return [photo(workspace, name) for name in ("china.jpg", "china-burst.jpg", "china-small.jpg")]


def photo(workspace: Workspace, name: str) -> Photo:
    return next(photo for photo in workspace.photos() if os.path.basename(photo.path) == name)


def test_saying_and_taking_back(scanned: Workspace) -> None:
    china, burst, small = (
        photo(scanned, name) for name in ("china.jpg", "china-burst.jpg", "china-small.jpg")
    )
    pair = pair_of(burst, china)
    first = judge(scanned, [pair], Verdict.SAME)
    assert said(scanned).of(china.content, burst.content) is Verdict.SAME
    second = judge(scanned, [pair, pair_of(china, small)], Verdict.NOT_SAME, asked=True)
    assert second.before == first.after
    assert [judgement.asked for judgement in scanned.library.judgements()] == [True, True]
    undo(scanned, second)
    assert scanned.library.judgements() == list(first.after)
    undo(scanned, second.inverse)
    assert sorted(second.after, key=lambda judgement: judgement.pair) == scanned.library.judgements()
    undo(scanned, second)
    gone = forget(scanned, [pair, pair_of(small, burst)])
    assert len(said(scanned)) == 0
    undo(scanned, gone)
    assert scanned.library.judgements() == list(first.after)
    undo(scanned, first)
    assert scanned.library.judgements() == []


def test_it_is_known_by_content_wherever_the_file_goes(scanned: Workspace, sample_photos: Path) -> None:
    pair = pair_of(photo(scanned, "china.jpg"), photo(scanned, "china-small.jpg"))
    judge(scanned, [pair], Verdict.NOT_SAME)
    (sample_photos / "deep").mkdir()
    (sample_photos / "china.jpg").rename(sample_photos / "deep" / "pagoda.jpg")
    rescan(scanned, sample_photos)
    moved = photo(scanned, "pagoda.jpg")
    assert said(scanned).of(moved.content, photo(scanned, "china-small.jpg").content) is Verdict.NOT_SAME


def test_copies_of_one_file_cannot_be_judged(scanned: Workspace) -> None:
    flower, copy = photo(scanned, "flower.jpg"), photo(scanned, "flower-copy.jpg")
    with pytest.raises(PhotosimError) as refused:
        pair_of(flower, copy)
    assert flower.path in str(refused.value)
    assert copy.path in str(refused.value)


def test_a_photo_beside_the_rest_of_its_group(scanned: Workspace) -> None:
    flower, copy = photo(scanned, "flower.jpg"), photo(scanned, "flower-copy.jpg")
    others = [photo(scanned, name) for name in ("china.jpg", "china-small.jpg", "china.jpg")]
    pairs = pairs_with(flower, [flower, copy, *others])
    assert pairs == sorted(content_pair(flower.content, other.content) for other in others[:2])


def test_only_what_the_library_knows_can_be_judged(scanned: Workspace, sample_photos: Path) -> None:
    with pytest.raises(PhotosimError, match="not in this library"):
        known_photo(scanned, str(sample_photos / "nowhere.jpg"))
    assert known_photo(scanned, str(sample_photos / "china.jpg")) == photo(scanned, "china.jpg")
    (sample_photos / "flower.jpg").unlink()
    # An unplugged drive is no reason to forget.
    assert known_photo(scanned, str(sample_photos / "flower.jpg")).path.endswith("flower.jpg")
    with open(sample_photos / "china.jpg", "ab") as file:
        file.write(b"more")
    with pytest.raises(PhotosimError, match="has changed since the last scan"):
        known_photo(scanned, str(sample_photos / "china.jpg"))


def test_a_reader_is_told_why_nothing_is_kept(scanned: Workspace) -> None:
    pair = pair_of(photo(scanned, "china.jpg"), photo(scanned, "china-small.jpg"))
    change = judge(scanned, [pair], Verdict.SAME)
    with open_workspace(scanned.library.folder, model_folder=TINY_MODEL) as second:
        for attempt in (
            lambda: judge(second, [pair], Verdict.NOT_SAME),
            lambda: forget(second, [pair]),
            lambda: undo(second, change),
        ):
            with pytest.raises(LibraryReadOnlyError, match="close the other one to change it"):
                attempt()
        assert len(said(second)) == 1


@pytest.fixture
def file(scanned: Workspace, tmp_path: Path) -> Path:
    """Three judgements in a file; the library has forgotten them."""
    china, burst, small = (
        photo(scanned, name) for name in ("china.jpg", "china-burst.jpg", "china-small.jpg")
    )
    changes = [
        judge(scanned, [pair_of(china, small)], Verdict.SAME),
        judge(scanned, [pair_of(china, burst)], Verdict.NOT_SAME, asked=True),
        judge(scanned, [pair_of(small, burst)], Verdict.KEEP_BOTH),
    ]
    path = tmp_path / "judgements.json"
    assert export_judgements(scanned, str(path)) == 3
    for change in changes:
        undo(scanned, change)
    return path


def test_out_and_in_again(scanned: Workspace, file: Path, tmp_path: Path) -> None:
    imported = import_judgements(scanned, str(file))
    assert (len(imported.added), imported.known, imported.conflicts) == (3, 0, ())
    again = import_judgements(scanned, str(file))
    assert (len(again.added), again.known) == (0, 3)
    kept = scanned.library.judgements()
    # A library that knows none of the photos takes them just as well.
    with open_workspace(str(tmp_path / "other"), model_folder=TINY_MODEL) as other:
        import_judgements(other, str(file))
        assert other.library.judgements() == kept
        export_judgements(other, str(tmp_path / "again.json"))
    told = json.loads(file.read_text())
    bare = json.loads((tmp_path / "again.json").read_text())
    assert told["judgements"][0]["first_paths"][0].endswith(".jpg")
    for entry in told["judgements"]:
        entry["first_paths"] = entry["second_paths"] = []
    assert bare == told


def test_conflicts_are_told_and_the_librarys_word_stays(scanned: Workspace, file: Path) -> None:
    pair = pair_of(photo(scanned, "china.jpg"), photo(scanned, "china-small.jpg"))
    judge(scanned, [pair], Verdict.NOT_SAME)
    imported = import_judgements(scanned, str(file))
    assert (len(imported.added), imported.known, imported.replaced) == (2, 0, False)
    (conflict,) = imported.conflicts
    assert conflict.ours.pair == conflict.theirs.pair == pair
    assert (conflict.ours.verdict, conflict.theirs.verdict) == (Verdict.NOT_SAME, Verdict.SAME)
    assert said(scanned).of(*pair) is Verdict.NOT_SAME
    replaced = import_judgements(scanned, str(file), replace=True)
    assert (replaced.conflicts, replaced.replaced) == (imported.conflicts, True)
    assert said(scanned).of(*pair) is Verdict.SAME


def _change(field: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        data["judgements"][1][field] = value

    return change


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda data: data.update(format="shopping"), "does not call itself"),
        (lambda data: data.update(version=2), "its version is 2"),
        (lambda data: data.update(judgements={}), "no list of judgements"),
        (lambda data: data["judgements"].append(7), "judgement 4 cannot be understood"),
        (lambda data: data["judgements"][0].pop("verdict"), "judgement 1 .*'verdict' is missing"),
        (_change("verdict", "perhaps"), "judgement 2 .*perhaps"),
        (_change("first", "zz"), "judgement 2"),
        (_change("first", "00"), "a digest of another length"),
        (_change("judged_at", "yesterday"), "judgement 2"),
        (_change("judged_at", "2026-05-01T10:00:00"), "a time without its zone"),
        (_change("asked", "yes"), "neither true nor false"),
        (lambda data: data["judgements"][2].update(second=data["judgements"][2]["first"]), "beside itself"),
        (
            lambda data: data["judgements"].append({**data["judgements"][0], "verdict": "keep-both"}),
            "judgement 4 contradicts",
        ),
    ],
)
def test_a_file_that_is_not_understood_changes_nothing(
    workspace: Workspace, tmp_path: Path, spoil: Callable[[dict[str, Any]], None], reason: str
) -> None:
    one, two, three = (ContentId(bytes([number]) * 32) for number in range(3))
    change = judge(workspace, [(one, two), (one, three), (two, three)], Verdict.SAME)
    file = tmp_path / "judgements.json"
    export_judgements(workspace, str(file))
    undo(workspace, change)
    data = json.loads(file.read_text())
    spoil(data)
    file.write_text(json.dumps(data))
    with pytest.raises(FileError, match=reason) as refused:
        import_judgements(workspace, str(file))
    assert str(file) in str(refused.value)
    assert workspace.library.judgements() == []


def test_a_file_of_absurd_size_is_not_read(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judgements_file, "_MOST_BYTES", 100)
    (tmp_path / "large.json").write_bytes(b" " * 101)
    with pytest.raises(FileError, match="far more than such a file has"):
        import_judgements(workspace, str(tmp_path / "large.json"))


def test_what_is_no_json_or_not_there(workspace: Workspace, tmp_path: Path) -> None:
    for text in (b"\xff\xfe", b"no json", b"[" * 200_000):
        (tmp_path / "bad.json").write_bytes(text)
        with pytest.raises(FileError, match=r"it is not JSON"):
            import_judgements(workspace, str(tmp_path / "bad.json"))
    (tmp_path / "bad.json").write_bytes(b"[]")
    with pytest.raises(FileError, match=r"does not call itself"):
        import_judgements(workspace, str(tmp_path / "bad.json"))
    with pytest.raises(FileError, match=r"nowhere\.json"):
        import_judgements(workspace, str(tmp_path / "nowhere.json"))
    with pytest.raises(FileError, match="write"):
        export_judgements(workspace, str(tmp_path / "no" / "folder.json"))


def test_paths_that_are_no_unicode_are_told(workspace: Workspace, sample_photos: Path) -> None:
    os.rename(sample_photos / "china.jpg", os.path.join(sample_photos, os.fsdecode(b"caf\xe9.jpg")))
    rescan(workspace, sample_photos)
    one = next(photo for photo in workspace.photos() if "caf" in photo.path)
    judge(workspace, [pair_of(one, photo(workspace, "flower.jpg"))], Verdict.SAME)
    path = sample_photos / "out.json"
    export_judgements(workspace, str(path))
    assert "caf\N{REPLACEMENT CHARACTER}.jpg" in path.read_text(encoding="utf-8")
    assert import_judgements(workspace, str(path)).known == 1
