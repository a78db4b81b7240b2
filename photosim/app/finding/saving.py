"""Tells of older libraries how their pictures were saved, so that all rules can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photosim.domain.progress import CancelToken, Progress, RateMeter, Report
from photosim.imaging.saving import read_saving

if TYPE_CHECKING:
    from photosim.catalog.library import Library
    from photosim.domain.photo import ContentId, Saving

STAGE = "Reading how photos were saved"
_BATCH = 256


def complete_savings(library: Library, report: Report, cancel: CancelToken) -> int:
    """Read what the catalogue does not know yet of how JPEGs were saved, from their first bytes.

    Libraries filled by an earlier photosim lack it; afterwards, and in all others, this costs one query.
    Files that are gone or have changed are left to the next scan, and so are all in a library that is
    open for reading only.

    Args:
        library: to complete.
        report: told after each batch.
        cancel: looked at for each file; the batches before are kept.

    Returns:
        How many pictures were told of.

    Raises:
        Cancelled: a stop was asked for.
        LibraryError: the catalogue cannot be read or written.
    """
    if library.read_only:
        return 0
    untold = list(library.untold().items())
    meter = RateMeter()
    told = 0
    for start in range(0, len(untold), _BATCH):
        batch: dict[ContentId, Saving] = {}
        for content, file in untold[start : start + _BATCH]:
            cancel.checkpoint()
            if (saving := read_saving(file)) is not None:
                batch[content] = saving
        library.save_told(batch)
        told += len(batch)
        done = min(start + _BATCH, len(untold))
        report(Progress(STAGE, done, len(untold), meter.update(done)))
    return told
