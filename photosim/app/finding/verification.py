"""Looks at pictures, pair by pair, whether they are the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING, Self

from photosim.app.cores import usable_cores
from photosim.domain.photo import ContentId
from photosim.domain.progress import CancelToken, Progress, RateMeter, Report
from photosim.domain.similarity import ContentPair, Evidence
from photosim.imaging import thumbnail
from photosim.similarity.strictness import at
from photosim.similarity.verification import METHOD, Features, extract, verify

if TYPE_CHECKING:
    from photosim.catalog.library import Library

STAGE = "Verifying"
_CHUNK = 64
# About 120 kB each.
_MOST_FEATURES = 2048


class Verifier:
    """Compares the stored thumbnails of a library; a context manager, for one piece of work.

    What was found once is looked up in the catalogue, and what is found is kept there, unless the
    library is open for reading only. A pair of which a thumbnail is missing has no evidence. Verdicts are
    those at one strictness; what is kept knows nothing of it.

    Attributes:
        evidence: of all pairs that were asked for and could be looked at.
    """

    def __init__(self, library: Library, strictness: int | None = None) -> None:
        """Begin.

        Args:
            library: whose pictures are compared.
            strictness: 0..100; None: the library's own.

        Raises:
            LibraryError: the catalogue cannot be read.
        """
        self.evidence: dict[ContentPair, Evidence] = {}
        self._library = library
        self._strictness = library.strictness() if strictness is None else strictness
        self._features = _Features()
        self._pool = ThreadPoolExecutor(usable_cores(), thread_name_prefix="verify")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def know(self, evidence: Mapping[ContentPair, Evidence]) -> None:
        """Take over what another one found, at the same strictness."""
        self.evidence.update(evidence)

    def verify(
        self, pairs: Iterable[ContentPair], report: Report, cancel: CancelToken
    ) -> Mapping[ContentPair, Evidence]:
        """Look at pairs; those that come one after the other should have a picture in common.

        Args:
            pairs: as `content_pair` makes them.
            report: told after each chunk of pairs.
            cancel: looked at before each chunk; what is finished is kept.

        Returns:
            `evidence`, with these pairs in it.

        Raises:
            Cancelled: a stop was asked for.
            LibraryError: the catalogue cannot be read or written.
        """
        asked = [pair for pair in dict.fromkeys(pairs) if pair not in self.evidence]
        self._note(self._library.evidence(asked, METHOD))
        new = [pair for pair in asked if pair not in self.evidence]
        meter = RateMeter()
        for start in range(0, len(new), _CHUNK):
            cancel.checkpoint()
            found = self._look(new[start : start + _CHUNK])
            self._note(found)
            if found and not self._library.read_only:
                self._library.save_evidence(found, METHOD)
            done = start + len(new[start : start + _CHUNK])
            report(Progress(STAGE, done, len(new), meter.update(done)))
        return self.evidence

    def compare(self, jpeg: bytes, contents: Sequence[ContentId]) -> Iterator[tuple[ContentId, Evidence]]:
        """Look at a picture from elsewhere beside pictures of the library, one after the other.

        Args:
            jpeg: its thumbnail.
            contents: of the library, the most urgent first; those without a thumbnail are left out.

        Yields:
            The evidence as seen from the picture, in the order of the contents.

        Raises:
            LibraryError: the catalogue cannot be read.
        """
        own = _extracted(jpeg)
        if own is not None:
            yield from self.compare_features(own, contents)

    def compare_features(
        self, own: Features, contents: Sequence[ContentId]
    ) -> Iterator[tuple[ContentId, Evidence]]:
        """The same with what was found of the picture already."""
        stored = self._library.thumbnails(contents)
        asked = [content for content in contents if content in stored]
        seen = self._pool.map(lambda content: _compared(own, _extracted(stored[content])), asked)
        for content, found in zip(asked, seen, strict=True):
            if found is not None:
                yield content, at(self._strictness, found)

    def compared(self, first: Features, second: Features) -> Evidence:
        """Look at two pictures from elsewhere."""
        return at(self._strictness, verify(first, second))

    def _note(self, found: Mapping[ContentPair, Evidence]) -> None:
        self.evidence.update((pair, at(self._strictness, evidence)) for pair, evidence in found.items())

    def _look(self, pairs: list[ContentPair]) -> dict[ContentPair, Evidence]:
        wanted = {content for pair in pairs for content in pair}
        stored = self._library.thumbnails(self._features.missing(wanted))
        for content, features in zip(stored, self._pool.map(_extracted, stored.values()), strict=True):
            self._features.put(content, features)
        known = self._features.take(wanted)
        seen = self._pool.map(lambda pair: _compared(known[pair[0]], known[pair[1]]), pairs)
        return {pair: evidence for pair, evidence in zip(pairs, seen, strict=True) if evidence is not None}


class _Features:
    """The features used last; one thread at a time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[ContentId, Features | None] = OrderedDict()

    def missing(self, contents: Iterable[ContentId]) -> list[ContentId]:
        """Those whose features must be extracted first."""
        return [content for content in contents if content not in self._kept]

    def put(self, content: ContentId, features: Features | None) -> None:
        """Keep the features of a content, None where it has no usable thumbnail."""
        self._kept[content] = features

    def take(self, contents: Iterable[ContentId]) -> dict[ContentId, Features | None]:
        """The features of contents that were put here; then those not used for longest are dropped."""
        found = {content: self._kept.get(content) for content in contents}
        for content in found:
            if content in self._kept:
                self._kept.move_to_end(content)
        while len(self._kept) > _MOST_FEATURES:
            self._kept.popitem(last=False)
        return found


def _extracted(jpeg: bytes) -> Features | None:
    try:
        return extract(thumbnail.decode(jpeg))
    except OSError:  # a damaged thumbnail is as good as none
        return None


def _compared(first: Features | None, second: Features | None) -> Evidence | None:
    return None if first is None or second is None else verify(first, second)
