"""What the page of people works on: who is there, the looking for faces, changes. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from photosim.app.people import naming
from photosim.domain.people import Face, FacesSummary, Part, PeopleChange, Person
from photosim.domain.progress import Progress
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job, Work
from photosim.gui.kit.dialogs import told_failure
from photosim.gui.people import work
from photosim.gui.people.words import faces_words, name_words, names_words

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace

T = TypeVar("T")

_NEWS_MS = 3000
"""While faces are being looked for, who is there is read anew so often."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing that the user did, which can be taken back as a whole."""

    words: str
    changes: tuple[PeopleChange, ...]


class PeopleDesk(QObject):
    """Reads who is in a library, looks for faces, changes what is known of people.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    read = Signal()
    """`everybody` is what the library knows now."""
    finding_changed = Signal()
    """The looking for faces began, went on or ended."""
    changed = Signal(str)
    """The user's change is done; carries what it was, in a sentence."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._reading: Job | None = None
        self._steps: list[_Step] = []
        self._clock = QElapsedTimer()
        self.everybody: work.Everybody | None = None
        self.finding: Job | None = None
        self.summary: FacesSummary | None = None
        self.trouble = ""
        self.stopped = False

    @property
    def looking(self) -> bool:
        """Whether faces are being looked for."""
        return self.finding is not None and not self.finding.ended

    @property
    def undo_words(self) -> str:
        """What `undo` would take back, "" where there is nothing."""
        return self._steps[-1].words if self._steps else ""

    @property
    def read_only(self) -> str:
        """Why nothing can be changed in this library, "" when it can."""
        library = self._context.workspace.library
        return library.read_only_reason if library.read_only else ""

    def run(
        self,
        name: str,
        what: Work[T],
        done: Callable[[T], None],
        owner: QObject,
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Do something in the background; `owner` gets the answer as long as it is there."""
        jobs = self._context.jobs
        return jobs.start(name, what, done=done, failed=failed, quiet=True).answer_only(owner)

    def refresh(self) -> None:
        """Read who is in the library; `read` tells when it is done."""
        if self._reading is not None:
            self._reading.drop()
        workspace = self._context.workspace
        self._reading = self.run(
            "Reading who is in the photos",
            lambda _report, _cancel: work.everybody(workspace),
            self._on_read,
            self,
        )

    def find(self) -> None:
        """Look for faces in all photos where nobody has."""
        if self.looking:
            return
        self.trouble, self.summary, self.stopped = "", None, False
        self._clock.start()
        self.finding = self._context.jobs.start(
            "Looking for faces",
            partial(work.find_faces, self._context.workspace),
            progress=self._on_progress,
            done=self._on_found,
            failed=self._on_failed,
            cancelled=lambda: self._on_found(None),
        ).answer_only(self)
        self.finding_changed.emit()

    def toggle_pause(self) -> None:
        """Let the looking wait, or go on."""
        if self.finding is not None and not self.finding.ended:
            paused = self.finding.token.paused
            self.finding.resume() if paused else self.finding.pause()
            self.finding_changed.emit()

    def stop(self) -> None:
        """End the looking; what was found is kept."""
        if self.finding is not None:
            self.stopped = True
            self.finding.cancel()
            self.finding_changed.emit()

    def name(self, person: Person, name: str) -> None:
        """Give a person a name, or take it away with an empty one."""
        words = f"{name_words(person)} is “{name}” now" if name else f"{name_words(person)} has no name now"
        self._change(words, lambda ws: [naming.name_person(ws, person.id, name or None)])

    def merge(self, persons: Sequence[Person]) -> None:
        """Make one of several people."""
        ids = [person.id for person in persons]
        self._change(f"{names_words(persons)} are one now", lambda ws: [naming.merge(ws, ids)])

    def hide(self, persons: Sequence[Person], *, hidden: bool) -> None:
        """Leave people out of the list, or show them again."""
        ids = [person.id for person in persons]
        words = f"{names_words(persons)} {'hidden' if hidden else 'shown again'}"
        self._change(words, lambda ws: [naming.hide_person(ws, person, hidden=hidden) for person in ids])

    def confirm(self, faces: Sequence[Face], person: Person) -> None:
        """Say that faces are this person's."""
        words = f"{faces_words(len(faces))} confirmed to be {name_words(person)}"
        self._change(words, lambda ws: [naming.confirm_faces(ws, faces, person.id)])

    def reject(self, faces: Sequence[Face], person: Person) -> None:
        """Say that faces are not those of the person they are thought to be."""
        words = f"{faces_words(len(faces))} taken away from {name_words(person)}"
        self._change(words, lambda ws: [naming.reject_faces(ws, faces)])

    def give(self, faces: Sequence[Face], name: str) -> None:
        """Say that faces are those of somebody with this name, who need not be there yet."""
        words = f"{faces_words(len(faces))} given to “{name}”"
        # Looked up when it is done: what is known here may be older than the change before.
        self._change(words, lambda ws: [naming.give_faces(ws, faces, name)])

    def split(self, person: Person, parts: Sequence[Part], names: Sequence[str]) -> None:
        """Take a person apart.

        Args:
            person: who keeps the first part.
            parts: two or more.
            names: of the people who are made of the others, "" for those without.
        """
        words = f"{name_words(person)} taken apart into {count_words(len(parts), 'person', 'people')}"

        def make(workspace: Workspace) -> list[PeopleChange]:
            change = naming.apply_split(workspace, person.id, parts)
            made = sorted({row.id for row in change.after.people} - {row.id for row in change.before.people})
            named = zip(made, names, strict=True)
            return [change, *(naming.name_person(workspace, who, name) for who, name in named if name)]

        self._change(words, make)

    def undo(self) -> None:
        """Take the last change back."""
        if not self._steps:
            return
        step = self._steps.pop()

        def take_back(workspace: Workspace) -> list[PeopleChange]:
            for change in reversed(step.changes):
                naming.undo(workspace, change)
            return []

        self._change(f"Taken back: {step.words}", take_back)

    def _change(self, words: str, make: Callable[[Workspace], list[PeopleChange]]) -> None:
        workspace = self._context.workspace

        def done(changes: list[PeopleChange]) -> None:
            if changes:
                self._steps.append(_Step(words, tuple(changes)))
            self.changed.emit(words[:1].upper() + words[1:])
            self.refresh()

        self.run("Changing people", lambda _report, _cancel: make(workspace), done, self)

    def _on_read(self, everybody: work.Everybody) -> None:
        self.everybody = everybody
        self.read.emit()

    def _on_progress(self, _progress: Progress) -> None:
        self.finding_changed.emit()
        if self._clock.elapsed() >= _NEWS_MS:
            self._clock.restart()
            self.refresh()

    def _on_found(self, summary: FacesSummary | None) -> None:
        self.summary = summary
        self.finding_changed.emit()
        self.refresh()

    def _on_failed(self, error: Exception) -> None:
        self.trouble = told_failure(error)
        self.finding_changed.emit()
        self.refresh()
