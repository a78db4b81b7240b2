"""What comes first once the nearest were looked at."""

import io

import numpy as np
from PIL import Image

from scripts.benchmark.looking import first_after_looking
from tests.helpers.photos import sample_paths


def jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def test_the_same_picture_comes_before_what_lies_nearer() -> None:
    china, flower = (Image.open(path).convert("RGB").resize((320, 214)) for path in sample_paths())
    part = china.crop((40, 30, 260, 190))
    pictures = [jpeg(picture) for picture in (part, flower, china, flower.rotate(180), china)]
    first = first_after_looking(pictures, np.array([0, 0]), np.array([[1, 3, 2, 4], [3, 1, 3, 1]]))
    assert first.tolist() == [2, 3]
