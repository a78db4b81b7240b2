"""Plans, results and the history in sentences."""

import dataclasses

import pytest

from photosim.actions.undo import UndoOutcome, UndoResult, UndoState
from photosim.app.cleaning import words
from photosim.domain.actions import (
    Act,
    CompanionProof,
    FileProof,
    Outcome,
    OutcomeState,
    Plan,
    RefusalKind,
    Removal,
    Result,
)
from photosim.domain.companions import CompanionKind
from photosim.domain.files import FileStamp
from photosim.domain.journal import Line, LineState, PlanRecord
from photosim.domain.photo import ContentId
from photosim.domain.similarity import Relation


def proof(name: str, size: int = 1_000_000) -> FileProof:
    return FileProof(f"/photos/{name}", FileStamp(size, 1, 1, abs(hash(name))), ContentId(name.encode()))


def removal(number: int, *, decided: bool = False, sidecars: int = 0) -> Removal:
    beside = tuple(
        CompanionProof(proof(f"{number}.{place}.xmp", 10), CompanionKind.SIDECAR, None)
        for place in range(sidecars)
    )
    return Removal(
        proof(f"{number} copy.jpg"),
        proof(f"{number}.jpg"),
        beside,
        Relation.IDENTICAL_BYTES,
        "group",
        "identical file",
        decided,
    )


def plan(*removals: Removal) -> Plan:
    return Plan("id", "2026-11-21T10:00:00+00:00", Act.SET_ASIDE, None, removals, (), ("/photos",), ())


@pytest.mark.parametrize(
    ("removals", "title", "kept", "origin"),
    [
        ((), "Nothing is to go", "0 photos stay for them", ""),
        ((removal(1),), "1 photo, 1.0 MB", "1 photo stays for it", "1 identical to one that stays"),
        (
            (removal(1, sidecars=1),),
            "1 photo and 1 file that belongs to it, 1.0 MB",
            "1 photo stays for them",
            "1 identical to one that stays",
        ),
        (
            (removal(1, sidecars=2), removal(2, decided=True)),
            "2 photos and 2 files that belong to them, 2.0 MB",
            "2 photos stay for them",
            "1 identical to one that stays, 1 by your decisions",
        ),
    ],
)
def test_a_plan_in_words(removals: tuple[Removal, ...], title: str, kept: str, origin: str) -> None:
    made = plan(*removals)
    assert words.plan_title(made) == title
    assert words.kept_words(made) == kept
    assert words.origin_words(made) == origin


@pytest.mark.parametrize("act", Act)
def test_every_act_says_where_files_go_and_how_they_come_back(act: Act) -> None:
    way = words.act_way(act, "/elsewhere" if act is Act.MOVE else None)
    assert ("cannot undo" in way) == (act is Act.TRASH)
    assert ("Undo" in way or "undo" in way) is True
    assert ("/elsewhere" in way) == (act is Act.MOVE)
    assert words.ACTS[act]
    assert words.DONE_ACTS[act]


def test_a_move_without_a_folder_yet() -> None:
    assert "the folder of your choice" in words.act_way(Act.MOVE)


def test_a_result_in_words() -> None:
    done = Outcome(removal(1), OutcomeState.DONE)
    failed = Outcome(removal(2), OutcomeState.FAILED, words="It failed.")
    refused = Outcome(removal(3), OutcomeState.REFUSED, RefusalKind.CHANGED, "It was changed.")
    result = Result("r", (done, failed, refused), 0, cancelled=False)
    assert words.result_title(result, Act.SET_ASIDE) == "1 photo, 1.0 MB, was set aside"
    assert words.problem_words(result) == ["It failed.", "It was changed."]
    stopped = Result("r", (done, done), 3, cancelled=True)
    assert (
        words.result_title(stopped, Act.MOVE) == "2 photos, 2.0 MB, were moved; stopped before 3 more photos"
    )
    assert words.result_title(Result("r", (), 1, cancelled=True), Act.TRASH) == (
        "Nothing was put into the system's trash; stopped before 1 more photo"
    )
    ready = Result("", (Outcome(removal(1), OutcomeState.READY),), 0, cancelled=False)
    assert words.result_title(ready, Act.MOVE) == "1 photo, 1.0 MB, passed every check"


RECORD = PlanRecord("r", "p", Act.SET_ASIDE, None, "2026-11-21T10:00:00+00:00", True, 5, 5, 0, 0, 0, 0, 10, 5)


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "5 photos set aside"),
        ({"done": 0, "undone": 5}, "5 photos set aside, all undone"),
        ({"done": 2, "undone": 2, "emptied": 1}, "5 photos set aside, 2 undone, 1 in the trash"),
        ({"done": 0, "emptied": 5}, "5 photos set aside, in the trash"),
        ({"done": 1, "refused": 3, "failed": 1}, "1 photo set aside, 3 refused, 1 failed"),
    ],
)
def test_a_record_in_words(changes: dict[str, int], title: str) -> None:
    record = dataclasses.replace(RECORD, **changes)
    assert words.record_title(record) == title
    assert words.began_words(record)[4] == "-"


def test_where_a_line_stands() -> None:
    said = {state: words.line_words(Line(1, "r", Act.MOVE, removal(1), (), state, "")) for state in LineState}
    assert said[LineState.DONE] == "moved"
    assert all(said.values())


def test_an_undo_in_words() -> None:
    def result(*states: UndoState, left: int = 0) -> UndoResult:
        outcomes = tuple(UndoOutcome(1, removal(1), state) for state in states)
        return UndoResult("r", outcomes, left, cancelled=left > 0)

    assert words.undo_title(result()) == "Nothing was to be put back"
    assert words.undo_title(result(UndoState.BACK)) == "1 photo is back as it was"
    assert words.undo_title(result(UndoState.BACK, UndoState.BACK, UndoState.NOT_FOUND, left=4)) == (
        "2 photos are back as they were and 1 photo was not found; stopped before 4 more photos"
    )
    assert all(words.undo_title(result(state, state)) for state in UndoState)
