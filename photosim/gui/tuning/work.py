"""What the dialog of questions does in the background; each is a job's work, run in a worker thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from photosim.app.tuning.threshold import prepare_tuning
from photosim.app.tuning.threshold_effects import effect_of, examples_words
from photosim.domain.strictness import STEPS

if TYPE_CHECKING:
    from photosim.app.tuning.threshold import Question, Tuning
    from photosim.app.workspace import Workspace
    from photosim.domain.progress import CancelToken
    from photosim.gui.base.jobs import ReportAny, Work
    from photosim.similarity.threshold import Estimate


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the questions are after a step.

    Attributes:
        question: what to ask next, or None when nothing is left.
        thumbnails: JPEGs of its two photos, None where there is none.
        answers: how many were given, now and earlier.
        present: the strictness of the library.
        recommended: the strictness that answers and examples ask for.
        precisions: of the named values and the recommended one, how often they are right.
        notes: what the user has to know of examples, a sentence each.
    """

    question: Question | None
    thumbnails: tuple[bytes | None, bytes | None]
    answers: int
    present: int
    recommended: int
    precisions: Mapping[int, Estimate | None]
    notes: tuple[str, ...]


def preparing(workspace: Workspace) -> Work[tuple[Tuning, Standing]]:
    """Looks for pairs worth asking about."""

    def work(report: ReportAny, cancel: CancelToken) -> tuple[Tuning, Standing]:
        tuning = prepare_tuning(workspace, report, cancel)
        return tuning, standing(workspace, tuning)

    return work


def stepping(workspace: Workspace, tuning: Tuning, step: Callable[[], object]) -> Work[Standing]:
    """Takes an answer, a skip, or one of them back."""

    def work(_report: ReportAny, _cancel: CancelToken) -> Standing:
        step()
        return standing(workspace, tuning)

    return work


def trying(workspace: Workspace, values: Iterable[int]) -> Work[None]:
    """Groups the library at some values, and reports an `Effect` for each."""

    def work(report: ReportAny, cancel: CancelToken) -> None:
        for strictness in values:
            report(effect_of(workspace, strictness, report, cancel))

    return work


def saving(workspace: Workspace, strictness: int) -> Work[int]:
    """Keeps a strictness."""

    def work(_report: ReportAny, _cancel: CancelToken) -> int:
        workspace.library.save_strictness(strictness)
        return strictness

    return work


def standing(workspace: Workspace, tuning: Tuning) -> Standing:
    """Where the questions are now."""
    question, recommended = tuning.next(), tuning.recommended()
    thumbnails: tuple[bytes | None, bytes | None] = (None, None)
    if question is not None:
        stored = workspace.library.thumbnails(question.pair)
        thumbnails = (stored.get(question.first.content), stored.get(question.second.content))
    return Standing(
        question=question,
        thumbnails=thumbnails,
        answers=tuning.answers,
        present=workspace.library.strictness(),
        recommended=recommended,
        precisions={value: tuning.precision(value) for value in sorted({*STEPS, recommended})},
        notes=tuple(examples_words(tuning.examples())),
    )
