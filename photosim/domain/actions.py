"""What may be done to files of the user: removals, plans, refusals, outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from photosim.domain.companions import Companion, CompanionKind
from photosim.domain.files import FileStamp, Root
from photosim.domain.photo import ContentId
from photosim.domain.similarity import Relation

AUTOMATIC = frozenset({Relation.IDENTICAL_BYTES, Relation.IDENTICAL_PIXELS})
"""What may be selected without a decision of the user; everything else is proposed."""

SET_ASIDE_FOLDER = ".photosim-set-aside"
"""Holds what was set aside, on the volume it lay on; scans leave it out."""


class Act(StrEnum):
    """What becomes of a victim."""

    SET_ASIDE = "set-aside"
    """Renamed into a folder beside it, on its own volume; the way of least risk."""
    TRASH = "trash"
    """Given to the system's trash."""
    MOVE = "move"
    """Moved to a folder of the user's choice."""
    HARD_LINK = "hard-link"
    """Set aside, and another name of the keeper put in its place; identical bytes only."""
    SYMLINK = "symlink"
    """Set aside, and a pointer to the keeper put in its place; identical bytes only."""

    @property
    def links(self) -> bool:
        """Whether something stands in the victim's place afterwards."""
        return self in (Act.HARD_LINK, Act.SYMLINK)


@dataclass(frozen=True, slots=True)
class FileProof:
    """What a file was when it was last read.

    Attributes:
        path: absolute, without `..`.
        stamp: size, time and number of the file.
        content: digest of its bytes.
    """

    path: str
    stamp: FileStamp
    content: ContentId


@dataclass(frozen=True, slots=True)
class CompanionProof:
    """A companion that goes together with the victim.

    Attributes:
        file: the companion.
        kind: what it is.
        twin: the same bytes beside the keeper, which stay; None for a mere sidecar.
    """

    file: FileProof
    kind: CompanionKind
    twin: FileProof | None


@dataclass(frozen=True, slots=True)
class Removal:
    """A file that is to go, and the one for whose sake it may.

    Attributes:
        victim: goes.
        keeper: stays.
        companions: go with the victim, as one unit; sidecars stay in place when the act is a link.
        relation: of the victim to the keeper.
        group: id of the group it was found in.
        words: why, in one sentence.
        decided: whether somebody decided it; False: it was selected for being identical, which must
            be proved before it goes.
    """

    victim: FileProof
    keeper: FileProof
    companions: tuple[CompanionProof, ...]
    relation: Relation
    group: str
    words: str
    decided: bool = False

    def going(self) -> Iterator[FileProof]:
        """The files that go: the victim, then its companions."""
        yield self.victim
        for companion in self.companions:
            yield companion.file

    def staying(self) -> Iterator[FileProof]:
        """The files that must be there afterwards: the keeper, then the twins of companions."""
        yield self.keeper
        for companion in self.companions:
            if companion.twin is not None:
                yield companion.twin

    @property
    def bytes(self) -> int:
        """Size of all that goes."""
        return sum(file.stamp.size for file in self.going())


