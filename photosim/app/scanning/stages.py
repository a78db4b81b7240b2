"""The stages of a scan: each takes from the one before and hands on to the next."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from photosim.app.cores import usable_cores
from photosim.app.scanning.backlog import Backlog
from photosim.app.scanning.encoding import encoded
from photosim.app.scanning.pipeline import Channel
from photosim.app.scanning.tally import Tally
from photosim.catalog.library import Library
from photosim.catalog.records import FileState, Recorded, StampedProblem
from photosim.domain.encoder import Encoder
from photosim.domain.files import FileStamp, FoundFile, Problem, Root
from photosim.domain.photo import ContentId, ReadPhoto
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanSettings
from photosim.imaging.discover import walk
from photosim.imaging.pool import DecodePool

ENCODER_BATCH = 32
_CLASSIFY_BATCH = 500
_LINGER_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Settled:
    """A file that is ready to be stored.

    Attributes:
        outcome: what became of it.
        state: what the catalogue made of it before; None for what was not read (an unreadable folder).
    """

    outcome: Recorded | StampedProblem
    state: FileState | None


@dataclass(frozen=True, slots=True)
class Decoded:
    """A photo on its way to the encoder; one that has its code already only passes by."""

    record: Recorded
    state: FileState


class PhotoReader(Protocol):
    """What reads and decodes files, and perhaps encodes them, too."""

    def read_many(
        self, files: Iterable[FoundFile], cancel: CancelToken
    ) -> Iterator[ReadPhoto | Recorded | Problem]:
        """Yield for each file, in any order, the photo with or without its code, or why it is none."""


OpenReader = Callable[[], AbstractContextManager[PhotoReader]]
"""Makes a reader ready; called when there is something to read."""


class ScanStages:
    """The work of one scan; every method but `__init__` runs in a thread of its own."""

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        scan: int,
        roots: Sequence[Root],
        settings: ScanSettings,
        cancel: CancelToken,
        open_reader: OpenReader | None = None,
    ) -> None:
        self._library = library
        self._encoder = encoder
        self._scan = scan
        self._roots = roots
        self._settings = settings
        self._cancel = cancel
        self._open_reader = open_reader or self._open_pool
        self.tally = Tally()
        self.found: Channel[FoundFile] = Channel(4 * _CLASSIFY_BATCH)
        self.backlog = Backlog(library.folder)
        self.decoded: Channel[Decoded] = Channel(2 * ENCODER_BATCH)
        self.settled: Channel[Settled] = Channel(4 * ENCODER_BATCH)

    def drop_waiting(self) -> None:
        """Let go of all that is not on its way to the catalogue yet."""
        for queue in (self.found, self.backlog, self.decoded):
            queue.abort()

    def discover(self) -> None:
        """Walk the folders."""
        for item in walk(self._roots, self._settings, self._cancel):
            if isinstance(item, Problem):
                self.settled.put(Settled(StampedProblem(item), None))
            else:
                self.tally.found(item)
                self.found.put(item)
        self.tally.discovered()

    def classify(self) -> None:
        """Ask the catalogue which files it knows."""
        model_id = self._encoder.model_id
        while files := self.found.take(_CLASSIFY_BATCH, linger=_LINGER_SECONDS):
            self._cancel.checkpoint()
            states = self._library.classify(self._scan, files, model_id)
            self.tally.classified(states)
            self.backlog.put(
                [(file, state) for file, state in zip(files, states, strict=True) if state.needs_reading]
            )

    def decode(self) -> None:
        """Read and decode what is new; without news no process is started."""
        first = self.backlog.take()
        if first is None:
            return
        waiting: dict[str, tuple[FileState, FileStamp]] = {}

        def feed() -> Iterator[FoundFile]:
            item: tuple[FoundFile, FileState] | None = first
            while item is not None and not self._cancel.cancelled:
                file, state = item
                waiting[file.path] = (state, file.stamp)
                yield file
                item = self.backlog.take()

        with self._open_reader() as reader:
            for outcome in reader.read_many(feed(), self._cancel):
                self._cancel.checkpoint()
                path = outcome.read.path if isinstance(outcome, Recorded) else outcome.path
                state, stamp = waiting.pop(path)
                self.tally.read(path)
                if isinstance(outcome, Problem):
                    # What vanished with its drive is no other file in the place of a known photo.
                    seen = stamp if os.path.lexists(path) else None
                    self.settled.put(Settled(StampedProblem(outcome, seen), state))
                else:
                    record = outcome if isinstance(outcome, Recorded) else Recorded(outcome, None, None)
                    self.decoded.put(Decoded(record, state))

    def _open_pool(self) -> DecodePool:
        return DecodePool(self._encoder.input_spec, self._settings.limits, decode_workers())

    def encode(self) -> None:
        """Compute the codes of pictures that have none."""
        recent = RecentContents()
        while batch := self.decoded.take(ENCODER_BATCH, linger=_LINGER_SECONDS):
            self._cancel.checkpoint()
            records = self._encode_batch(batch, recent)
            self.settled.put_all(
                [Settled(record, decoded.state) for record, decoded in zip(records, batch, strict=True)]
            )

    def _encode_batch(self, batch: Sequence[Decoded], recent: RecentContents) -> list[Recorded]:
        model_id = self._encoder.model_id
        records = [item.record for item in batch]
        known = self._library.has_code([record.read.content for record in records], model_id)
        rows = [
            row
            for row, record in enumerate(records)
            if record.code is None and record.read.content not in known and recent.add(record.read.content)
        ]
        for row, record in zip(
            rows, encoded(self._encoder, [records[row].read for row in rows]), strict=True
        ):
            records[row] = record
        return records


class RecentContents:
    """Contents that were encoded a moment ago and may not be in the catalogue yet."""

    def __init__(self, limit: int = 10_000) -> None:
        self._limit = limit
        self._seen: OrderedDict[ContentId, None] = OrderedDict()

    def add(self, content: ContentId) -> bool:
        """Remember it; returns whether it was not remembered before."""
        if content in self._seen:
            return False
        self._seen[content] = None
        if len(self._seen) > self._limit:
            self._seen.popitem(last=False)
        return True


def decode_workers() -> int:
    """How many decoding processes this machine is worth; each takes about 100 MB."""
    return min(usable_cores(), 32)
