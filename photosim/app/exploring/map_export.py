"""The map as a file for others: places as JSON, or one large picture."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.atomic import write_atomically
from photosim.app.exploring.map_cells import middles, representatives
from photosim.app.exploring.map_colours import UNKNOWN, map_colours
from photosim.app.people.crops import face_crop
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path, plain_path
from photosim.domain.progress import CancelToken, Report
from photosim.imaging.sheet import Spot, sheet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.exploring.map import LooksMap
    from photosim.app.exploring.map_faces import FacesMap
    from photosim.app.workspace import Workspace

FORMATS = (".json", ".png")

_SIDE = 3600
_EDGE = 80
_CELLS = 48
_DOT = 6
_GROUND = (245, 246, 247)


def check_format(path: str) -> None:
    """Hold the name of a file against the formats that can be written.

    Raises:
        PhotosimError: it is none of them.
    """
    if os.path.splitext(path)[1].lower() not in FORMATS:
        raise PhotosimError(f"“{display_path(path)}” must end in {' or '.join(FORMATS)}")


def write_faces_map(workspace: Workspace, mapped: FacesMap, path: str, cancel: CancelToken) -> None:
    """Write a map of faces into a file, as `write_map` does a map of photos.

    Raises:
        Cancelled: a stop was asked for; nothing was written.
        FileError: the file cannot be written.
        LibraryError: the thumbnails cannot be read.
        PhotosimError: the name ends in something else.
    """
    _write(path, lambda: faces_json(mapped), lambda: _drawn_faces(workspace, mapped, cancel))


def faces_json(mapped: FacesMap) -> dict[str, object]:
    """The map of faces by its stable names; a box is in parts of the upright picture, 0 to 1."""
    shares = _shares(mapped.places).tolist()
    return {
        "method": mapped.method.value,
        "faces": [
            {
                "path": plain_path(mapped.paths[face.content]),
                "box": [round(side, 6) for side in (face.box.x, face.box.y, face.box.width, face.box.height)],
                "person": face.person,
                "name": mapped.names.get(face.person) if face.person is not None else None,
                "x": round(x, 6),
                "y": round(y, 6),
            }
            for face, (x, y) in zip(mapped.faces, shares, strict=True)
        ],
    }


def write_map(workspace: Workspace, looks: LooksMap, path: str, report: Report, cancel: CancelToken) -> None:
    """Write a map into a file.

    Args:
        workspace: the library.
        looks: its map.
        path: ends in .json (see `map_json`) or .png.
        report: told how far it is.
        cancel: looked at now and then.

    Raises:
        Cancelled: a stop was asked for; nothing was written.
        FileError: the file cannot be written.
        LibraryError: the thumbnails cannot be read.
        PhotosimError: the name ends in something else.
    """
    _write(path, lambda: map_json(looks), lambda: _drawn_photos(workspace, looks, report, cancel))


def map_json(looks: LooksMap) -> dict[str, object]:
    """The map by its stable names; x and y run from 0 to 1, the longer way of the map fills them."""
    shares = _shares(looks.places).tolist()
    return {
        "method": looks.method.value,
        "photos": [
            {"path": plain_path(file.path), "x": round(x, 6), "y": round(y, 6)}
            for content, (x, y) in zip(looks.contents, shares, strict=True)
            for file in looks.files[content]
        ],
    }


def _shares(places: NDArray[np.float32]) -> NDArray[np.float32]:
    if not len(places):
        return places
    low, high = places.min(axis=0), places.max(axis=0)
    span = max(float((high - low).max()), 1e-9)
    return np.asarray((places - (low + high) / 2) / span + 0.5, np.float32)


def _write(path: str, told: Callable[[], dict[str, object]], drawn: Callable[[], bytes]) -> None:
    check_format(path)
    as_text = path.lower().endswith(".json")
    write_atomically(path, json.dumps(told(), ensure_ascii=False, indent=1).encode() if as_text else drawn())


def _drawn_photos(workspace: Workspace, looks: LooksMap, report: Report, cancel: CancelToken) -> bytes:
    colours = map_colours(workspace, looks.contents, report, cancel)
    return _drawn(looks.places, colours, lambda row: workspace.library.thumbnail(looks.contents[row]))


def _drawn_faces(workspace: Workspace, mapped: FacesMap, cancel: CancelToken) -> bytes:
    def picture(row: int) -> bytes | None:
        cancel.checkpoint()
        return face_crop(workspace, mapped.faces[row].content, mapped.faces[row].box)

    return _drawn(mapped.places, np.full((len(mapped.places), 3), UNKNOWN, np.uint8), picture)


def _drawn(
    places: NDArray[np.float32], colours: NDArray[np.uint8], picture: Callable[[int], bytes | None]
) -> bytes:
    return sheet(_SIDE, _GROUND, _spots(_on_sheet(places), colours, picture))


def _on_sheet(places: NDArray[np.float32]) -> NDArray[np.float32]:
    return (_EDGE + _shares(places) * (_SIDE - 2 * _EDGE)).astype(np.float32)


def _spots(
    places: NDArray[np.float32], colours: NDArray[np.uint8], pictures: Callable[[int], bytes | None]
) -> Iterator[Spot]:
    for (x, y), (red, green, blue) in zip(places.tolist(), colours.tolist(), strict=True):
        yield Spot(x, y, _DOT, (red, green, blue))
    cell = _SIDE / _CELLS
    shown = representatives(places, cell)
    for row, (x, y) in zip(shown.tolist(), middles(places[shown], cell).tolist(), strict=True):
        jpeg = pictures(row)
        if jpeg is not None:
            yield Spot(x, y, round(cell) - 4, jpeg)
