"""The library's rules choose the keepers: from real files to reasons in words."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from photosim.app.cleaning.companions import companions_of
from photosim.app.finding.groups import find_groups
from photosim.app.finding.keepers import Keepers, PictureShare, SharpnessInCommon
from photosim.app.finding.saving import complete_savings
from photosim.app.tuning.rules import changed_keepers, read_rules, write_rules
from photosim.app.workspace import Workspace, open_workspace
from photosim.catalog.library import Library
from photosim.domain.errors import Cancelled, FileError, LibraryReadOnlyError
from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken, Progress, silent
from photosim.domain.rules import COPIES, RuleName, RulesError, RuleSet, RuleUse
from photosim.domain.similarity import ContentPair, Evidence, Group, Relation, content_pair
from tests.helpers.photos import sample_paths, save_jpeg
from tests.helpers.scanning import fill


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A pagoda in two folders, saved again worse, blurred, framed between bars, edited; a dahlia twice."""
    folder = tmp_path_factory.mktemp("kept")
    photos = folder / "photos"
    (photos / "best").mkdir(parents=True)
    china, flower = (Image.open(path).convert("RGB") for path in sample_paths())
    large = china.resize((1200, 800), Image.Resampling.LANCZOS)
    save_jpeg(large, photos / "china.jpg", "2023:05:01 10:00:00")
    large.save(photos / "worse.jpg", quality=40)
    large.filter(ImageFilter.GaussianBlur(6)).save(photos / "blurred.jpg", quality=97)
    page = Image.new("RGB", (1200, 2133))
    page.paste(large, (0, 666))
    page.save(photos / "story.jpg", quality=92)
    large.resize((600, 400)).save(photos / "best" / "small.jpg", quality=90)
    flower.save(photos / "flower.jpg", quality=92)
    flower.save(photos / "flower (1).jpg", quality=92)
    with open_workspace(str(folder / "library")) as workspace:
        fill(workspace, photos)
        # Opened by first use; tests look at what they leave open.
        workspace.library.thumbnails([photo.content for photo in workspace.photos()])
        workspace.reader.read(workspace.photos()[0].path)
        yield workspace


def groups_by(workspace: Workspace, rules: RuleSet | None = None) -> dict[str, Group]:
    found = find_groups(workspace, Relation.SAME_PICTURE, silent, CancelToken(), rules)
    return {os.path.basename(group.keeper.path): group for group in found}


def only(*names: RuleName) -> RuleSet:
    others = tuple(RuleUse(use.name, on=False) for use in COPIES if use.name not in names)
    return RuleSet(copies=(*(RuleUse(name) for name in names), *others))


def test_the_original_is_kept_though_the_story_is_larger(kept: Workspace) -> None:
    groups = groups_by(kept)
    assert set(groups) == {"china.jpg", "flower.jpg"}
    reasons = groups["china.jpg"].reasons
    assert any(reason.startswith("without a frame") for reason in reasons)
    assert groups["flower.jpg"].reasons[0] == "not named like a copy, as “flower (1).jpg” is"


def test_rules_given_or_saved_choose(kept: Workspace) -> None:
    assert "worse.jpg" not in groups_by(kept, only(RuleName.JPEG_QUALITY))
    assert "blurred.jpg" in groups_by(kept, only(RuleName.JPEG_QUALITY))
    sharp = groups_by(kept, only(RuleName.MORE_PIXELS, RuleName.UNFRAMED, RuleName.SHARPNESS))
    assert "blurred.jpg" not in sharp
    best = replace(RuleSet(), folders=(os.path.dirname(groups_by(kept)["china.jpg"].keeper.path) + "/best",))
    assert "small.jpg" in groups_by(kept, best)
    kept.library.save_rules(best)
    try:
        assert kept.library.rules() == best
        small = groups_by(kept)["small.jpg"]
        assert small.reasons[0] == "in the preferred folder “best”"
        assert small.reasons[-1].startswith("yet smaller than another")
    finally:
        kept.library.save_rules(None)
    assert kept.library.rules() == RuleSet()
    assert "china.jpg" in groups_by(kept)


