"""The boundary to decoding libraries: whatever they do on hostile data comes out as a `Refusal`."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from photosim.domain.files import ProblemKind
from photosim.domain.scanning import DecodeLimits
from photosim.imaging.refusal import Refusal


@contextmanager
def decoding(label: str) -> Iterator[None]:
    """Run library code on a file's bytes.

    Args:
        label: how people call the format ("JPEG picture").

    Raises:
        Refusal: instead of everything that the library raised.
    """
    _hush_warnings()
    try:
        yield
    except Refusal:
        raise
    except MemoryError as error:
        raise Refusal(
            ProblemKind.TOO_LARGE, "Decoding it needs more memory than photosim may take."
        ) from error
    except Image.DecompressionBombError as error:
        raise Refusal(ProblemKind.TOO_LARGE, "It has more pixels than photosim decodes.") from error
    except Exception as error:  # decoders raise anything at all on broken data
        raise damaged(label, cut_short="truncated" in str(error).lower()) from error


def damaged(label: str, *, cut_short: bool = False) -> Refusal:
    """The answer about a picture that cannot be decoded as a whole."""
    what = (
        "is damaged: its data ends early"
        if cut_short
        else "is damaged, or of a kind that photosim cannot decode"
    )
    return Refusal(ProblemKind.DAMAGED, f"The {label} {what}.")


def check_pixels(width: int, height: int, limits: DecodeLimits) -> None:
    """Hold a picture's size, as its header tells it, against the limits.

    Raises:
        Refusal: no pixels at all, or too many.
    """
    if width < 1 or height < 1:
        raise Refusal(ProblemKind.DAMAGED, "The picture is damaged: it has no pixels.")
    if width * height > limits.max_pixels:
        raise Refusal(
            ProblemKind.TOO_LARGE,
            f"It has {width} x {height} pixels; photosim decodes up to {limits.max_pixels:,} pixels.",
        )


def _hush_warnings() -> None:
    # `catch_warnings` would swap the filters of the whole process under the feet of other threads;
    # adding the same filter again only moves it to the front.
    warnings.filterwarnings("ignore", module=r"(PIL|pi_heif|rawpy)\.")
