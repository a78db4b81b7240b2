"""The shipped model, of which only the card is read until something has to be encoded."""

from __future__ import annotations

from pathlib import Path

from photosim.encoding.autoencoder import SHIPPED_MODEL, Autoencoder
from photosim.encoding.card import ModelCard
from photosim.encoding.files import GraphFile, shipped_models
from photosim.encoding.sessions import LateSession, open_graph


def shipped_folder() -> Path:
    """Where the shipped model lies.

    Raises:
        ModelError: the installation is incomplete.
    """
    return shipped_models(SHIPPED_MODEL)


def open_model(folder: Path, threads: int = 1) -> Autoencoder:
    """A model that knows its card at once and reads its graphs when they are needed.

    Args:
        folder: holds the card and the graphs.
        threads: threads inside one call of `encode`.

    Raises:
        ModelError: the card is missing or malformed.
    """
    card = ModelCard.read(folder)

    def late(file: GraphFile) -> LateSession:
        return LateSession(lambda: open_graph(folder, file, threads=threads))

    return Autoencoder(card, late(card.encoder), late(card.decoder))
