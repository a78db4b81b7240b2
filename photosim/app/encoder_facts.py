"""Which model encodes, and on what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from photosim.encoding.autoencoder import Autoencoder
from photosim.encoding.sessions import PREFERRED_PROVIDERS

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class EncoderFacts:
    """Which model encodes, and on what.

    Attributes:
        model_id: names the weights.
        requested: ONNX Runtime's providers in the order of preference.
        actual: the provider that does the work.
    """

    model_id: str
    requested: tuple[str, ...]
    actual: str


def encoder_facts(workspace: Workspace) -> EncoderFacts:
    """Open the model, if it is not open, and ask it.

    Raises:
        ModelError: it cannot be used.
    """
    encoder = workspace.encoder
    actual = encoder.provider if isinstance(encoder, Autoencoder) else type(encoder).__name__
    return EncoderFacts(encoder.model_id, tuple(PREFERRED_PROVIDERS), actual)
