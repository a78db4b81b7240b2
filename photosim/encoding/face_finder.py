"""Where faces are in a picture: dlib's detector and its five landmarks. The only module that imports dlib."""

from __future__ import annotations

import copy
import importlib.util
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from photosim.domain.errors import PhotosimError
from photosim.domain.extras import how_to_add, install_line
from photosim.domain.people import FaceBox, FoundFace
from photosim.encoding.faces import CHIP_SIDE, FaceNetwork
from photosim.encoding.files import checked_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

DETECTION_SIDE = 1280
"""Longest side in pixels at which faces are looked for: those of 80 pixels and more are found."""

PICTURE_SIDE = 2000
"""Longest side in pixels of the picture from which landmarks and embeddings are taken: half of what cameras
of 12 megapixels make, and JPEG decodes a half several times faster than the whole."""

_CHIP_PADDING = 0.25

INSTALL_LINE = install_line("dlib-bin")
"""What to type where dlib is absent: the extra `faces`, for the Python that runs this."""

_ABSENT = (
    "Faces are found by the package dlib, which is not installed. With it photosim tells who is on your "
    f"photos: {how_to_add('dlib-bin')}"
)


def faces_available() -> str | None:
    """Why no faces can be found here and what to type, in sentences; None when they can."""
    return _ABSENT if importlib.util.find_spec("dlib") is None else None


def method_of(network: FaceNetwork) -> str:
    """Names the way in which faces are found: embeddings of different ones are never compared."""
    return f"hog-{DETECTION_SIDE}-{PICTURE_SIDE}-{network.card.model_id}"


class FaceFinder:
    """Pictures in, faces out; safe to use from several threads, which wait for one another."""

    def __init__(self, folder: Path, network: FaceNetwork) -> None:
        """Load detector and landmarks.

        Args:
            folder: holds the models.
            network: makes the embeddings.

        Raises:
            ModelError: the landmarks' file is missing or damaged.
            PhotosimError: dlib is not installed, or cannot be loaded.
        """
        reason = faces_available()
        if reason is not None:
            raise PhotosimError(reason)
        checked_bytes(folder, network.card.landmarks)
        try:
            import dlib  # noqa: PLC0415 - an extra, and heavy
        except ImportError as error:
            raise PhotosimError(f"The package dlib cannot be loaded: {error}") from error
        self._dlib: Any = dlib
        self._network = network
        self._landmarks = dlib.shape_predictor(str(folder / network.card.landmarks.name))
        self._detector = dlib.get_frontal_face_detector()
        self._lock = threading.Lock()

    @property
    def dlib_version(self) -> str:
        """The version of dlib."""
        return str(self._dlib.__version__)

    def another(self) -> FaceFinder:
        """A finder with the same models that does not wait for this one."""
        twin = copy.copy(self)
        twin._detector = self._dlib.get_frontal_face_detector()  # noqa: SLF001 - of its own kind
        twin._lock = threading.Lock()  # noqa: SLF001
        return twin

    def find(self, pixels: NDArray[np.uint8]) -> list[FoundFace]:
        """The faces in an upright picture, from left to right.

        Args:
            pixels: (H, W, 3) uint8 RGB, contiguous; reduced so that neither side is above `PICTURE_SIDE`.

        Raises:
            ModelError: the network's file is missing or damaged.
        """
        height, width = pixels.shape[:2]
        longest = max(width, height)
        share = min(1.0, DETECTION_SIDE / longest)
        reduced = self._dlib.resize_image(pixels, share) if share < 1 else pixels
        # The detector knows faces of 80 pixels and more: a small picture is looked at in double size.
        twice = 1 if 2 * longest <= DETECTION_SIDE else 0
        with self._lock:
            found, scores, _ = self._detector.run(reduced, twice, 0.0)
        if not len(found):
            return []
        places = [self._dlib.scale_rect(place, 1 / share) if share < 1 else place for place in found]
        chips = [self._chip(pixels, place) for place in places]
        embeddings = self._network.embed(np.stack(chips))
        faces = [
            FoundFace(_box(place, width, height), float(score), embedding)
            for place, score, embedding in zip(places, scores, embeddings, strict=True)
        ]
        return sorted(faces, key=lambda face: (face.box.x, face.box.y))

    def _chip(self, pixels: NDArray[np.uint8], place: object) -> NDArray[np.uint8]:
        chip: NDArray[np.uint8] = self._dlib.get_face_chip(
            pixels, self._landmarks(pixels, place), CHIP_SIDE, _CHIP_PADDING
        )
        return chip


def _box(place: Any, width: int, height: int) -> FaceBox:  # noqa: ANN401 - dlib has no types
    left, top = max(0, place.left()), max(0, place.top())
    right, bottom = min(width, place.right() + 1), min(height, place.bottom() + 1)
    return FaceBox(left / width, top / height, (right - left) / width, (bottom - top) / height)
