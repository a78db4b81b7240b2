"""The shipped model, of which only the card is read until something has to be encoded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photosim.domain.assets import asset_path
from photosim.domain.errors import ModelError
from photosim.encoding.autoencoder import SHIPPED_MODEL, Autoencoder
from photosim.encoding.card import GraphFile, ModelCard
from photosim.encoding.sessions import PREFERRED_PROVIDERS, Session, open_session

if TYPE_CHECKING:
    from numpy.typing import NDArray


class LateSession:
    """A session that is opened by its first use; a rescan without finds never opens it."""

    def __init__(self, opener: Callable[[], Session]) -> None:
        self._opener = opener
        self._session: Session | None = None
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether it was used."""
        return self._session is not None

    def run(self, outputs: Sequence[str], feeds: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """Compute the named outputs.

        Raises:
            ModelError: the model's file is missing or damaged.
        """
        return self._opened().run(outputs, feeds)

    def get_providers(self) -> list[str]:
        """Name the providers at work, first one first."""
        return self._opened().get_providers()

    def _opened(self) -> Session:
        with self._lock:
            if self._session is None:
                self._session = self._opener()
            return self._session


def shipped_folder() -> Path:
    """Where the shipped model lies.

    Raises:
        ModelError: the installation is incomplete.
    """
    try:
        return asset_path("models", SHIPPED_MODEL)
    except FileNotFoundError as error:
        raise ModelError(str(error)) from error


def open_model(folder: Path, threads: int = 1) -> Autoencoder:
    """A model that knows its card at once and reads its graphs when they are needed.

    Args:
        folder: holds the card and the graphs.
        threads: threads inside one call of `encode`.

    Raises:
        ModelError: the card is missing or malformed.
    """
    card = ModelCard.read(folder)

    def opener(file: GraphFile) -> Session:
        path = folder / file.name
        return open_session(
            card.read_graph(folder, file), path, threads=threads, providers=PREFERRED_PROVIDERS
        )

    return Autoencoder(card, LateSession(lambda: opener(card.encoder)), lambda: opener(card.decoder))
