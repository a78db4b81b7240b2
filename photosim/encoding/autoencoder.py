"""The autoencoder: pixels to codes, and back to pixels."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from photosim.domain.encoder import Codes, Drawings, InputSpec, Thresholds
from photosim.encoding.card import ModelCard
from photosim.encoding.files import GraphFile, shipped_models
from photosim.encoding.sessions import PREFERRED_PROVIDERS, LateSession, Session, open_graph

SHIPPED_MODEL = "lookalike-3"
# Speed hardly depends on the batch, memory does.
_CHUNK = 32


class Autoencoder:
    """A loaded model; implements `photosim.domain.encoder.Encoder`. Safe to use from several threads."""

    def __init__(self, card: ModelCard, encoder: Session, decoder: Session) -> None:
        self.card = card
        self._encoder = encoder
        self._decoder = decoder

    @classmethod
    def load(
        cls, folder: Path | None = None, *, threads: int = 1, providers: Sequence[str] = PREFERRED_PROVIDERS
    ) -> Self:
        """Load a model from its folder, the shipped one by default.

        The decoder is read when it is first needed: finding photos does without.

        Args:
            folder: holds `card.json` and the graphs it names.
            threads: threads inside one call of `encode`.
            providers: ONNX Runtime providers in order of preference.

        Raises:
            ModelError: a file is missing, damaged or does not fit the card; the sentence names it.
        """
        place = folder if folder is not None else shipped_models(SHIPPED_MODEL)
        card = ModelCard.read(place)

        def opened(file: GraphFile) -> Session:
            return open_graph(place, file, threads=threads, providers=providers)

        return cls(card, opened(card.encoder), LateSession(lambda: opened(card.decoder)))

    @property
    def model_id(self) -> str:
        """Names the weights: codes of different ids are never compared."""
        return self.card.model_id

    @property
    def input_spec(self) -> InputSpec:
        """How the pictures must be prepared."""
        return self.card.input_spec

    @property
    def thresholds(self) -> Thresholds:
        """The distances that separate the relations."""
        return self.card.thresholds

    @property
    def provider(self) -> str:
        """What the encoder runs on, in ONNX Runtime's words."""
        return self._encoder.get_providers()[0]

    def encode(self, batch: NDArray[np.uint8]) -> Codes:
        """Encode pictures.

        Args:
            batch: uint8 (N, S, S, 3), RGB, upright, squashed as `input_spec` says.

        Returns:
            Codes: `code` float32 (N, D) with rows of unit length, `bits` uint8 (N, 8).

        Raises:
            ValueError: the batch has another shape or type.
        """
        codes = np.empty((len(batch), self.card.code_dims), np.float32)
        bits = np.empty((len(batch), 8), np.uint8)
        for part in self._parts(batch):
            code, logits = self._encoder.run(["code", "bits"], {"pixels": batch[part]})
            codes[part] = code
            bits[part] = np.packbits(logits > 0, axis=1)
        return Codes(code=codes, bits=bits)

    def reconstruct(self, batch: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Draw pictures again from what the network kept of them.

        Args:
            batch: uint8 (N, S, S, 3) as for `encode`.

        Returns:
            uint8 (N, S, S, 3).

        Raises:
            ModelError: the decoder's file is missing or damaged.
            ValueError: the batch has another shape or type.
        """
        drawn = np.empty(batch.shape, np.uint8)
        for part in self._parts(batch):
            (drawn[part],) = self._decode(batch[part], "drawn")
        return drawn

    def reconstruction_error(self, batch: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Measure how badly the decoder redraws each picture.

        The error is 1 - SSIM (Wang et al. 2004; 7 x 7 windows, mean over the colour channels), computed
        in the decoder's graph: 0 for a perfect copy, about 1 for nothing in common, never above 2. It is
        high for pictures unlike the photos of the training: the SSIM autoencoder's anomaly score.

        Args:
            batch: uint8 (N, S, S, 3) as for `encode`.

        Returns:
            float32 (N,).

        Raises:
            ModelError: the decoder's file is missing or damaged.
            ValueError: the batch has another shape or type.
        """
        errors = np.empty(len(batch), np.float32)
        for part in self._parts(batch):
            (errors[part],) = self._decode(batch[part], "error")
        return errors

    def redraw(self, batch: NDArray[np.uint8]) -> Drawings:
        """Draw pictures again and measure the error of the drawings, in one pass of the network.

        Args:
            batch: uint8 (N, S, S, 3) as for `encode`.

        Returns:
            What `reconstruct` and `reconstruction_error` give.

        Raises:
            ModelError: the decoder's file is missing or damaged.
            ValueError: the batch has another shape or type.
        """
        drawn, errors = np.empty(batch.shape, np.uint8), np.empty(len(batch), np.float32)
        for part in self._parts(batch):
            drawn[part], errors[part] = self._decode(batch[part], "drawn", "error")
        return Drawings(drawn, errors)

    def likeness(self, distance: float) -> float:
        """Return the probability that two pictures at this L2 distance are the same picture."""
        knots = np.asarray(self.card.calibration)
        return float(np.interp(distance, knots[:, 0], knots[:, 1]))

    def _decode(self, pixels: NDArray[np.uint8], *outputs: str) -> list[NDArray[Any]]:
        (latent,) = self._encoder.run(["latent"], {"pixels": pixels})
        return self._decoder.run(outputs, {"latent": latent, "pixels": pixels})

    def _parts(self, batch: NDArray[np.uint8]) -> list[slice]:
        size = self.card.input.size
        if batch.dtype != np.uint8 or batch.ndim != 4 or batch.shape[1:] != (size, size, 3):
            raise ValueError(f"expected uint8 (N, {size}, {size}, 3), got {batch.dtype} {batch.shape}")
        return [slice(start, start + _CHUNK) for start in range(0, len(batch), _CHUNK)]
