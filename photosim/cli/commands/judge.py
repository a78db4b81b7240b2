"""`photosim judge`."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

from photosim.app.judging.judgements import forget, judge, known_photo, pair_of, said
from photosim.app.judging.judgements_file import (
    Imported,
    export_judgements,
    import_judgements,
    judgement_as_json,
)
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.output import output_path
from photosim.cli.work import library
from photosim.domain.files import display_path, plain_path
from photosim.domain.judgements import VERDICT_WORDS, Judgement, Verdict
from photosim.domain.words import count_words

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace
    from photosim.domain.photo import ContentId, Photo
    from photosim.domain.similarity import ContentPair

_UNKNOWN = "a photo that this library does not know"


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """List, say, take back, export or import judgements."""
    match options.action:
        case "list":
            return _list(options, console)
        case "export":
            return _export(options, console)
        case "import":
            return _import(options, console)
        case "forget":
            return _forget(options, console)
    return _say(options, console, Verdict(options.action))


def _list(options: Namespace, console: Console) -> Exit:
    with library(options, read_only=True) as workspace:
        judgements = workspace.library.judgements()
        names = _Names(workspace)
        crossed = said(workspace).contradictions()
    lines = [names.line(judgement) for judgement in judgements] or ["Nothing was judged yet."]
    lines += [f"Contradiction: {names.crossed(pair)}" for pair in crossed]
    data = {
        "judgements": [judgement_as_json(judgement, names.paths) for judgement in judgements],
        "contradictions": [[first.hex(), second.hex()] for first, second in crossed],
    }
    console.result(data, "\n".join(lines))
    return Exit.DONE


def _say(options: Namespace, console: Console, verdict: Verdict) -> Exit:
    with library(options, existing=True) as workspace:
        first, second = known_photo(workspace, options.first), known_photo(workspace, options.second)
        change = judge(workspace, [pair_of(first, second)], verdict)
        names = _Names(workspace, first, second)
        crossed = said(workspace).contradictions()
    before = next(iter(change.before), None)
    note = f" (before: {VERDICT_WORDS[before.verdict]})" if before else ""
    data = {
        "verdict": verdict.value,
        "first": plain_path(first.path),
        "second": plain_path(second.path),
        "before": before.verdict.value if before else None,
    }
    console.result(data, f"Remembered{note}: {names.line(change.after[0])}")
    for pair in crossed:
        console.say(f"Contradiction: {names.crossed(pair)}")
    return Exit.DONE


def _forget(options: Namespace, console: Console) -> Exit:
    with library(options, existing=True) as workspace:
        first, second = known_photo(workspace, options.first), known_photo(workspace, options.second)
        change = forget(workspace, [pair_of(first, second)])
        names = _Names(workspace, first, second)
    words = [f"Forgotten: {names.line(judgement)}" for judgement in change.before]
    console.result({"forgotten": len(change.before)}, "\n".join(words) or "Nothing was said of these two.")
    return Exit.DONE


def _export(options: Namespace, console: Console) -> Exit:
    path = output_path(options.file)
    with library(options, read_only=True) as workspace:
        number = export_judgements(workspace, path)
    shown = display_path(path)
    console.result(
        {"path": plain_path(path), "judgements": number},
        f"Wrote {count_words(number, 'judgement')} to “{shown}”.",
    )
    return Exit.DONE


def _import(options: Namespace, console: Console) -> Exit:
    with library(options) as workspace:
        imported = import_judgements(workspace, os.path.abspath(options.file), replace=options.replace)
        names = _Names(workspace)
        crossed = said(workspace).contradictions()
    data = {
        "added": len(imported.added),
        "known": imported.known,
        "conflicts": [
            {
                "ours": judgement_as_json(conflict.ours, names.paths),
                "theirs": judgement_as_json(conflict.theirs, names.paths),
            }
            for conflict in imported.conflicts
        ],
        "replaced": imported.replaced,
    }
    lines = [*_told(imported, names), *(f"Contradiction: {names.crossed(pair)}" for pair in crossed)]
    console.result(data, "\n".join(lines))
    return Exit.DONE


def _told(imported: Imported, names: _Names) -> Iterable[str]:
    yield f"{count_words(len(imported.added), 'new judgement')}, {imported.known} known before."
    if not imported.conflicts:
        return
    taken = (
        "the file's word was taken"
        if imported.replaced
        else "the library's word stays; --replace takes the file's"
    )
    number = len(imported.conflicts)
    yield f"{count_words(number, 'pair is', 'pairs are')} judged differently ({taken}):"
    for conflict in imported.conflicts:
        ours, theirs = VERDICT_WORDS[conflict.ours.verdict], VERDICT_WORDS[conflict.theirs.verdict]
        yield f"  library: {ours}, file: {theirs}: {names.both(conflict.ours.pair)}"


class _Names:
    """What contents are called in the library."""

    def __init__(self, workspace: Workspace, *named: Photo) -> None:
        self.paths: dict[ContentId, list[str]] = {}
        for photo in workspace.photos():
            self.paths.setdefault(photo.content, []).append(plain_path(photo.path))
        # Of several copies the one that the user has named.
        self._named = {photo.content: photo.path for photo in named}

    def line(self, judgement: Judgement) -> str:
        """A judgement in one line."""
        return f"{VERDICT_WORDS[judgement.verdict]}: {self.both(judgement.pair)}"

    def both(self, pair: ContentPair) -> str:
        """The path of each of two contents, the first where there are several."""
        return " and ".join(self._name(content) for content in pair)

    def crossed(self, pair: ContentPair) -> str:
        """What to tell of a pair that is called both different and, by way of others, the same."""
        return (
            f"{self.both(pair)} are called different, yet others called the same join them; they stay "
            "apart until you forget one of these judgements."
        )

    def _name(self, content: ContentId) -> str:
        path = self._named.get(content) or next(iter(self.paths.get(content, ())), None)
        return f"“{path}”" if path is not None else _UNKNOWN
