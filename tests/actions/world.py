"""A small real library for the tests of the actions room: real files, a real journal, decisions.

A "picture" here is a text: what stands before the bar is what it shows, what follows is its metadata.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from blake3 import blake3

from photosim.actions.execute import execute
from photosim.actions.planner import Known, make_plan
from photosim.actions.pointers import Pointers
from photosim.actions.recover import Finding, recover
from photosim.actions.system import System
from photosim.actions.undo import UndoResult, undo
from photosim.catalog.journal import SqliteJournal
from photosim.domain.actions import Act, Decision, FileProof, Ground, Plan, Result
from photosim.domain.companions import Companion
from photosim.domain.errors import FileError
from photosim.domain.files import FileStamp, Role, Root
from photosim.domain.judgements import Said
from photosim.domain.photo import ContentId, Facts, Photo
from photosim.domain.progress import CancelToken, silent
from photosim.domain.similarity import Group, Member, Relation
from photosim.imaging.companions import find_companions

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Whole:
    """What a decode of such a text shows."""

    content: ContentId
    pixels: bytes | None


def content_of(data: bytes) -> ContentId:
    """As the catalogue names bytes."""
    return ContentId(blake3(data).digest())


def decode(path: str) -> Whole:
    """Decodes a text; what begins with "broken" is damaged, what begins with "raw" cannot be proved."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise FileError("read", path, error.strerror or str(error)) from error
    shown = data.split(b"|")[0]
    if shown.startswith(b"broken"):
        raise FileError("read", path, "The JPEG picture is damaged.")
    return Whole(content_of(data), None if shown.startswith(b"raw") else shown)


def companions_of(path: str) -> tuple[Companion, ...] | None:
    """What really lies beside a file."""
    return find_companions([path]).get(path)


@dataclass
class World:
    """A folder of pictures, and what a library knows of them."""

    base: Path
    roots: list[Root] = field(default_factory=list)
    photos: dict[str, Photo] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    """Paths of which the user says by now that they stay."""

    @property
    def folder(self) -> Path:
        """The root that pictures lie in unless said otherwise."""
        return self.base / "photos"

    @property
    def library(self) -> str:
        """The library's own folder."""
        made = self.base / "library"
        made.mkdir(exist_ok=True)
        return str(made)

    def root(self, name: str = "photos", role: Role = Role.NORMAL) -> Path:
        """Make a folder of the library."""
        path = self.base / name
        path.mkdir(parents=True, exist_ok=True)
        self.roots.append(Root(str(path), role))
        return path

    def write(self, name: str | bytes, data: bytes | str = b"a|", mtime_ns: int | None = None) -> str:
        """Write a file that the library does not know; returns its path."""
        path = os.path.join(str(self.folder), os.fsdecode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        Path(path).write_bytes(data.encode() if isinstance(data, str) else data)
        if mtime_ns is not None:
            os.utime(path, ns=(mtime_ns, mtime_ns))
        return path

    def photo(self, name: str | bytes, data: bytes | str = b"a|", mtime_ns: int | None = None) -> Photo:
        """Write a picture, and let the library know it."""
        return self.learn(self.write(name, data, mtime_ns))

    def learn(self, path: str) -> Photo:
        """Let the library know what lies under a path."""
        status = os.lstat(path)
        data = Path(path).read_bytes()
        photo = Photo(
            path=path,
            stamp=FileStamp(status.st_size, status.st_mtime_ns, status.st_dev, status.st_ino),
            role=self._role_of(path),
            missing=False,
            content=content_of(data),
            preview_digest=blake3(data.split(b"|")[0]).digest(),
            facts=Facts("JPEG", 4, 3),
        )
        self.photos[path] = photo
        return photo

    def _role_of(self, path: str) -> Role:
        holding = [root for root in self.roots if path.startswith(root.path + os.sep)]
        return max(holding, key=lambda root: len(root.path)).role if holding else Role.NORMAL

    def ground(self) -> Ground:
        """What the executor may believe."""
        with SqliteJournal.open(self.library, read_only=True) as journal:
            pointers = Pointers(journal)
        return Ground(
            roots=tuple(self.roots),
            known=lambda path: self.photos[path].content if path in self.photos else None,
            decode=decode,
            companions=companions_of,
            kept=lambda removal: any(file.path in self.kept for file in removal.going()),
            pointer=pointers.to,
        )

    def known(self, said: Said | None = None) -> Known:
        """What the planner may rely on."""
        companions = find_companions(self.photos)
        beside = {one.path for found in companions.values() for one in found} - set(self.photos)
        return Known(
            roots=tuple(self.roots),
            companions=companions,
            proofs={path: proof(path) for path in beside},
            said=said or Said(),
        )

    def plan(
        self,
        groups: Iterable[Group],
        decisions: Iterable[Decision] = (),
        *,
        act: Act = Act.SET_ASIDE,
        target: str | None = None,
    ) -> Plan:
        """A plan for these groups."""
        return make_plan(list(groups), list(decisions), self.known(), act=act, created_at=NOW, target=target)

    def journal(self) -> SqliteJournal:
        """The library's journal."""
        return SqliteJournal.open(self.library)

    def execute(self, plan: Plan, system: System | None = None, cancel: CancelToken | None = None) -> Result:
        """Carry out a plan with a journal opened for it."""
        with self.journal() as journal:
            return execute(
                plan, journal, self.ground(), silent, cancel or CancelToken(), now=NOW, system=system
            )

    def undo(self, record: str, system: System | None = None) -> UndoResult:
        """Undo a plan, as after a restart."""
        with self.journal() as journal:
            return undo(record, journal, silent, CancelToken(), system=system)

    def recover(self, system: System | None = None) -> tuple[Finding, ...]:
        """What happens at the next start."""
        with self.journal() as journal:
            return recover(journal, self.ground(), system=system)

    def disk(self) -> dict[str, tuple[object, ...]]:
        """Every file below the base but the library's own, with bytes, time and permissions."""
        return dict(self._files(self.base))

    def _files(self, base: Path) -> Iterator[tuple[str, tuple[object, ...]]]:
        for folder, _, names in os.walk(base):
            if folder.startswith(self.library):
                continue
            for name in names:
                path = os.path.join(folder, name)
                status = os.lstat(path)
                if stat.S_ISREG(status.st_mode):
                    yield path, (Path(path).read_bytes(), status.st_mtime_ns, status.st_mode)
                else:
                    link = os.path.islink(path)
                    yield path, (os.readlink(path) if link else b"", 0, status.st_mode)


def proof(path: str) -> FileProof:
    """A file as it is now."""
    status = os.lstat(path)
    stamp = FileStamp(status.st_size, status.st_mtime_ns, status.st_dev, status.st_ino)
    return FileProof(path, stamp, content_of(Path(path).read_bytes()))


def group(*photos: Photo, name: str = "g", relation: Relation = Relation.SAME_PICTURE) -> Group:
    """A group with the first as its keeper."""
    keeper = photos[0]
    members = tuple(
        Member(photo, _relation(keeper, photo), float(number), 1.0) for number, photo in enumerate(photos)
    )
    return Group(name, relation, members, ("the first",))


def _relation(keeper: Photo, photo: Photo) -> Relation:
    if keeper.content == photo.content:
        return Relation.IDENTICAL_BYTES
    same = keeper.preview_digest == photo.preview_digest
    return Relation.IDENTICAL_PIXELS if same else Relation.REENCODED


def decision(keep: Iterable[Photo], remove: Iterable[Photo], name: str = "g") -> Decision:
    """Keep these, remove those."""
    return Decision(name, tuple(one.path for one in keep), tuple(one.path for one in remove))
