"""The shipped models of faces, and what is kept of them while the program runs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from photosim.domain.assets import asset_path
from photosim.domain.errors import ModelError
from photosim.encoding.face_finder import FaceFinder, method_of
from photosim.encoding.faces import FaceNetwork

_FOLDER = "faces"


def models_folder() -> Path:
    """Where the models of faces lie.

    Raises:
        ModelError: the installation is incomplete.
    """
    try:
        return asset_path("models", _FOLDER)
    except FileNotFoundError as error:
        raise ModelError(str(error)) from error


@lru_cache(maxsize=1)
def face_network() -> FaceNetwork:
    """The network that makes embeddings; read with the first face, and kept.

    Raises:
        ModelError: its card is missing or malformed.
    """
    return FaceNetwork(models_folder())


@lru_cache(maxsize=1)
def face_finder() -> FaceFinder:
    """Finds faces; read once, and kept.

    Raises:
        ModelError: a model's file is missing or damaged.
        PhotosimError: dlib is not installed, or cannot be loaded.
    """
    return FaceFinder(models_folder(), face_network())


def present_method() -> str:
    """Names the way in which faces are found now.

    Raises:
        ModelError: the models' card is missing or malformed.
    """
    return method_of(face_network())
