"""Faces become numbers: dlib's face recognition network (Davis King, 2017), run by ONNX Runtime.

The network and its training are described in dlib's `dnn_face_recognition_ex.cpp`; its 128 numbers are those
of `face_recognition.face_encodings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from photosim.domain.people import EMBEDDING_DIMS
from photosim.encoding.files import GraphFile, read_card
from photosim.encoding.golden import golden_input
from photosim.encoding.sessions import LateSession, open_graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

CARD_FORMAT = 1
CHIP_SIDE = 150
"""Side of a face as the network wants it, in pixels."""


@dataclass(frozen=True, slots=True)
class FaceCard:
    """What is true of one set of face models.

    Attributes:
        name: of the model.
        version: of the model.
        encoder: the network's file.
        landmarks: the file of the predictor of eye corners and nose.
        pattern: name of the golden input, see `photosim.encoding.golden`.
        golden: the embedding of that input.
        tolerance: largest difference in one number that still counts as the same answer.
    """

    name: str
    version: str
    encoder: GraphFile
    landmarks: GraphFile
    pattern: str
    golden: tuple[float, ...]
    tolerance: float

    @property
    def model_id(self) -> str:
        """A name that changes whenever the weights do."""
        return f"{self.name}-{self.version}-{self.encoder.sha256[:12]}-{self.landmarks.sha256[:12]}"

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the card in the models' folder.

        Raises:
            ModelError: there is no card, or it is malformed.
        """
        return read_card(folder, cls._from)

    @classmethod
    def _from(cls, values: Mapping[str, Any]) -> Self:
        if values["format"] != CARD_FORMAT:
            raise ValueError(f"format {values['format']} is not {CARD_FORMAT}")
        golden = values["golden"]
        return cls(
            name=str(values["name"]),
            version=str(values["version"]),
            encoder=GraphFile.from_values(values["encoder"]),
            landmarks=GraphFile.from_values(values["landmarks"]),
            pattern=str(golden["pattern"]),
            golden=tuple(float(value) for value in golden["embedding"]),
            tolerance=float(golden["tolerance"]),
        )


class FaceNetwork:
    """Chips of faces in, embeddings out; safe to use from several threads.

    Attributes:
        card: of the models.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Read the card; the network is read with the first face.

        Args:
            folder: holds the models.
            threads: threads inside one call of `embed`.

        Raises:
            ModelError: the card is missing or malformed.
        """
        self.card = FaceCard.read(folder)
        self._session = LateSession(lambda: open_graph(folder, self.card.encoder, threads=threads))

    def embed(self, chips: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The embeddings of faces.

        Args:
            chips: (N, 150, 150, 3) uint8 RGB, aligned as `FaceFinder` does; N may be 0.

        Returns:
            (N, 128) float32; L2 distances below about 0.6 mean one person.

        Raises:
            ModelError: the model's file is missing or damaged.
        """
        if not len(chips):
            return np.empty((0, EMBEDDING_DIMS), np.float32)
        (embedding,) = self._session.run(["embedding"], {"chip": chips})
        return np.asarray(embedding, np.float32)

    def known_answer(self) -> float:
        """How far the answer to the golden input is off, relative to what is allowed (0..1: it is the same).

        Raises:
            ModelError: the model's file is missing or damaged.
        """
        answer = self.embed(golden_input(self.card.pattern, CHIP_SIDE))[0]
        off = np.abs(answer - np.asarray(self.card.golden, np.float32)).max()
        return float(off) / self.card.tolerance
