"""What the start page and the wizard say of a library."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from photosim.domain.files import Root, display_path

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LibraryFacts:
    """What is in a library.

    Attributes:
        photos: how many files are photos.
        roots: the folders that were scanned.
        pending: those of them whose last scan did not come to its end.
        absent: those of them that are not there now (an unplugged drive, a removed folder).
    """

    photos: int
    roots: tuple[Root, ...]
    pending: tuple[Root, ...]
    absent: frozenset[str]


def load_facts(workspace: Workspace) -> LibraryFacts:
    """Read the facts; slow where a folder lies on a sleeping drive, so call it in a job.

    Raises:
        LibraryError: the library cannot be read.
    """
    roots = tuple(workspace.library.roots())
    pending = tuple(workspace.library.pending())
    absent = frozenset(root.path for root in roots if not os.path.isdir(root.path))
    return LibraryFacts(workspace.library.photo_count(), roots, pending, absent)


def holds_library(folder: str) -> bool:
    """Whether there is a library in a folder already."""
    from photosim.catalog.opening import CATALOG_NAME  # noqa: PLC0415 - brings SQLite

    return os.path.isfile(os.path.join(folder, CATALOG_NAME))


def library_name(folder: str, default: str) -> str:
    """What a library is called in the window.

    Args:
        folder: the library's folder, absolute.
        default: the folder of the default library.
    """
    if folder == default:
        return "My photos"
    if os.path.basename(folder) == DEMO_LIBRARY and os.path.basename(os.path.dirname(folder)) == DEMO_FOLDER:
        return "Demo"
    return display_path(os.path.basename(folder) or folder)


DEMO_FOLDER = "demo"
DEMO_LIBRARY = "library"
DEMO_PHOTOS = "photos"
