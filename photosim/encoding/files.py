"""The files of a model: a card that tells all about it, and graphs that the card vouches for."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from photosim.domain.assets import asset_path
from photosim.domain.errors import ModelError

CARD_NAME = "card.json"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class GraphFile:
    """One file of a model beside its card.

    Attributes:
        name: file name inside the model's folder.
        sha256: digest of the file in hexadecimal.
    """

    name: str
    sha256: str

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "GraphFile":
        """Build it from the values of its JSON.

        Raises:
            KeyError: something is missing.
            TypeError: something has the wrong type.
            ValueError: the name leads out of the folder.
        """
        name = text(values["name"])
        # The card is data: it may not lead out of the model's folder.
        if Path(name).name != name:
            raise ValueError(f"{name!r} is not a plain file name")
        return cls(name=name, sha256=text(values["sha256"]))


def shipped_models(name: str) -> Path:
    """The folder of a shipped model.

    Raises:
        ModelError: the installation is incomplete.
    """
    try:
        return asset_path("models", name)
    except FileNotFoundError as error:
        raise ModelError(str(error)) from error


def read_card(folder: Path, made: Callable[[Mapping[str, Any]], _T]) -> _T:
    """Read the card in a model's folder.

    Args:
        folder: holds the card.
        made: makes the card of the values of its JSON, or raises KeyError, TypeError or ValueError.

    Raises:
        ModelError: there is no card, or it is malformed; the sentence names it.
    """
    path = folder / CARD_NAME
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"The model's card “{path}” cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ModelError(f"The model's card “{path}” is not JSON: {error}") from error
    try:
        return made(values)
    except (KeyError, TypeError, ValueError) as error:
        reason = f"“{error.args[0]}” is missing" if isinstance(error, KeyError) else str(error)
        raise ModelError(f"The model's card “{path}” is malformed: {reason}") from error


def checked_bytes(folder: Path, file: GraphFile) -> bytes:
    """Read a model's file and prove that it is the one its card speaks of.

    Raises:
        ModelError: the file is missing or differs; the sentence names it.
    """
    path = folder / file.name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"The model file “{path}” cannot be read: {error.strerror or error}") from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise ModelError(f"The model file “{path}” is damaged: it is not the one its card describes")
    return content


def text(value: object) -> str:
    """A text of a card.

    Raises:
        TypeError: it is none, or empty.
    """
    if not isinstance(value, str) or not value:
        raise TypeError(f"{value!r} is not a text")
    return value
