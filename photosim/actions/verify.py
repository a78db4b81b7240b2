"""The checks right before a removal: nothing goes unless a verified keeper stays."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from photosim.actions import sentences
from photosim.actions.files import (
    DetourError,
    Files,
    Identity,
    NoRegularFileError,
    UnsteadyError,
)
from photosim.actions.sentences import with_paths
from photosim.actions.territory import Territory
from photosim.domain.actions import AUTOMATIC, FileProof, Ground, Plan, RefusalKind, Removal
from photosim.domain.companions import Companion, unmatched
from photosim.domain.errors import FileError
from photosim.domain.files import stamp_of
from photosim.domain.photo import ContentId
from photosim.domain.similarity import Relation


class RefusedError(Exception):
    """A removal that must not be done; nothing of it was.

    Attributes:
        kind: why, for counting.
        words: why, in one sentence that names both paths.
    """

    def __init__(self, kind: RefusalKind, words: str) -> None:
        super().__init__(words)
        self.kind = kind
        self.words = words


@dataclass(frozen=True, slots=True)
class Verified:
    """A removal that passed all checks, with what was seen of its files a moment ago.

    Attributes:
        removal: the removal.
        going: the files that go, as they are now.
        staying: the files that stay, as they are now.
    """

    removal: Removal
    going: tuple[FileProof, ...]
    staying: tuple[FileProof, ...]


class Checks:
    """Verifies the removals of one plan."""

    def __init__(self, files: Files, territory: Territory, ground: Ground, plan: Plan) -> None:
        self._files = files
        self._territory = territory
        self._ground = ground
        self._act = plan.act
        self._going = {file.path for removal in plan.removals for file in removal.going()}
        self._pixels: dict[ContentId, bytes | None] = {}
        self._relied_on: set[Identity] = set()

    def verify(self, removal: Removal) -> Verified:
        """Make all checks, by really reading every file.

        Raises:
            RefusedError: one did not pass.
        """
        self._check_claims(removal)
        self._check_wishes(removal)
        self._check_unit(removal)
        going = tuple(self._seen(removal, file, may_go=True) for file in removal.going())
        staying = tuple(self._seen(removal, file, may_go=False) for file in removal.staying())
        kept = {_identity(file) for file in staying}
        if any(_identity(file) in kept for file in going):
            raise _refused(removal, RefusalKind.SAME_FILE, sentences.SAME_FILE)
        if any(_identity(file) in self._relied_on for file in going):
            raise _refused(removal, RefusalKind.CHAIN, sentences.CHAIN)
        self._check_pictures(removal)
        return Verified(removal, going, staying)

    def check_staying(self, removal: Removal) -> tuple[FileProof, ...]:
        """Make the checks of what stays, for a victim that is set aside already.

        Raises:
            RefusedError: one did not pass.
        """
        self._check_inside(removal, removal.staying())
        self._check_known(removal, removal.keeper)
        staying = tuple(self._seen(removal, file, may_go=False) for file in removal.staying())
        self._decoded(removal, removal.keeper)
        return staying

    def check_still(self, removal: Removal, seen: Collection[FileProof]) -> None:
        """Make sure that files are what they were when they were read, by a look at each.

        Raises:
            RefusedError: one is not.
        """
        for file in seen:
            try:
                with self._territory.parent(file.path) as folder:
                    status = self._files.status(folder, os.path.basename(file.path))
            except OSError as error:
                raise _unreadable(removal, file.path, error) from error
            if status is None:
                raise _refused(removal, RefusalKind.MISSING, sentences.GONE, file.path)
            if stamp_of(status) != file.stamp:
                raise _refused(removal, RefusalKind.CHANGED, sentences.CHANGED, file.path)

    def rely_on(self, staying: Collection[FileProof]) -> None:
        """Note files for whose sake something has gone: whatever they are called, they stay."""
        self._relied_on |= {_identity(file) for file in staying}

    def _check_claims(self, removal: Removal) -> None:
        """What a plan says is not believed: paths, bytes and relation are held against the library."""
        self._check_inside(removal, (*removal.going(), *removal.staying()))
        for file in (removal.victim, removal.keeper):
            self._check_known(removal, file)
        if any(file.path in self._going for file in removal.staying()):
            raise _refused(removal, RefusalKind.CHAIN, sentences.CHAIN)
        if removal.relation not in AUTOMATIC and not removal.decided:
            raise _refused(removal, RefusalKind.DIFFERENT, sentences.UNDECIDED)
        alike = removal.victim.content == removal.keeper.content
        if removal.relation is Relation.IDENTICAL_BYTES and not alike:
            raise _refused(removal, RefusalKind.DIFFERENT, sentences.OTHER_BYTES)
        if self._act.links and not alike:
            raise _refused(removal, RefusalKind.DIFFERENT, sentences.LINK_DIFFERENT)

    def _check_inside(self, removal: Removal, files: Iterable[FileProof]) -> None:
        for file in files:
            if self._territory.root_of(file.path) is None:
                raise _refused(removal, RefusalKind.OUTSIDE, sentences.OUTSIDE, file.path)

    def _check_wishes(self, removal: Removal) -> None:
        """What was said or done since the plan was made counts."""
        if self._ground.kept(removal):
            raise _refused(removal, RefusalKind.JUDGED, sentences.KEPT)
        if self._act.links:
            return  # where something stands in the old place, links go on leading to it
        for file in removal.going():
            pointer = self._ground.pointer(file.path)
            if pointer is not None:
                raise _refused(removal, RefusalKind.POINTED, sentences.POINTED, pointer)

    def _check_known(self, removal: Removal, file: FileProof) -> None:
        known = self._ground.known(file.path)
        if known is None:
            raise _refused(removal, RefusalKind.OUTSIDE, sentences.OUTSIDE, file.path)
        if known != file.content:
            raise _refused(removal, RefusalKind.CHANGED, sentences.CHANGED, file.path)

    def _check_unit(self, removal: Removal) -> None:
        """What goes with the victim is what belongs to it now: no more, no less."""
        beside = {one.path: one for one in self._companions(removal, removal.victim.path)}
        beside_keeper = self._companions(removal, removal.keeper.path)
        of_keeper = {one.path for one in beside_keeper}
        planned = {one.file.path: one for one in removal.companions}
        for path, one in planned.items():
            found = beside.get(path)
            if found is None or found.kind is not one.kind:
                raise _refused(removal, RefusalKind.COMPANION, sentences.FOREIGN, path)
            if one.twin is None:
                if one.kind.is_content or self._act.links:
                    raise _refused(removal, RefusalKind.COMPANION, sentences.NO_TWIN, path)
            elif one.twin.content != one.file.content or one.twin.path not in (
                removal.keeper.path,
                *of_keeper,
            ):
                raise _refused(removal, RefusalKind.COMPANION, sentences.NO_TWIN, path)
        notes = [path for path, one in planned.items() if one.twin is None]
        alone = None if removal.decided else unmatched(notes, beside_keeper)
        if alone is not None:
            raise _refused(removal, RefusalKind.COMPANION, sentences.NOTES, alone)
        unit = {removal.victim.path, *planned}
        for path, found in beside.items():
            if path not in planned and self._is_due(found, removal, unit):
                raise _refused(removal, RefusalKind.COMPANION, sentences.NEW_COMPANION, path)

    def _is_due(self, companion: Companion, removal: Removal, unit: Collection[str]) -> bool:
        """Whether a companion that the plan leaves behind should go along."""
        if not companion.kind.is_content:
            return not self._act.links and set(companion.of) <= set(unit)
        # Whoever decides on photos can keep one of a shot; a film is not shown by itself.
        return not (removal.decided and self._ground.known(companion.path) is not None)

    def _companions(self, removal: Removal, path: str) -> tuple[Companion, ...]:
        found = self._ground.companions(path)
        if found is None:
            raise _refused(removal, RefusalKind.COMPANION, sentences.UNLISTED)
        return found

    def _seen(self, removal: Removal, file: FileProof, *, may_go: bool) -> FileProof:
        try:
            with self._territory.parent(file.path) as folder:
                if may_go and self._territory.is_protected(file.path, folder):
                    raise _refused(removal, RefusalKind.PROTECTED, sentences.PROTECTED)
                reading = self._files.read(folder, os.path.basename(file.path))
        except OSError as error:
            raise _unreadable(removal, file.path, error) from error
        if reading.content != file.content:
            raise _refused(removal, RefusalKind.CHANGED, sentences.CHANGED, file.path)
        return FileProof(file.path, reading.stamp, reading.content)

    def _check_pictures(self, removal: Removal) -> None:
        """The keeper decodes; where equal pixels are the reason, all of them are compared."""
        kept = self._decoded(removal, removal.keeper)
        if removal.relation is not Relation.IDENTICAL_PIXELS:
            return
        lost = self._decoded(removal, removal.victim)
        if kept is None or lost is None:
            if not removal.decided:
                raise _refused(removal, RefusalKind.DIFFERENT, sentences.PIXELS_UNPROVED)
        elif kept != lost:
            raise _refused(removal, RefusalKind.DIFFERENT, sentences.PIXELS_DIFFER)

    def _decoded(self, removal: Removal, file: FileProof) -> bytes | None:
        # By content: that the file holds these very bytes was just read.
        if file.content not in self._pixels:
            try:
                whole = self._ground.decode(file.path)
            except FileError as error:
                raise _refused(
                    removal, RefusalKind.UNREADABLE, sentences.UNDECODABLE, file.path, error.reason
                ) from error
            if whole.content != file.content:
                raise _refused(removal, RefusalKind.CHANGED, sentences.CHANGED, file.path)
            self._pixels[file.content] = whole.pixels
        return self._pixels[file.content]


def reason_of(error: OSError) -> str:
    """What the system said, for people."""
    return error.strerror or str(error)


def _identity(file: FileProof) -> tuple[int, int]:
    return file.stamp.device, file.stamp.inode


def _refused(
    removal: Removal, kind: RefusalKind, sentence: str, third: str = "", reason: str = ""
) -> RefusedError:
    return RefusedError(
        kind, with_paths(sentence, removal.victim.path, removal.keeper.path, third, reason.rstrip("."))
    )


def _unreadable(removal: Removal, path: str, error: OSError) -> RefusedError:
    match error:
        case FileNotFoundError():
            return _refused(removal, RefusalKind.MISSING, sentences.GONE, path)
        case DetourError():
            return _refused(removal, RefusalKind.OUTSIDE, sentences.DETOUR, path)
        case NoRegularFileError():
            return _refused(removal, RefusalKind.CHANGED, sentences.NO_FILE, path)
        case UnsteadyError():
            return _refused(removal, RefusalKind.CHANGED, sentences.UNSTEADY, path)
    return _refused(removal, RefusalKind.UNREADABLE, sentences.UNREADABLE, path, reason_of(error))
