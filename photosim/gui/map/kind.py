"""What the points of a map are: photos, or faces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from photosim.gui.kit import words

if TYPE_CHECKING:
    from photosim.domain.photo import ContentId, Photo
    from photosim.gui.base.context import Context
    from photosim.gui.base.thumbnails import ThumbnailLoader


@dataclass(frozen=True, slots=True)
class Kind:
    """How a map shows its points and tells them from each other.

    Attributes:
        name: of the map, for screen readers.
        loader: brings the pictures.
        key: names a point, between two layouts and for the loader.
        path: the file that its picture is from.
        lines: what is said of it while the pointer is on it, the name first.
        label: what always stands on its picture, "" for nothing.
    """

    name: str
    loader: ThumbnailLoader
    key: Callable[[Any], ContentId]
    path: Callable[[Any], str]
    lines: Callable[[Any], list[str]]
    label: Callable[[Any], str]


def photo_kind(context: Context) -> Kind:
    """Points that are `Photo`s."""
    return Kind(
        "Map of looks",
        context.thumbnails,
        lambda photo: photo.content,
        lambda photo: photo.path,
        _photo_lines,
        lambda _photo: "",
    )


def _photo_lines(photo: Photo) -> list[str]:
    said = (words.taken_words(photo.facts), words.folder_of(photo.path))
    return [words.name_of(photo.path), *(line for line in said if line)]