def test_the_preview_tells_what_would_change(kept: Workspace) -> None:
    groups = find_groups(kept, Relation.SAME_PICTURE, silent, CancelToken())
    assert changed_keepers(kept, groups, RuleSet(), RuleSet(), CancelToken()) == []
    # By less than was seen when the groups were formed another one may be chosen: no rule has changed.
    others = [
        replace(group, members=tuple(replace(m, evidence=None) for m in reversed(group.members)))
        for group in groups
    ]
    assert changed_keepers(kept, others, RuleSet(), RuleSet(), CancelToken()) == []
    rules = only(RuleName.JPEG_QUALITY)
    (change,) = changed_keepers(kept, groups, RuleSet(), rules, CancelToken())
    chosen = groups_by(kept, rules)
    assert change.keeper == chosen["blurred.jpg"].keeper
    assert change.reasons == chosen["blurred.jpg"].reasons
    assert change.group in groups
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        changed_keepers(kept, groups, RuleSet(), rules, cancel)


def laid(workspace: Workspace, group: Group) -> tuple[list[Photo], dict[ContentPair, Evidence]]:
    keeper = group.keeper.content
    evidence = {
        content_pair(keeper, m.photo.content): m.evidence
        if keeper < m.photo.content
        else m.evidence.reversed()
        for m in group.members
        if m.evidence is not None
    }
    return [member.photo for member in group.members], evidence


def test_sharpness_is_compared_on_what_is_common(kept: Workspace) -> None:
    photos, evidence = laid(kept, groups_by(kept)["china.jpg"])
    by_name = {os.path.basename(photo.path): photo for photo in photos}
    measure = SharpnessInCommon(kept.library, photos, evidence, Relation.SAME_PICTURE)
    found = measure(photos)
    assert found is not None
    assert found.in_common
    value = {name: found.values[photo.content] for name, photo in by_name.items()}
    assert value["blurred.jpg"] < 0.6 * value["china.jpg"]
    for name in ("worse.jpg", "story.jpg", "small.jpg"):
        assert value[name] == pytest.approx(value["china.jpg"], rel=0.1), name
    part = measure([by_name["china.jpg"], by_name["worse.jpg"]])
    assert part is not None
    assert not part.in_common
    nothing = SharpnessInCommon(kept.library, photos, {}, Relation.SAME_PICTURE)
    assert nothing(photos) is None
    # Shots of one moment are compared as they are, where they have one size.
    shots = SharpnessInCommon(kept.library, photos, {}, Relation.SAME_MOMENT)
    assert shots(photos) is None
    whole = shots([by_name["china.jpg"], by_name["blurred.jpg"]])
    assert whole is not None
    assert whole.values[by_name["china.jpg"].content] == by_name["china.jpg"].facts.sharpness


def test_what_is_picture_of_a_framed_one(kept: Workspace) -> None:
    photos, evidence = laid(kept, groups_by(kept)["china.jpg"])
    share = PictureShare(photos, evidence)
    shares = {os.path.basename(photo.path): share(photo) for photo in photos}
    assert shares.pop("story.jpg") == pytest.approx(800 / 2133, abs=0.02)
    assert set(shares.values()) == {1.0}


def test_a_lost_thumbnail_leaves_sharpness_unsaid(kept: Workspace, tmp_path: Path) -> None:
    photos, evidence = laid(kept, groups_by(kept)["china.jpg"])
    with Library.open(str(tmp_path / "empty")) as empty:
        assert SharpnessInCommon(empty, photos, evidence, Relation.SAME_PICTURE)(photos) is None
        empty.save_thumbnails({photo.content: b"no picture" for photo in photos})
        assert SharpnessInCommon(empty, photos, evidence, Relation.SAME_PICTURE)(photos) is None


def test_a_keeper_is_chosen_once(kept: Workspace) -> None:
    """What is seen between the question of whom to look at and the description changes nobody's place."""
    photos, evidence = laid(kept, groups_by(kept)["china.jpg"])
    live: dict[ContentPair, Evidence] = {}
    pick = Keepers(kept, RuleSet(), live, {}, CancelToken())
    first = pick(photos, Relation.SAME_PICTURE)
    live.update(evidence)
    assert pick(photos[::-1], Relation.SAME_PICTURE) is first


