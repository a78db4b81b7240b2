"""Which folders of a scan may say that a photo is missing: those that are there from beginning to end."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from photosim.domain.files import Problem, ProblemKind, Root
from photosim.domain.photo import Photo
from photosim.domain.words import count_words

_Identity = tuple[int, int]


class Presence:
    """The folders of a scan, looked at when it begins.

    A drive that is taken away leaves its mount point behind, often as an empty folder: the photos of such a
    folder are neither there nor gone.
    """

    def __init__(self, roots: Sequence[Root], photos: Callable[[], Sequence[Photo]]) -> None:
        """Look at the folders.

        Args:
            roots: the folders.
            photos: all of the library; asked for only where a folder is empty.
        """
        self._roots = roots
        self._began = {root.path: _identity(root.path) for root in roots}
        awaited = {root.path: _awaited(root.path, photos) for root in roots if _is_empty(root.path)}
        self._left = {path: number for path, number in awaited.items() if number}

    def problems(self) -> list[Problem]:
        """The folders that are empty because their drive is not there."""
        return [
            Problem(
                path,
                ProblemKind.UNREADABLE,
                f"It is empty, and held {count_words(number, 'photo')} of another drive: connect that drive "
                "and scan again; what is known of them is kept until then.",
            )
            for path, number in self._left.items()
        ]

    def lasting(self) -> list[Root]:
        """The folders that are still the same; what was not found in them is missing."""
        return [
            root
            for root in self._roots
            if root.path not in self._left and _identity(root.path) == self._began[root.path]
        ]


def _identity(path: str) -> _Identity | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_empty(path: str) -> bool:
    try:
        with os.scandir(path) as entries:
            return next(entries, None) is None
    except OSError:
        return False


def _awaited(path: str, photos: Callable[[], Sequence[Photo]]) -> int:
    """How many photos lay below an empty folder, all of them on another volume than the folder is on."""
    here, inside = _identity(path), os.path.join(os.path.abspath(path), "")
    volumes = [
        photo.stamp.device for photo in photos() if not photo.missing and photo.path.startswith(inside)
    ]
    return 0 if here is None or here[0] in volumes else len(volumes)
