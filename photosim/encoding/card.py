"""The card beside a model: everything that is true of one set of weights and of no other."""

import itertools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from photosim.domain.encoder import InputSpec, Thresholds
from photosim.encoding.files import CARD_NAME, GraphFile, read_card, text

CARD_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """What goes into the graph and what the graph does to it first.

    Attributes:
        size: side of the square input in pixels.
        resample: member name of `PIL.Image.Resampling` that squashes a picture to the square.
        channels: order of the colour channels.
        layout: order of the axes, N pictures of H rows, W columns, C channels.
        dtype: type of the values.
        mean: what the graph subtracts from values in 0..1, per channel; told, not applied by us.
        std: what the graph then divides by, per channel.
    """

    size: int
    resample: str
    channels: str
    layout: str
    dtype: str
    mean: tuple[float, ...]
    std: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Golden:
    """A known answer.

    Attributes:
        pattern: name of the formula that makes the input, see `photosim.encoding.golden`.
        code: the first values of the code of that input.
        tolerance: largest difference that still counts as the same answer.
    """

    pattern: str
    code: tuple[float, ...]
    tolerance: float


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model's card.

    Attributes:
        name: the model's name.
        version: its version.
        input: the input of the encoder.
        code_dims: length of a code.
        encoder: the file of the encoder.
        decoder: the file of the decoder.
        opset: version of the ONNX operators used.
        training: what the model was trained on and how, in words.
        golden: a known answer.
        same_picture_distance: below it a pair is taken for the same picture.
        similar_distance: below it a pair is worth showing.
        calibration: (distance, probability) knots, distances rising, probabilities falling.
    """

    name: str
    version: str
    input: Preprocessing
    code_dims: int
    encoder: GraphFile
    decoder: GraphFile
    opset: int
    training: str
    golden: Golden
    same_picture_distance: float
    similar_distance: float
    calibration: tuple[tuple[float, float], ...]

    @property
    def model_id(self) -> str:
        """A name that changes whenever the weights do, so that codes never mix."""
        return f"{self.name}-{self.version}-{self.encoder.sha256[:12]}"

    @property
    def input_spec(self) -> InputSpec:
        """The part of the input that the decoding of files has to know."""
        return InputSpec(size=self.input.size, resample=self.input.resample)

    @property
    def thresholds(self) -> Thresholds:
        """The distances that separate the relations."""
        return Thresholds(same_picture=self.same_picture_distance, similar=self.similar_distance)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read and check the card in a model's folder.

        Raises:
            ModelError: there is no card, or it is malformed.
        """
        return read_card(folder, cls.from_values)

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Build a card from the values of its JSON.

        Raises:
            KeyError: something is missing.
            TypeError: something has the wrong type.
            ValueError: something contradicts itself.
        """
        if values["format"] != CARD_FORMAT:
            raise ValueError(f"format {values['format']} is not {CARD_FORMAT}")
        card = cls(
            name=text(values["name"]),
            version=text(values["version"]),
            input=_preprocessing(values["input"]),
            code_dims=_positive(values["code_dims"]),
            encoder=GraphFile.from_values(values["encoder"]),
            decoder=GraphFile.from_values(values["decoder"]),
            opset=_positive(values["opset"]),
            training=text(values["training"]),
            golden=_golden(values["golden"]),
            same_picture_distance=_number(values["same_picture_distance"]),
            similar_distance=_number(values["similar_distance"]),
            calibration=tuple((_number(d), _number(p)) for d, p in values["calibration"]),
        )
        card.check()
        return card

    def check(self) -> None:
        """Refuse a card that contradicts itself.

        Raises:
            ValueError: with what is wrong.
        """
        if not 0 < self.same_picture_distance <= self.similar_distance <= 2:
            raise ValueError("the distances must satisfy 0 < same picture <= similar <= 2")
        distances = [distance for distance, _ in self.calibration]
        chances = [chance for _, chance in self.calibration]
        if len(distances) < 2 or any(a >= b for a, b in itertools.pairwise(distances)):
            raise ValueError("the calibration needs two knots or more, at rising distances")
        if any(a < b for a, b in itertools.pairwise(chances)):
            raise ValueError("the calibration's probabilities must not rise with the distance")
        if not all(0 <= chance <= 1 for chance in chances):
            raise ValueError("the calibration's probabilities must lie within 0..1")
        if not 0 < len(self.golden.code) <= self.code_dims or self.golden.tolerance <= 0:
            raise ValueError("the golden code must be part of a code, with a positive tolerance")

    def as_values(self) -> dict[str, Any]:
        """Return what belongs into the JSON; `from_values` is the way back."""
        return {"format": CARD_FORMAT, **asdict(self)}

    def write(self, folder: Path) -> None:
        """Write the card into a model's folder."""
        written = json.dumps(self.as_values(), indent=2, ensure_ascii=False)
        (folder / CARD_NAME).write_text(written + "\n", encoding="utf-8")


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"{value!r} is not a number")
    return float(value)


def _positive(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise TypeError(f"{value!r} is not a positive whole number")
    return value


def _numbers(values: Sequence[object]) -> tuple[float, ...]:
    return tuple(_number(value) for value in values)


def _preprocessing(values: Mapping[str, Any]) -> Preprocessing:
    fixed = {key: text(values[key]) for key in ("channels", "layout", "dtype")}
    if fixed != {"channels": "RGB", "layout": "NHWC", "dtype": "uint8"}:
        raise ValueError(f"the input must be RGB, NHWC, uint8, not {', '.join(fixed.values())}")
    return Preprocessing(
        size=_positive(values["size"]),
        resample=text(values["resample"]),
        mean=_numbers(values["mean"]),
        std=_numbers(values["std"]),
        **fixed,
    )


def _golden(values: Mapping[str, Any]) -> Golden:
    return Golden(
        pattern=text(values["pattern"]),
        code=_numbers(values["code"]),
        tolerance=_number(values["tolerance"]),
    )
