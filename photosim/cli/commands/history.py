"""`photosim history [PLAN]`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict

from photosim.actions.strays import Stray
from photosim.app.cleaning.cleanup import history, lines
from photosim.app.cleaning.strays import strays_of, strays_words
from photosim.app.cleaning.words import began_words, line_words, record_title
from photosim.cli.cleaning import find_record
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.work import library
from photosim.domain.files import display_path, plain_path
from photosim.domain.journal import Line, PlanRecord
from photosim.domain.words import size_words


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """List what was done, or one plan in full."""
    with library(options, existing=True, read_only=True) as workspace:
        if options.record is None:
            records, strays = history(workspace), strays_of(workspace)
            console.result(
                {
                    "records": [record_json(record) for record in records],
                    "strays": [_stray_json(stray) for stray in strays],
                },
                "\n".join([as_text(records), *_strays_text(strays)]),
            )
            return Exit.DONE
        record = find_record(workspace, options.record)
        done = lines(workspace, record.id)
    data = {**record_json(record), "lines": [_line_json(line) for line in done]}
    console.result(data, "\n".join([as_text([record]), *map(_line_text, done)]))
    return Exit.DONE


def record_json(record: PlanRecord) -> dict[str, object]:
    """A record by its stable names."""
    data = asdict(record)
    data["act"] = record.act.value
    data["target"] = plain_path(record.target) if record.target is not None else None
    return {**data, "can_undo": record.can_undo, "can_empty": record.can_empty}


def as_text(records: Sequence[PlanRecord]) -> str:
    """The records for people, the newest first."""
    if not records:
        return "Nothing was ever done to a file."
    return "\n".join(
        f"{record.id}  {began_words(record)}  {_size(record):>9}  {record_title(record)}"
        for record in records
    )


def _strays_text(strays: Sequence[Stray]) -> list[str]:
    if not strays:
        return []
    return ["", strays_words(strays), "To put them back where they came from: photosim undo --strays"]


def _stray_json(stray: Stray) -> dict[str, object]:
    return {
        "folder": plain_path(stray.folder),
        "base": plain_path(stray.base),
        "files": [plain_path(name) for name in stray.names],
        "bytes": stray.bytes,
    }


def _size(record: PlanRecord) -> str:
    return size_words(record.bytes) if record.bytes else ""


def _line_json(line: Line) -> dict[str, object]:
    return {
        "number": line.number,
        "victim": plain_path(line.removal.victim.path),
        "keeper": plain_path(line.removal.keeper.path),
        "state": line.state.value,
        "places": [plain_path(step.place) for step in line.steps if step.place is not None],
        "reason": line.words,
    }


def _line_text(line: Line) -> str:
    words = f": {line.words}" if line.words else ""
    return f"  {line_words(line):<26}  {display_path(line.removal.victim.path)}{words}"
