"""What every view of the window is made with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace
    from photosim.gui.base.jobs import Jobs
    from photosim.gui.base.thumbnails import ThumbnailLoader
    from photosim.gui.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class Context:
    """What every view of the window is made with.

    Attributes:
        workspace: the open library with its encoder.
        jobs: runs work in the background.
        thumbnails: brings pictures of photos.
        theme: colours, and the wish for light or dark.
    """

    workspace: Workspace
    jobs: Jobs
    thumbnails: ThumbnailLoader
    theme: Theme
