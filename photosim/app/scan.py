"""Folders become photos of the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from photosim.domain.files import Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanProgress, ScanSettings, ScanSummary

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace


def scan(
    workspace: Workspace,
    roots: Sequence[Root],
    settings: ScanSettings,
    report: Callable[[ScanProgress], None],
    cancel: CancelToken,
) -> ScanSummary:
    """Bring the library up to date with the folders.

    What is unchanged is not opened. Whatever was finished before a cancellation is kept.

    Args:
        workspace: the library to fill.
        roots: the folders; they are added to the library, or get their new role.
        settings: what is looked at.
        report: told at most about ten times a second, in the calling thread.
        cancel: pauses or stops the scan; stopping is told by `ScanSummary.cancelled`.

    Raises:
        LibraryError: the catalogue cannot be written.
        ModelError: the model cannot be used.
    """
    raise NotImplementedError
