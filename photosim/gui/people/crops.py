"""Pictures of faces, loaded in the background for what is visible."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from photosim.domain.people import Face, FaceBox
from photosim.domain.photo import ContentId
from photosim.gui.base.thumbnails import ThumbnailLoader

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace
    from photosim.gui.base.context import Context

_BOX = struct.Struct("<4d")
_CACHE_BYTES = 64 * 1024**2


def face_key(face: Face) -> ContentId:
    """What a `ThumbnailLoader` knows the picture of a face by: the photo's content and the place in it."""
    box = face.box
    return ContentId(face.content + _BOX.pack(box.x, box.y, box.width, box.height))


class FaceSource:
    """Cuts faces for a `ThumbnailLoader`; called in worker threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def stored(self, content: ContentId) -> bytes | None:
        """The picture of the face with this key."""
        from photosim.app.people.crops import face_crop  # noqa: PLC0415 - brings Pillow

        photo, box = content[: -_BOX.size], content[-_BOX.size :]
        return face_crop(self._workspace, ContentId(photo), FaceBox(*_BOX.unpack(box)))

    def first_paint(self, path: str) -> bytes | None:  # noqa: ARG002 - faces of unknown pictures are not asked for
        """Nothing: a face is of a known picture."""
        return None


def face_loader(context: Context) -> ThumbnailLoader:
    """Brings the faces of a library as a `ThumbnailLoader` brings its photos."""
    return ThumbnailLoader(FaceSource(context.workspace), context.jobs, cache_bytes=_CACHE_BYTES, workers=2)
