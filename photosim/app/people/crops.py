"""Small pictures of faces, cut out of thumbnails or, where these are too coarse, out of the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from photosim.domain.errors import FileError
from photosim.imaging.preview import raster_of
from photosim.imaging.thumbnail import encode

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace
    from photosim.domain.people import FaceBox
    from photosim.domain.photo import ContentId, Photo
    from photosim.imaging.preview import Raster

CROP_SIDE = 256
"""Longest side of a cut in pixels."""

_AROUND = 1.7
"""How many times as wide as the box a cut is: for people, hair and chin belong to a face."""
_ENOUGH = 128
"""A cut of so many pixels looks well in a grid; a smaller one is made anew from the file."""


@dataclass(frozen=True, slots=True)
class _FileOfContent:
    """What the files by content are remembered under."""


def face_crop(workspace: Workspace, content: ContentId, box: FaceBox) -> bytes | None:
    """A picture of a face of the library, JPEG, about square; None where there are no pixels to cut it from.

    Args:
        workspace: the open library; safe to call from any thread.
        content: the picture that the face is in.
        box: where it is.

    Raises:
        LibraryError: the library cannot be read.
    """
    data = workspace.library.thumbnail(content)
    small = raster_of(data) if data is not None else None
    if small is not None and min(square_around(box, small.width, small.height)[2:]) >= _ENOUGH:
        return _cut(small, box)
    photo = _files(workspace).get(content)
    if photo is not None and not photo.missing and (small is None or photo.facts.width > small.width):
        region = square_around(box, photo.facts.width, photo.facts.height)
        try:
            large = workspace.reader.render(photo.path, CROP_SIDE, region)
        except FileError:
            # The thumbnail is coarse, but it is there.
            pass
        else:
            return encode(_image(large))
    return None if small is None else _cut(small, box)


def square_around(box: FaceBox, width: int, height: int) -> tuple[int, int, int, int]:
    """The part of a picture that shows a face with what belongs to it: x, y, width, height in pixels.

    It is a square, moved into the picture where the face is at the border, unless the picture is too small.

    Args:
        box: where the face is.
        width: of the upright picture in pixels.
        height: likewise.
    """
    side = round(max(box.width * width, box.height * height) * _AROUND)
    across, down = max(1, min(side, width)), max(1, min(side, height))
    x = round((box.x + box.width / 2) * width - across / 2)
    y = round((box.y + box.height / 2) * height - down / 2)
    return min(max(0, x), width - across), min(max(0, y), height - down), across, down


def _cut(raster: Raster, box: FaceBox) -> bytes:
    x, y, width, height = square_around(box, raster.width, raster.height)
    return encode(_image(raster).crop((x, y, x + width, y + height)))


def _image(raster: Raster) -> Image.Image:
    return Image.frombytes("RGB", (raster.width, raster.height), raster.rgb)


def _files(workspace: Workspace) -> dict[ContentId, Photo]:
    """One file of each content, one that is there where there is one."""

    def make() -> dict[ContentId, Photo]:
        files: dict[ContentId, Photo] = {}
        for photo in workspace.photos():
            if photo.content not in files or files[photo.content].missing:
                files[photo.content] = photo
        return files

    return workspace.remembered(_FileOfContent(), make)
