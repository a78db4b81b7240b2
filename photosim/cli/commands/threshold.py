"""`photosim threshold`."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from photosim.app.judging.judgements import judge, known_photo, pair_of
from photosim.app.tuning.threshold import Question, Tuning, prepare_tuning
from photosim.app.tuning.threshold_effects import Effect, effect_of, examples_words, precision_words
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path
from photosim.domain.judgements import Verdict
from photosim.domain.strictness import strictness_words

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace
    from photosim.domain.progress import CancelToken
    from photosim.similarity.threshold import Estimate

_SHOULD = {"match": Verdict.SAME, "not": Verdict.NOT_SAME}


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Show the strictness, ask, learn from an example, or set it."""
    if (options.example is None) is not (options.should is None):
        raise PhotosimError("--example A B and --should match|not belong together.")
    with library(options, existing=True, compares=True) as workspace, stoppable() as cancel:
        if options.set is not None:
            workspace.library.save_strictness(options.set)
        if options.example is not None:
            first, second = (known_photo(workspace, path) for path in options.example)
            judge(workspace, [pair_of(first, second)], _SHOULD[options.should])
        with progress_line(console) as line:
            tuning = prepare_tuning(workspace, line.show, cancel)
        if options.ask:
            _ask(tuning, options.ask, console)
        if options.apply:
            workspace.library.save_strictness(tuning.recommended())
        _tell(workspace, tuning, console, cancel)
    return Exit.DONE


def _ask(tuning: Tuning, number: int, console: Console) -> None:
    if not tuning.is_kept:
        console.say("The library is open for reading only: your answers are not kept.")
    console.say("Is it the same picture? y: yes, n: no, s: skip, u: undo the last, q: enough.")
    asked = 0
    while asked < number and (question := tuning.next()) is not None:
        console.say(f"{asked + 1} of {number}\n  {_path(question)[0]}\n  {_path(question)[1]}")
        match (sys.stdin.readline() or "q").strip().lower():
            case "y" | "yes" | "n" | "no" as said:
                tuning.answer(question, same=said.startswith("y"))
                asked += 1
            case "s" | "skip":
                tuning.skip(question)
            case "u" | "undo":
                asked -= 1 if _take_back(tuning) else 0
            case "q" | "quit":
                break
            case _:
                console.say("Please answer y, n, s, u or q.")
    if tuning.next() is None:
        console.say("There is nothing more to ask about this library.")


def _take_back(tuning: Tuning) -> bool:
    """Whether an answer, not a skip, was taken back."""
    before = tuning.answers
    tuning.take_back()
    return tuning.answers < before


def _tell(workspace: Workspace, tuning: Tuning, console: Console, cancel: CancelToken) -> None:
    present, recommended = workspace.library.strictness(), tuning.recommended()
    rows = []
    with progress_line(console) as line:
        for strictness in sorted({present, recommended}):
            effect = effect_of(workspace, strictness, line.show, cancel)
            rows.append((effect, tuning.precision(strictness)))
    notes = examples_words(tuning.examples())
    data = {
        "strictness": present,
        "words": strictness_words(present),
        "recommended": recommended,
        "answers": tuning.answers,
        "estimates": [_as_json(effect, estimate) for effect, estimate in rows],
        "notes": notes,
    }
    lines = [f"Strictness: {strictness_words(present)}, {present} of 100."]
    lines += [f"  {strictness_words(e.strictness)}: {e.words}; {precision_words(p)}" for e, p in rows]
    if recommended != present:
        lines.append(
            f"Your answers and examples ask for {recommended}: photosim threshold --set {recommended}"
        )
    console.result(data, "\n".join([*lines, *notes]))


def _as_json(effect: Effect, estimate: Estimate | None) -> dict[str, object]:
    precision = None
    if estimate is not None:
        precision = {
            "value": round(estimate.value, 4),
            "low": round(estimate.low, 4),
            "high": round(estimate.high, 4),
            "answers": estimate.answers,
            "enough": estimate.is_enough,
        }
    return {
        "strictness": effect.strictness,
        "words": strictness_words(effect.strictness),
        "groups": effect.groups,
        "photos": effect.photos,
        "reclaimable_bytes": effect.reclaimable_bytes,
        "precision": precision,
    }


def _path(question: Question) -> tuple[str, str]:
    return display_path(question.first.path), display_path(question.second.path)
