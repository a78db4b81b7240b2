"""The shipped models of faces, and what is kept of them while the program runs."""

from __future__ import annotations

from functools import lru_cache

from photosim.encoding.face_finder import FaceFinder, method_of
from photosim.encoding.faces import FaceNetwork
from photosim.encoding.files import shipped_models

_FOLDER = "faces"


@lru_cache(maxsize=1)
def face_network() -> FaceNetwork:
    """The network that makes embeddings; read with the first face, and kept.

    Raises:
        ModelError: its card is missing or malformed.
    """
    return FaceNetwork(shipped_models(_FOLDER))


@lru_cache(maxsize=1)
def face_finder() -> FaceFinder:
    """Finds faces; read once, and kept.

    Raises:
        ModelError: a model's file is missing or damaged.
        PhotosimError: dlib is not installed, or cannot be loaded.
    """
    return FaceFinder(shipped_models(_FOLDER), face_network())


def present_method() -> str:
    """Names the way in which faces are found now.

    Raises:
        ModelError: the models' card is missing or malformed.
    """
    return method_of(face_network())
