"""A folder with files, and a scan that reads them the short way: the catalogue without the other rooms."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
from blake3 import blake3
from PIL import Image

from photosim.catalog.library import Library
from photosim.catalog.records import FileState, Recorded, StampedProblem
from photosim.domain.files import FileStamp, FoundFile, Problem, ProblemKind, Root
from photosim.domain.photo import ContentId, Facts, ReadPhoto

MODEL = "model-a"
DIMENSIONS = 32
_NO_PIXELS = np.zeros((1, 1, 3), np.uint8)


class Folder:
    """Files for a scan. They need not be pictures: the catalogue never opens them."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        os.makedirs(path, exist_ok=True)

    @property
    def root(self) -> Root:
        return Root(self.path)

    def at(self, name: str | bytes) -> str:
        return os.path.join(self.path, os.fsdecode(name))

    def write(self, name: str | bytes, text: str, mtime_ns: int | None = None) -> str:
        path = self.at(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text.encode())
        if mtime_ns is not None:
            os.utime(path, ns=(mtime_ns, mtime_ns))
        return path

    def rename(self, old: str | bytes, new: str | bytes) -> None:
        os.makedirs(os.path.dirname(self.at(new)), exist_ok=True)
        os.rename(self.at(old), self.at(new))

    def files(self) -> list[FoundFile]:
        return [
            found(os.path.join(folder, name))
            for folder, _, names in sorted(os.walk(self.path))
            for name in sorted(names)
        ]


def found(path: str) -> FoundFile:
    status = os.stat(path)
    return FoundFile(path, FileStamp(status.st_size, status.st_mtime_ns, status.st_dev, status.st_ino))


def recorded(file: FoundFile, content: bytes | None = None, *, with_code: bool = True) -> Recorded:
    """The record of a file whose bytes are `content` (read from the disk, if None)."""
    if content is None:
        with open(file.path, "rb") as opened:
            content = opened.read()
    digest = blake3(content).digest()
    read = ReadPhoto(
        file.path,
        file.stamp,
        ContentId(digest),
        blake3(digest).digest(),
        facts(digest),
        jpeg(digest),
        _NO_PIXELS,
    )
    return Recorded(read, *code_of(digest)) if with_code else Recorded(read, None, None)


def code_of(digest: bytes) -> tuple[np.ndarray, np.ndarray]:
    """The code and the bits that stand for a content in these tests."""
    random = np.random.default_rng(list(digest))
    code = random.normal(size=DIMENSIONS).astype(np.float32)
    return code / np.linalg.norm(code), random.integers(0, 256, 8, np.uint8)


def facts(digest: bytes) -> Facts:
    return Facts(
        "JPEG",
        4000 + digest[0],
        3000 + digest[1],
        1 + digest[2] % 8,
        datetime.fromisoformat(f"2024-01-{1 + digest[3] % 28:02}T{digest[4] % 24:02}:{digest[5] % 60:02}:07"),
        digest[7] / 3,
        -digest[8] / 3,
        "Maker Model",
        digest[9],
        digest[10] / 7,
    )


@cache
def jpeg(digest: bytes, side: int = 16) -> bytes:
    """A real JPEG, other for each digest."""
    buffer = io.BytesIO()
    pixels = np.frombuffer(digest[:12], np.uint8).reshape(2, 2, 3)
    Image.fromarray(pixels).resize((side, side), Image.Resampling.BILINEAR).save(buffer, "JPEG")
    return buffer.getvalue()


@dataclass
class Scanned:
    """What a scan did."""

    states: dict[str, FileState] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    missing: int = 0

    def state(self, name: str) -> FileState:
        """The state of the only file whose path ends so."""
        (state,) = (state for path, state in self.states.items() if path.endswith(name))
        return state


def scan(
    library: Library,
    roots: Sequence[Root],
    files: Iterable[FoundFile],
    *,
    model: str = MODEL,
    problem_of: Callable[[str], ProblemKind | None] = lambda path: None,
    problems: Sequence[StampedProblem] = (),
    complete: bool = True,
    batch: int = 500,
) -> Scanned:
    """What `app.scan` does, without threads, decoder and encoder."""
    done = Scanned()
    number = library.begin_scan(roots)
    library.store(number, [], problems, model)
    waiting = list(files)
    for start in range(0, len(waiting), batch):
        part = waiting[start : start + batch]
        states = library.classify(number, part, model)
        done.states.update((file.path, state) for file, state in zip(part, states, strict=True))
        to_read = [file for file, state in zip(part, states, strict=True) if state.needs_reading]
        done.read += [file.path for file in to_read]
        bad = [(file, kind) for file in to_read if (kind := problem_of(file.path)) is not None]
        good = [recorded(file) for file in to_read if problem_of(file.path) is None]
        listed = [StampedProblem(Problem(file.path, kind, "It is bad."), file.stamp) for file, kind in bad]
        library.store(number, good, listed, model)
    done.missing = library.finish_scan(number, roots, complete)
    return done
