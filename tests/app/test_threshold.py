"""The strictness of a real library, learned from answers and examples."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from photosim.app.finding.groups import candidate_pairs, find_groups
from photosim.app.finding.search import search_photo
from photosim.app.judging.judgements import forget, judge, pair_of, undo
from photosim.app.tuning.threshold import Examples, Tuning, prepare_tuning
from photosim.app.tuning.threshold_effects import effect_of, examples_words, precision_words
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.errors import Cancelled
from photosim.domain.judgements import Verdict
from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken, silent
from photosim.domain.similarity import Group, Relation, content_pair
from photosim.domain.strictness import GENEROUS, NORMAL, STRICT
from photosim.similarity.threshold import Estimate
from tests.app.degrees import scan_degrees
from tests.app.family import SCRIPT, family_library


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("threshold")
    with open_workspace(str(folder / "library")) as workspace:
        scan_degrees(workspace, folder / "photos")
        # Opened by first use; tests look at what they leave open.
        workspace.library.thumbnails([photo.content for photo in workspace.photos()])
        workspace.reader.read(workspace.photos()[0].path)
        yield workspace


@pytest.fixture
def library(opened: Workspace) -> Iterator[Workspace]:
    """The library without any judgement, at the normal strictness."""
    yield opened
    forget(opened, [judgement.pair for judgement in opened.library.judgements()])
    opened.library.save_strictness(NORMAL)


def photo(workspace: Workspace, name: str) -> Photo:
    return next(photo for photo in workspace.photos() if os.path.basename(photo.path) == name)


def prepare(workspace: Workspace) -> Tuning:
    return prepare_tuning(workspace, silent, CancelToken())


def groups_of(workspace: Workspace, strictness: int | None = None) -> list[Group]:
    return find_groups(workspace, Relation.SAME_PICTURE, silent, CancelToken(), strictness=strictness)


def together(groups: list[Group]) -> set[frozenset[str]]:
    return {frozenset(os.path.basename(member.photo.path) for member in group.members) for group in groups}


def answer_all(tuning: Tuning, line: float, number: int = 20) -> list[float]:
    """Answer as somebody who draws the line there."""
    asked = []
    while len(asked) < number and (question := tuning.next()) is not None:
        tuning.answer(question, same=question.score >= line)
        asked.append(question.score)
    return asked


def test_a_stricter_library_has_fewer_groups(library: Workspace) -> None:
    normal = together(groups_of(library))
    strict = together(groups_of(library, STRICT))
    generous = together(groups_of(library, GENEROUS))
    assert strict < normal <= generous
    assert frozenset({"00.jpg", "00-copy.jpg"}) in strict
    assert together(groups_of(library, NORMAL)) == normal
    library.library.save_strictness(STRICT)
    assert together(groups_of(library)) == strict
    # Search and pairs go by the same measure.
    noisy, copy = photo(library, "03.jpg"), photo(library, "03-copy.jpg")
    pairs = candidate_pairs(library, None, silent, CancelToken())
    found = next(p for p in pairs if {p.first.path, p.second.path} == {noisy.path, copy.path})
    assert not found.relation.is_same_picture
    match = next(m for m in search_photo(library, noisy, 19).matches if m.photo.path == copy.path)
    assert not match.relation.is_same_picture
    library.library.save_strictness(NORMAL)
    match = next(m for m in search_photo(library, noisy, 19).matches if m.photo.path == copy.path)
    assert match.relation.is_same_picture


def test_effects_are_told_before_anything_is_set(library: Workspace) -> None:
    strict, normal = (effect_of(library, value, silent, CancelToken()) for value in (STRICT, NORMAL))
    assert strict.groups == len(groups_of(library, STRICT)) < normal.groups
    assert normal.photos == 2 * normal.groups
    assert normal.reclaimable_bytes > strict.reclaimable_bytes > 0
    assert normal.words.startswith(f"{normal.groups} groups, {normal.photos} photos, ")
    assert library.library.strictness() == NORMAL


def test_answers_are_remembered_and_find_the_line(library: Workspace) -> None:
    tuning = prepare(library)
    asked = answer_all(tuning, 90.0)
    # All there is to ask about: a copy of each scene that was recognised, each once.
    assert len(asked) >= 6
    assert tuning.next() is None
    assert tuning.answers == len(asked) == len(library.library.judgements())
    assert all(judgement.asked for judgement in library.library.judgements())
    again = prepare(library)
    assert again.next() is None
    assert again.answers == tuning.answers
    assert again.recommended() == tuning.recommended()
    # Where all are known nothing is uncertain.
    estimate = again.precision(NORMAL)
    assert estimate is not None
    called = [score for score in asked if score >= NORMAL]
    right = sum(score >= 90.0 for score in called)
    assert 0 < right < len(called)
    assert estimate.low == estimate.high == estimate.value == pytest.approx(right / len(called))


def test_answers_are_taken_back_one_by_one(library: Workspace) -> None:
    tuning = prepare(library)
    first = tuning.next()
    assert first is not None
    tuning.answer(first, same=True)
    second = tuning.next()
    assert second is not None
    assert second.pair != first.pair
    tuning.skip(second)
    third = tuning.next()
    assert third is not None
    assert third.pair not in (first.pair, second.pair)
    tuning.answer(third, same=False)
    assert len(library.library.judgements()) == 2
    assert [tuning.take_back() for _ in range(4)] == [third, second, first, None]
    assert library.library.judgements() == []
    assert tuning.answers == 0
    assert tuning.next() == first


def test_too_few_answers_change_nothing(library: Workspace) -> None:
    tuning = prepare(library)
    answer_all(tuning, 101.0, number=3)
    assert tuning.recommended() == NORMAL
    assert precision_words(tuning.precision(NORMAL)) == (
        "too few answers to say how often that is right (3 of at least 8)"
    )


def test_examples_set_bounds(library: Workspace) -> None:
    noisy = pair_of(photo(library, "03.jpg"), photo(library, "03-copy.jpg"))
    clear = pair_of(photo(library, "00.jpg"), photo(library, "00-copy.jpg"))
    scores = {question.pair: question.score for question in prepare(library)._questions}
    judge(library, [noisy], Verdict.NOT_SAME)
    judge(library, [clear], Verdict.SAME)
    tuning = prepare(library)
    assert tuning.examples() == Examples(least=int(scores[noisy]) + 1, most=STRICT)
    assert tuning.recommended() == int(scores[noisy]) + 1
    library.library.save_strictness(tuning.recommended())
    forget(library, [noisy])
    # The strictness alone does it, without the user's word on the pair.
    assert {"03.jpg", "03-copy.jpg"} not in together(groups_of(library))
    assert examples_words(tuning.examples()) == []
    # What is pointed out by the user is no fair sample.
    assert tuning.answers == 0


def test_examples_that_no_strictness_can_follow(library: Workspace) -> None:
    noisy = pair_of(photo(library, "03.jpg"), photo(library, "03-copy.jpg"))
    clear = pair_of(photo(library, "00.jpg"), photo(library, "00-copy.jpg"))
    strangers = pair_of(photo(library, "00.jpg"), photo(library, "01.jpg"))
    judge(library, [noisy, strangers], Verdict.SAME)
    judge(library, [clear], Verdict.NOT_SAME)
    tuning = prepare(library)
    examples = tuning.examples()
    assert examples.contradict
    assert examples.lost == (strangers,)
    assert tuning.recommended() == NORMAL
    words = examples_words(examples)
    assert words[0].startswith("No strictness does justice")
    assert words[1].startswith("1 pair that you called the same is joined at no strictness")


def test_the_users_word_joins_and_parts(library: Workspace) -> None:
    before = together(groups_of(library))
    one, copy, stranger = (photo(library, name) for name in ("00.jpg", "00-copy.jpg", "01.jpg"))
    parted = judge(library, [pair_of(one, copy)], Verdict.NOT_SAME)
    groups = together(groups_of(library))
    assert groups == before - {frozenset({"00.jpg", "00-copy.jpg"})}
    # At every strictness, in search and in the list of pairs.
    assert {"00.jpg", "00-copy.jpg"} not in together(groups_of(library, GENEROUS))
    match = next(m for m in search_photo(library, one, 19).matches if m.photo.path == copy.path)
    assert not match.relation.is_same_picture
    assert match.probability == 0.0
    undo(library, parted)
    assert together(groups_of(library)) == before
    judge(library, [pair_of(one, stranger)], Verdict.SAME)
    group = next(g for g in groups_of(library, STRICT) if one.content in {m.photo.content for m in g.members})
    members = {os.path.basename(member.photo.path): member for member in group.members}
    assert {"00.jpg", "01.jpg"} <= set(members)
    other = members["01.jpg"] if group.keeper.path == one.path else members["00.jpg"]
    if {group.keeper.path, other.photo.path} == {one.path, stranger.path}:
        assert (other.probability, other.words) == (1.0, "same picture, as you said")
    pairs = candidate_pairs(library, None, silent, CancelToken())
    found = next(p for p in pairs if {p.first.path, p.second.path} == {one.path, stranger.path})
    assert (found.relation, found.probability) == (Relation.SAME_PICTURE, 1.0)
    # To keep both says nothing of whether they are one.
    judge(library, [content_pair(one.content, copy.content)], Verdict.KEEP_BOTH)
    assert any({"00.jpg", "00-copy.jpg"} <= names for names in together(groups_of(library)))


def test_in_a_library_that_cannot_be_changed_answers_last_for_the_session(tmp_path: Path) -> None:
    with open_workspace(str(tmp_path / "library")) as first:
        scan_degrees(first, tmp_path / "photos")
    with open_workspace(str(tmp_path / "library"), read_only=True) as reader:
        tuning = prepare(reader)
        assert not tuning.is_kept
        asked = answer_all(tuning, 0.0)
        assert tuning.answers == len(asked) > 0
        assert tuning.take_back() is not None
        assert tuning.answers == len(asked) - 1
        assert reader.library.judgements() == []


def test_nothing_to_ask(workspace: Workspace) -> None:
    tuning = prepare(workspace)
    assert tuning.next() is None
    assert tuning.recommended() == NORMAL
    assert tuning.precision(NORMAL) is None
    assert precision_words(None) == "nothing but identical pictures to join"


def test_of_several_copies_only_what_joins_them_is_asked(tmp_path: Path) -> None:
    with family_library(tmp_path) as workspace:
        tuning = prepare(workspace)
        asked = []
        while (question := tuning.next()) is not None:
            tuning.skip(question)
            asked.append(question)
        names = [{os.path.basename(p.path) for p in (q.first, q.second)} for q in asked]
        # Three contents of the pagoda differ: two pairs join them, the third would tell nothing new.
        pagodas = {"china.jpg", "china copy.jpg", "china stripped.jpg", "small.jpg", SCRIPT}
        assert len([pair for pair in names if pair <= pagodas]) == 2
        # Identical pixels are not asked about, nor are shots whose times tell them apart.
        assert {"china.jpg", "china stripped.jpg"} not in names
        assert not any("burst.jpg" in pair and pair & {"china.jpg", "china copy.jpg"} for pair in names)


def test_cancel(library: Workspace) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        prepare_tuning(library, silent, cancel)
    with pytest.raises(Cancelled):
        effect_of(library, NORMAL, silent, cancel)


def test_estimates_in_words() -> None:
    assert precision_words(Estimate(0.97, 0.91, 0.997, 20)) == (
        "about 97 % right by your 20 answers (91 % to over 99 %)"
    )
