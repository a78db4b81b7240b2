"""A memory card, or an unplugged drive, beside what is at home: which of its photos are not there yet?

Nothing is copied, moved or kept.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.exploring.looks import hamming
from photosim.app.exploring.pocket import Entry, Pocket, sizes_of
from photosim.app.exploring.pocket_result import Compared, Comparison, Standing
from photosim.app.finding.verification import Verifier
from photosim.app.scanning.stages import ENCODER_BATCH, decode_workers
from photosim.domain.errors import FileError, PhotosimError
from photosim.domain.files import FileStamp, FoundFile, Problem, Root, display_path
from photosim.domain.photo import ContentId, ReadPhoto
from photosim.domain.progress import CancelToken, Progress, RateMeter, Report
from photosim.domain.scanning import ScanSettings
from photosim.domain.similarity import Evidence, Relation
from photosim.imaging.digest import digest_file
from photosim.imaging.discover import root_is_present, walk
from photosim.imaging.pool import DecodePool
from photosim.similarity.relation import judge, may_be_copies
from photosim.similarity.sentences import sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.catalog.library import Library
    from photosim.domain.encoder import Encoder

BITS_APART = 24
"""Copies whose codes are within the model's distance differ in fewer of the 64 bits; measured by
scripts/benchmark/looks.py."""

_LOOKED_AT = 3
_MOST_BY_LOOKS = 0.99
_LOST = "was at home at the last scan, but its file there is gone or has changed"


def compare_folder(
    encoder: Encoder,
    pocket: Pocket,
    folder: str,
    report: Report,
    cancel: CancelToken,
    library: Library | None = None,
) -> Comparison:
    """Find out which photos below a folder are at home.

    The same bytes are known by size and digest and not even decoded. All others are decoded and encoded:
    the same pixels are at home, too; a picture whose code lies near enough, and whose time of the shot
    does not speak against it, is probably at home.

    Args:
        encoder: the model.
        pocket: what is at home.
        folder: of the card, absolute.
        report: told after each photo.
        cancel: stops between two photos.
        library: the open library the pocket was made of: near pictures are laid on each other then, and
            told as the same only if they are; and a file at home counts only while it is there. None: codes
            and what was known have to do.

    Raises:
        FileError: the folder is not there.
        PhotosimError: the pocket catalogue was made with another model.
        Cancelled: stopped; nothing is left behind.
    """
    if pocket.model_id != encoder.model_id:
        raise PhotosimError(
            f"The pocket catalogue was made with another model (“{pocket.model_id}”, "
            f"here “{encoder.model_id}”). Export it again at home with this version of photosim."
        )
    root = Root(folder)
    if not root_is_present(root):
        raise FileError("read the folder", display_path(folder), "it is not there (a card not put in?)")
    settings = ScanSettings()
    files, problems = _found(root, settings, cancel)
    at_home = _AtHome(encoder, pocket, library)
    done: list[Compared] = []
    meter = RateMeter()

    def tell() -> None:
        count = len(done) + len(problems)
        report(Progress("Comparing", count, len(files) + before, meter.update(count)))

    before = len(problems)
    with DecodePool(encoder.input_spec, settings.limits, decode_workers()) as pool, at_home:
        unknown: list[FoundFile] = []
        for file in files:
            cancel.checkpoint()
            known = at_home.by_bytes(file, cancel)
            if known is None:
                unknown.append(file)
            else:
                done.append(known)
                tell()
        for batch in _batches(pool.read_many(unknown, cancel), problems):
            cancel.checkpoint()
            done += at_home.by_looks(batch)
            tell()
    done.sort(key=lambda photo: photo.path)
    problems.sort(key=lambda problem: problem.path)
    return Comparison(folder, pocket.name, pocket.made_at, tuple(done), tuple(problems))


class _AtHome:
    """Answers whether a photo is at home; a context manager."""

    def __init__(self, encoder: Encoder, pocket: Pocket, library: Library | None) -> None:
        self._encoder = encoder
        self._pocket = pocket
        self._sizes = sizes_of(pocket.entries)
        self._by_content = {entry.content: entry for entry in pocket.entries}
        self._by_preview = {entry.preview_digest: entry for entry in pocket.entries}
        self._verifier = Verifier(library) if library is not None else None

    def __enter__(self) -> None:
        if self._verifier is not None:
            self._verifier.__enter__()

    def __exit__(self, *_ending: object) -> None:
        if self._verifier is not None:
            self._verifier.__exit__(None, None, None)

    def by_bytes(self, file: FoundFile, cancel: CancelToken) -> Compared | None:
        """The answer for a file whose very bytes are at home, else None."""
        if file.stamp.size not in self._sizes:
            return None
        try:
            stamp, content = digest_file(file.path, cancel)
        except FileError:  # reading it as a picture will tell why
            return None
        entry = self._by_content.get(content)
        return None if entry is None else self._same_bytes(file.path, stamp, content, entry)

    def by_looks(self, batch: Sequence[ReadPhoto]) -> list[Compared]:
        """The answers for photos that were read."""
        codes = self._encoder.encode(np.stack([read.model_input for read in batch]))
        return [self._judged(read, codes.code[i], codes.bits[i]) for i, read in enumerate(batch)]

    def _judged(self, read: ReadPhoto, code: NDArray[np.float32], bits: NDArray[np.uint8]) -> Compared:
        known = self._by_content.get(read.content)
        if known is not None:
            return self._same_bytes(read.path, read.stamp, read.content, known)
        twin = self._by_preview.get(read.preview_digest)
        near = [(twin, 0.0)] if twin is not None else self._near(read, code, bits)
        seen = self._looked_at(read, [entry for entry, _ in near]) if twin is None else {}
        best = max(
            (self._weighed(read, entry, distance, seen.get(entry.content)) for entry, distance in near),
            key=lambda weighed: (weighed.standing is not Standing.NEW, weighed.probability),
            default=None,
        )
        if best is not None and best.standing is not Standing.NEW:
            return best
        # The probability of a photo that is told as new is that of being wrong.
        doubt = best.probability if best is not None else 0.0
        words = "nothing at home looks like the same picture"
        return Compared(
            read.path,
            read.stamp,
            Standing.NEW,
            None,
            Relation.UNRELATED,
            doubt,
            words,
            read.content,
            read.facts,
        )

    def _same_bytes(self, path: str, stamp: FileStamp, content: ContentId, entry: Entry) -> Compared:
        home = self._home_of(entry)
        standing, relation, probability = Standing.AT_HOME, Relation.IDENTICAL_BYTES, 1.0
        words = "identical file, byte for byte"
        if home is None:
            standing, relation, probability = Standing.NEW, Relation.UNRELATED, 0.0
            words = _LOST
        return Compared(path, stamp, standing, home, relation, probability, words, content, entry.facts)

    def _home_of(self, entry: Entry) -> str | None:
        """The file at home; None where the library is at hand and none of its files is there any more."""
        if self._verifier is None:
            return entry.paths[0]
        return next((path for path in entry.paths if _has_size(path, entry.size)), None)

    def _near(
        self, read: ReadPhoto, code: NDArray[np.float32], bits: NDArray[np.uint8]
    ) -> list[tuple[Entry, float]]:
        """The nearest that may be the same picture, with their distances; the bits say where to look."""
        pocket = self._pocket
        if not pocket.entries:
            return []
        rows = np.flatnonzero(hamming(pocket.bits, bits) <= BITS_APART)
        squared = np.maximum(2.0 - 2.0 * (pocket.code[rows] @ code), 0.0)
        nearest = np.argsort(squared, kind="stable")
        candidates = (
            (pocket.entries[rows[place]], float(np.sqrt(squared[place])))
            for place in nearest
            if squared[place] <= self._encoder.thresholds.similar**2
        )
        return list(
            itertools.islice((pair for pair in candidates if may_be_copies(read, pair[0])), _LOOKED_AT)
        )

    def _looked_at(self, read: ReadPhoto, entries: Sequence[Entry]) -> dict[ContentId, Evidence]:
        if self._verifier is None or not entries:
            return {}
        return dict(self._verifier.compare(read.thumbnail, [entry.content for entry in entries]))

    def _weighed(self, read: ReadPhoto, entry: Entry, distance: float, evidence: Evidence | None) -> Compared:
        relation, probability = judge(read, entry, distance, self._encoder, evidence)
        home = self._home_of(entry) if relation.is_same_picture else None
        standing = Standing.NEW if home is None else Standing.PROBABLY
        words = sentence(read, entry, relation, evidence)
        if relation is Relation.IDENTICAL_PIXELS:
            words = "identical pixels, as far as a reduced picture shows"
        elif evidence is None and relation.is_same_picture:
            words = "saved again or edited, by its looks alone"
        if evidence is None:
            # The calibration ends at certainty only because its examples did.
            probability = min(probability, _MOST_BY_LOOKS)
        return Compared(
            read.path,
            read.stamp,
            standing,
            home,
            relation,
            probability,
            words,
            read.content,
            read.facts,
        )


def _found(root: Root, settings: ScanSettings, cancel: CancelToken) -> tuple[list[FoundFile], list[Problem]]:
    """Every file, as pictures may have any name, and the folders that cannot be read."""
    files, problems = [], []
    for item in walk([root], settings, cancel):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            files.append(item)
    return files, problems


def _batches(
    outcomes: Iterator[ReadPhoto | Problem], problems: list[Problem]
) -> Iterator[tuple[ReadPhoto, ...]]:
    photos = (outcome for outcome in outcomes if not _noted(outcome, problems))
    while batch := tuple(itertools.islice(photos, ENCODER_BATCH)):
        yield batch  # type: ignore[misc]


def _noted(outcome: ReadPhoto | Problem, problems: list[Problem]) -> bool:
    if isinstance(outcome, Problem):
        problems.append(outcome)
        return True
    return False


def _has_size(path: str, size: int) -> bool:
    try:
        return os.stat(path).st_size == size
    except OSError:
        return False