def test_a_stop_ends_the_reading_of_files(kept: Workspace) -> None:
    photos, evidence = laid(kept, groups_by(kept)["china.jpg"])
    cancel = CancelToken()
    cancel.cancel()
    pick = Keepers(kept, RuleSet(), evidence, {}, cancel)
    with pytest.raises(Cancelled):
        pick(photos, Relation.SAME_PICTURE)


def test_rules_as_files(tmp_path: Path) -> None:
    path = str(tmp_path / "rules.json")
    rules = replace(only(RuleName.OLDEST), folders=("/a",))
    write_rules(rules, path)
    assert read_rules(path) == rules
    (tmp_path / "rules.json").write_bytes(b"\xff\xfe")
    with pytest.raises(FileError, match="it is no text"):
        read_rules(path)
    (tmp_path / "rules.json").write_text("{}")
    with pytest.raises(RulesError, match="names no version"):
        read_rules(path)
    with pytest.raises(FileError, match="read the rules in"):
        read_rules(str(tmp_path / "none.json"))
    with pytest.raises(FileError, match="nowhere"):
        write_rules(rules, str(tmp_path / "nowhere" / "rules.json"))


def test_older_libraries_are_told_how_photos_were_saved(sample_photos: Path, tmp_path: Path) -> None:
    folder = str(tmp_path / "library")
    with open_workspace(folder) as workspace:
        fill(workspace, sample_photos)
        before = [photo.facts for photo in workspace.photos()]
        assert complete_savings(workspace.library, silent, CancelToken()) == 0
    with closing(sqlite3.connect(os.path.join(folder, "catalog.sqlite"))) as connection:
        connection.execute("UPDATE contents SET jpeg_quality = NULL, software = NULL")
        connection.commit()
    changed = sample_photos / "china.jpg"
    changed.write_bytes(changed.read_bytes() + b"\0")
    os.unlink(sample_photos / "china-small.jpg")
    (sample_photos / "china-burst.jpg").chmod(0)
    with open_workspace(folder, read_only=True) as reader:
        assert complete_savings(reader.library, silent, CancelToken()) == 0
    with open_workspace(folder) as workspace:
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            complete_savings(workspace.library, silent, cancel)
        told: list[Progress] = []
        # One content lies in two files; root reads what nobody may.
        assert complete_savings(workspace.library, told.append, CancelToken()) in (1, 2)
        assert told[-1].done == told[-1].total == 4
        facts = {os.path.basename(photo.path): photo.facts for photo in workspace.photos()}
    assert facts["flower.jpg"] in before
    assert facts["flower-copy.jpg"].jpeg_quality == facts["flower.jpg"].jpeg_quality is not None
    assert facts["china.jpg"].jpeg_quality is None


def test_companions_of_photos_of_the_library(kept: Workspace) -> None:
    photo = groups_by(kept)["flower.jpg"].keeper
    sidecar = photo.path + ".xmp"
    Path(sidecar).write_text("<x/>")
    try:
        missing = replace(photo, missing=True, path="/nowhere/a.jpg")
        found = companions_of([photo, missing], CancelToken())
    finally:
        os.unlink(sidecar)
    assert [companion.path for companion in found[photo.path]] == [sidecar]
    assert missing.path not in found


def test_a_reader_saves_no_rules(tmp_path: Path) -> None:
    Library.open(str(tmp_path / "library")).close()
    with (
        Library.open(str(tmp_path / "library"), read_only=True) as reader,
        pytest.raises(LibraryReadOnlyError),
    ):
        reader.save_rules(RuleSet())


def test_rules_of_a_newer_photosim_are_told_of(tmp_path: Path) -> None:
    with open_workspace(str(tmp_path / "library")) as workspace:
        workspace.library.save_rules(RuleSet())
        with closing(sqlite3.connect(tmp_path / "library" / "catalog.sqlite")) as connection:
            connection.execute("UPDATE settings SET value = '{\"version\": 99}' WHERE name = 'keeper-rules'")
            connection.commit()
        with pytest.raises(RulesError, match="newer photosim"):
            workspace.library.rules()