class RefusalKind(StrEnum):
    """Why a removal is refused, for counting and filtering."""

    PROTECTED = "protected"
    """It lies in a protected folder."""
    CHAIN = "chain"
    """The victim is the keeper of another, or the keeper is to go itself."""
    SAME_FILE = "same-file"
    """Victim and keeper are one file under two names: nothing would be gained, all could be lost."""
    COMPANION = "companion"
    """A companion has no identical one beside the keeper."""
    JUDGED = "judged"
    """The user said that they are not the same, or that the victim is to stay."""
    POINTED = "pointed"
    """A link that photosim put in the place of another leads to it."""
    MISSING = "missing"
    """A file is not there."""
    CHANGED = "changed"
    """A file is not what it was."""
    DIFFERENT = "different"
    """The two are not as identical as was thought."""
    UNREADABLE = "unreadable"
    """A file cannot be read or decoded."""
    OUTSIDE = "outside"
    """A path lies outside of the library's folders, or is unknown to the library."""
    FORBIDDEN = "forbidden"
    """The system does not permit it."""
    OCCUPIED = "occupied"
    """The place where the file would go is taken."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A removal that is not done.

    Attributes:
        victim: path of what would have gone.
        keeper: path of what would have stayed.
        kind: why, for counting.
        reason: why, in one sentence that names both paths.
    """

    victim: str
    keeper: str
    kind: RefusalKind
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user or their rules decided for one group; members named in neither list stay as they are.

    Attributes:
        group: id of the group.
        keep: paths that stay, one or more.
        remove: paths that go.
    """

    group: str
    keep: tuple[str, ...]
    remove: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is to be done, before anything is.

    Attributes:
        id: made from all that follows but `created_at`: equal plans have equal ids.
        created_at: ISO 8601 with time zone.
        act: what becomes of the victims.
        target: folder to move to, absolute; None for other acts.
        removals: by path of the victim; no file that goes is the keeper of another.
        refused: what was asked for or came into question, and why it is left alone.
        roots: the library's folders when the plan was made, for the reader: the executor trusts the
            library's own only.
        protected: those of them that are protected, likewise.
    """

    id: str
    created_at: str
    act: Act
    target: str | None
    removals: tuple[Removal, ...]
    refused: tuple[Refusal, ...]
    roots: tuple[str, ...]
    protected: tuple[str, ...]

    @property
    def bytes(self) -> int:
        """Size of all that goes; names of one file count once."""
        sizes: dict[object, int] = {}
        for removal in self.removals:
            for file in removal.going():
                stamp = file.stamp
                sizes[(stamp.device, stamp.inode) if stamp.inode else file.path] = stamp.size
        return sum(sizes.values())

    @property
    def files(self) -> int:
        """How many files go, companions included."""
        return sum(1 + len(removal.companions) for removal in self.removals)


class Decoded(Protocol):
    """What a full decode of a picture showed."""

    @property
    def content(self) -> ContentId:
        """Digest of the very bytes that were decoded."""

    @property
    def pixels(self) -> bytes | None:
        """Digest of all that can be seen; None where pixels cannot prove that nothing else is lost."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the executor knows of the library by itself, whatever a plan says.

    Attributes:
        roots: the library's folders with their roles.
        known: the catalogue's digest of the bytes under a path; None where it knows of no photo.
        decode: decodes a file in full and anew.
        companions: what belongs to a photo now; None where its folder cannot be listed.
        kept: whether the user says by now that what a removal takes is to stay.
        pointer: path of a symbolic link of photosim that leads to a file; None where there is none.
    """

    roots: tuple[Root, ...]
    known: Callable[[str], ContentId | None]
    decode: Callable[[str], Decoded]
    companions: Callable[[str], tuple[Companion, ...] | None]
    kept: Callable[[Removal], bool]
    pointer: Callable[[str], str | None]


class OutcomeState(StrEnum):
    """How one removal ended."""

    DONE = "done"
    READY = "ready"
    """Rehearsed only: all checks passed, nothing was done."""
    REFUSED = "refused"
    """A check did not pass; nothing was touched."""
    FAILED = "failed"
    """The system did not do it; the sentence tells where every file lies."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one removal.

    Attributes:
        removal: what was to be done.
        state: how it ended.
        kind: why it was refused, None for the others.
        words: one sentence; for refusals and failures it names both paths. "" where all went well.
    """

    removal: Removal
    state: OutcomeState
    kind: RefusalKind | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a plan.

    Attributes:
        record: its id in the history ("" for a rehearsal).
        outcomes: of the removals that were tried, in the order of the plan.
        left: how many were not tried, because the user stopped.
        cancelled: whether the user stopped.
    """

    record: str
    outcomes: tuple[Outcome, ...]
    left: int
    cancelled: bool

    def counted(self, state: OutcomeState) -> int:
        """How many ended so."""
        return sum(outcome.state is state for outcome in self.outcomes)

    @property
    def bytes(self) -> int:
        """Size of all that went (or is ready to go)."""
        good = (OutcomeState.DONE, OutcomeState.READY)
        return sum(outcome.removal.bytes for outcome in self.outcomes if outcome.state in good)
