"""What the tables of a plan say of each file that goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from photosim.app.reporting.words import short_folder
from photosim.domain.actions import FileProof, Outcome, OutcomeState, Removal
from photosim.domain.files import Root, display_path
from photosim.domain.photo import ContentId
from photosim.domain.words import count_words, size_words
from photosim.gui.cleanup.rows import Column
from photosim.gui.kit.words import name_of, sentence

_STATES = {
    OutcomeState.READY: "passed",
    OutcomeState.DONE: "done",
    OutcomeState.REFUSED: "stays",
    OutcomeState.FAILED: "failed",
}


def removal_columns(
    outcome_of: Callable[[Removal], Outcome | None], roots: Sequence[Root]
) -> tuple[Column[Removal], ...]:
    """The columns.

    Args:
        outcome_of: tells what a rehearsal found of a removal, None before one.
        roots: of the library, to shorten the names of folders.
    """

    def named(file: FileProof) -> str:
        # The folder tells two copies of one name apart.
        return f"{name_of(file.path)}\n{display_path(short_folder(file.path, roots))}"

    def state(removal: Removal) -> str:
        outcome = outcome_of(removal)
        return _STATES[outcome.state] if outcome is not None else ""

    def state_hint(removal: Removal) -> str:
        outcome = outcome_of(removal)
        return outcome.words or state(removal) if outcome is not None else "Not verified yet"

    return (
        Column(
            "Goes",
            lambda removal: named(removal.victim),
            key=lambda removal: name_of(removal.victim.path).casefold(),
            hint=_goes,
            picture=lambda removal: _picture(removal.victim),
            width=270,
        ),
        Column(
            "Stays",
            lambda removal: named(removal.keeper),
            key=lambda removal: name_of(removal.keeper.path).casefold(),
            hint=lambda removal: display_path(removal.keeper.path),
            picture=lambda removal: _picture(removal.keeper),
            width=270,
        ),
        Column("Because it is", _why),
        Column(
            "Size",
            lambda removal: size_words(removal.bytes),
            key=lambda removal: removal.bytes,
            right=True,
            width=90,
        ),
        Column("Checked", state, hint=state_hint, width=84),
    )


def _goes(removal: Removal) -> str:
    beside = [f"with {display_path(one.file.path)}" for one in removal.companions]
    return "\n".join([display_path(removal.victim.path), *beside])


def _why(removal: Removal) -> str:
    beside = count_words(len(removal.companions), "file that belongs", "files that belong")
    more = [
        *(["your decision"] if removal.decided else []),
        *([f"with {beside} to it"] if removal.companions else []),
    ]
    return "\n".join([sentence(removal.words), *([sentence(", ".join(more))] if more else [])])


def _picture(file: FileProof) -> tuple[str, ContentId]:
    return file.path, file.content
