"""What a scan would find, before it is started."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from photosim.app.scanning.pipeline import Pulse
from photosim.domain.files import FileStamp, Problem, Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanSettings
from photosim.imaging.discover import walk
from photosim.imaging.formats import format_by_suffix

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace

_REPORT_SECONDS = 0.15


@dataclass(frozen=True, slots=True)
class Estimate:
    """What was counted so far, by the names of the files.

    Attributes:
        files: files of any kind.
        photos: files named like a picture that photosim reads.
        known: those of `photos` that the library has, unchanged and encoded by the model in use: they cost
            nothing.
        new_bytes: size of the others together.
        unreadable: folders that cannot be listed.
        complete: whether the count came to its end.
    """

    files: int = 0
    photos: int = 0
    known: int = 0
    new_bytes: int = 0
    unreadable: int = 0
    complete: bool = False

    @property
    def new_photos(self) -> int:
        """Photos that would have to be read."""
        return self.photos - self.known


def estimate(
    workspace: Workspace,
    roots: Sequence[Root],
    settings: ScanSettings,
    report: Callable[[Estimate], None],
    cancel: CancelToken,
) -> Estimate:
    """Walk the folders as a scan would, without opening a file.

    Args:
        workspace: what it knows already costs nothing.
        roots: the folders.
        settings: what is looked at.
        report: told a few times a second.
        cancel: ends the count.

    Raises:
        LibraryError: the library cannot be read.
        ModelError: the model's card is missing or malformed.
        Cancelled: the count was stopped.
    """
    uncoded = workspace.library.uncoded(workspace.encoder.model_id)
    known: dict[str, FileStamp] = {
        photo.path: photo.stamp for photo in workspace.photos() if photo.content not in uncoded
    }
    files = photos = unchanged = new_bytes = unreadable = 0
    pulse = Pulse(_REPORT_SECONDS)
    for found in walk(roots, settings, cancel):
        cancel.checkpoint()
        if isinstance(found, Problem):
            unreadable += 1
        else:
            files += 1
            if format_by_suffix(found.path) is not None:
                photos += 1
                if known.get(found.path) == found.stamp:
                    unchanged += 1
                else:
                    new_bytes += found.stamp.size
        if pulse.due:
            pulse.restart()
            report(Estimate(files, photos, unchanged, new_bytes, unreadable))
    return Estimate(files, photos, unchanged, new_bytes, unreadable, complete=True)
