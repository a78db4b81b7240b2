"""The journal: on the disk before anything is done, and told from damage, age and strangers."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from photosim.catalog.journal import SqliteJournal
from photosim.domain.actions import (
    Act,
    CompanionProof,
    FileProof,
    Outcome,
    OutcomeState,
    Plan,
    RefusalKind,
    Removal,
)
from photosim.domain.companions import CompanionKind
from photosim.domain.errors import LibraryError, LibraryReadOnlyError
from photosim.domain.files import FileStamp
from photosim.domain.journal import LineState, Step
from photosim.domain.photo import ContentId
from photosim.domain.planfile import with_id
from photosim.domain.similarity import Relation

_STAMP = FileStamp(10, 1_700_000_000_123_456_789, 2**63 + 5, 2**64 - 1)


def _file(path: str) -> FileProof:
    return FileProof(path, _STAMP, ContentId(b"c" * 32))


def _removal(name: str = "a") -> Removal:
    film = CompanionProof(_file(f"/go/{name}.mov"), CompanionKind.FILM, _file(f"/keep/{name}.mov"))
    notes = CompanionProof(_file(f"/go/{name}\udcff.xmp"), CompanionKind.SIDECAR, None)
    victim, keeper = _file(f"/go/{name}.jpg"), _file(f"/keep/{name}.jpg")
    return Removal(
        victim, keeper, (film, notes), Relation.IDENTICAL_BYTES, "g", "identical file", decided=True
    )


def _plan(act: Act = Act.SET_ASIDE, target: str | None = None) -> Plan:
    return with_id(
        Plan("", "2026-11-21T12:00:00+00:00", act, target, (_removal(),), (), ("/go",), ("/keep",))
    )


def _steps(removal: Removal) -> tuple[Step, ...]:
    return tuple(
        Step(file, f"/aside{file.path}", copy="/copy", link="/keep", pointer="../keep", back="/back")
        for file in removal.going()
    )


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    plan = _plan(Act.MOVE, "/there/\udcfe")
    removal = plan.removals[0]
    with SqliteJournal.open(str(tmp_path)) as journal:
        record = journal.begin(plan, "2026-11-21T13:00:00+00:00")
        line = journal.open_line(record, removal, _steps(removal))
        journal.note(record, Outcome(removal, OutcomeState.REFUSED, RefusalKind.CHANGED, "Refused."))
    # As after a restart.
    with SqliteJournal.open(str(tmp_path)) as journal:
        assert journal.plan(record) == plan
        (open_line,) = journal.open_lines()
        first, second = journal.lines(record)
        assert first == open_line
        assert (first.number, first.act, first.state, first.words) == (line, Act.MOVE, LineState.BEGUN, "")
        assert (first.removal, first.steps) == (removal, _steps(removal))
        assert (second.state, second.words, second.steps) == (LineState.REFUSED, "Refused.", ())
        (told,) = journal.records()
        assert (told.id, told.plan, told.act, told.target) == (record, plan.id, Act.MOVE, "/there/\udcfe")
        assert (told.finished, told.removals, told.done, told.refused, told.bytes) == (False, 1, 0, 1, 0)
        journal.mark(line, LineState.DONE, "Well.", [replace(first.steps[0], back=None)])
        journal.end(record)
        assert journal.open_lines() == []
        (done, _) = journal.lines(record)
        assert (done.state, done.words, len(done.steps), done.steps[0].back) == (
            LineState.DONE,
            "Well.",
            1,
            None,
        )
        (told,) = journal.records()
        assert (told.finished, told.done, told.bytes, told.can_undo, told.can_empty) == (
            True,
            1,
            30,
            True,
            True,  # it was copied to another volume
        )


@pytest.mark.parametrize("state", [state for state in LineState if state.is_open])
def test_open_lines_are_found(tmp_path: Path, state: LineState) -> None:
    with SqliteJournal.open(str(tmp_path)) as journal:
        record = journal.begin(_plan(), "now")
        line = journal.open_line(record, _removal(), ())
        journal.mark(line, state)
        assert [one.number for one in journal.open_lines()] == [line]


def test_a_plan_that_is_carried_out_again_has_a_record_of_its_own(tmp_path: Path) -> None:
    plan = _plan()
    with SqliteJournal.open(str(tmp_path)) as journal:
        names = [journal.begin(plan, "now") for _ in range(3)]
        assert names == [plan.id, f"{plan.id}-2", f"{plan.id}-3"]
        assert [record.id for record in journal.records()] == names[::-1]
        with pytest.raises(KeyError):
            journal.plan("unknown")
        assert journal.lines("unknown") == []


def test_every_commit_reaches_the_disk(tmp_path: Path) -> None:
    with SqliteJournal.open(str(tmp_path)) as journal:
        connection = journal._open()
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        record = journal.begin(_plan(), "now")
        journal.open_line(record, _removal(), ())
        # Another process sees it at once.
        with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as other:
            assert other.execute("SELECT state FROM lines").fetchall() == [("begun",)]


def test_readers_change_nothing(tmp_path: Path) -> None:
    with SqliteJournal.open(str(tmp_path), read_only=True) as journal:
        assert (journal.records(), journal.open_lines()) == ([], [])
        with pytest.raises(LibraryReadOnlyError):
            journal.begin(_plan(), "now")
    assert os.listdir(tmp_path) == []
    with SqliteJournal.open(str(tmp_path)) as journal:
        journal.begin(_plan(), "now")
    os.chmod(tmp_path, 0o500)
    try:
        with SqliteJournal.open(str(tmp_path), read_only=True) as journal:
            assert len(journal.records()) == 1
    finally:
        os.chmod(tmp_path, 0o700)


def test_a_closed_journal_says_so(tmp_path: Path) -> None:
    journal = SqliteJournal.open(str(tmp_path))
    journal.close()
    journal.close()
    with pytest.raises(LibraryError, match="was closed"):
        journal.records()


@pytest.fixture
def written(tmp_path: Path) -> Path:
    with SqliteJournal.open(str(tmp_path)) as journal:
        record = journal.begin(_plan(), "now")
        for _ in range(200):
            journal.open_line(record, _removal(), _steps(_removal()))
    return tmp_path / "journal.sqlite"


@pytest.mark.parametrize("read_only", [False, True])
def test_a_damaged_journal_is_told(written: Path, read_only: bool) -> None:
    written.write_bytes(b"no database" * 1000)
    before = written.read_bytes()
    with pytest.raises(LibraryError) as told:
        SqliteJournal.open(str(written.parent), read_only=read_only)
    assert str(written) in str(told.value)
    assert "is damaged" in str(told.value)
    assert ".photosim-set-aside" in str(told.value)
    assert written.read_bytes() == before
    # And the advice works.
    written.rename(written.with_suffix(".old"))
    with SqliteJournal.open(str(written.parent)) as journal:
        assert journal.records() == []


def test_damage_in_the_middle_is_told_when_it_is_met(written: Path) -> None:
    size = written.stat().st_size
    with written.open("r+b") as file:
        file.seek(size // 3)
        file.write(os.urandom(size // 2))
    with pytest.raises(LibraryError, match="is damaged"), SqliteJournal.open(str(written.parent)) as journal:
        journal.open_lines()


def test_lines_that_make_no_sense_are_damage(written: Path) -> None:
    with closing(sqlite3.connect(written)) as connection:
        connection.execute("""UPDATE lines SET steps = '[{"file": 1}]'""")
        connection.commit()
    with SqliteJournal.open(str(written.parent)) as journal, pytest.raises(LibraryError, match="is damaged"):
        journal.open_lines()


@pytest.mark.parametrize("body", ["no JSON", "{}", '{"act": "eat", "target": null}'])
def test_plans_that_make_no_sense_are_damage(written: Path, body: str) -> None:
    with closing(sqlite3.connect(written)) as connection:
        connection.execute("UPDATE records SET body = ?", (body,))
        connection.commit()
    with SqliteJournal.open(str(written.parent)) as journal:
        with pytest.raises(LibraryError, match="is damaged"):
            journal.records()
        # What was done is told, nevertheless.
        assert len(journal.open_lines()) == 200


def test_records_do_not_read_what_their_plans_remove(written: Path) -> None:
    with closing(sqlite3.connect(written)) as connection:
        connection.execute("UPDATE records SET body = json_set(body, '$.removals', 'all of them')")
        connection.commit()
    with SqliteJournal.open(str(written.parent)) as journal:
        (record,) = journal.records()
        assert record.removals == 1
        with pytest.raises(LibraryError, match="is damaged"):
            journal.plan(record.id)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_journal_is_refused_in_plain_words(written: Path, read_only: bool) -> None:
    with closing(sqlite3.connect(written)) as connection:
        connection.execute("PRAGMA user_version = 9")
    with pytest.raises(LibraryError, match=r"made by a newer photosim \(format 9"):
        SqliteJournal.open(str(written.parent), read_only=read_only)


def test_an_older_journal_cannot_be_upgraded_by_a_reader(written: Path) -> None:
    with closing(sqlite3.connect(written)) as connection:
        connection.execute("PRAGMA user_version = 0")
    with pytest.raises(LibraryError, match="older photosim"):
        SqliteJournal.open(str(written.parent), read_only=True)


def test_a_journal_that_is_locked_is_told(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with SqliteJournal.open(str(written.parent)) as journal:
        journal._open().execute("PRAGMA busy_timeout = 10")
        with closing(sqlite3.connect(written)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LibraryError, match="locked by another program"):
                journal.begin(_plan(), "now")
        journal.begin(_plan(), "now")
