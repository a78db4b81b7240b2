"""Odd photos in words: one voice for window and command line."""

from __future__ import annotations

from photosim.domain.odd import Measures, OddKind
from photosim.domain.words import percent_words

KIND_WORDS = {
    OddKind.DAMAGED: (
        "Damaged",
        "A part of the picture is missing: it was cut off while it was copied or saved.",
    ),
    OddKind.EMPTY: ("Nearly empty", "A lens cap, a pocket, a bare wall: hardly anything can be seen."),
    OddKind.DARK: ("Too dark", "Even the lightest parts of the picture are dark."),
    OddKind.BRIGHT: ("Too bright", "Large parts are burnt out to plain white, and nothing is dark."),
    OddKind.BLURRED: (
        "Blurred",
        "No edge is sharp, even at the size of a thumbnail: out of focus, or shaken.",
    ),
    OddKind.DOCUMENT: ("Page or screen", "Documents, receipts, slides and screenshots among the photos."),
    OddKind.UNUSUAL: ("Unusual", "Unlike everything else in this library, and none of the other kinds."),
    OddKind.REDRAWN: (
        "Badly redrawn",
        "What the autoencoder cannot draw again from its code. That is true of grass and gravel, too.",
    ),
}
"""Name and description of each kind."""

SCORE_WORDS = {
    OddKind.DAMAGED: "missing share of the picture",
    OddKind.EMPTY: "emptiness",
    OddKind.DARK: "darkness of the lightest parts",
    OddKind.BRIGHT: "whiteness",
    OddKind.BLURRED: "softness",
    OddKind.DOCUMENT: "likeness to a page or screen",
    OddKind.UNUSUAL: "standard deviations from this library's mean",
    OddKind.REDRAWN: "reconstruction error, 1 - SSIM",
}
"""What the score of each kind is."""


def reason(kind: OddKind, measures: Measures, distance: float, usual: tuple[float, float]) -> str:
    """Why a photo was called so, in a sentence.

    Args:
        kind: what it was called.
        measures: of the photo.
        distance: mean distance to the nearest other photos.
        usual: the median reconstruction error and the median such distance in the library.
    """
    return _REASONS[kind].format(
        band=percent_words(measures.flat_end),
        contrast=percent_words(measures.contrast),
        highlights=percent_words(measures.highlights),
        clipped=percent_words(measures.clipped),
        shadows=percent_words(measures.shadows),
        fineness=percent_words(min(1.0, measures.fineness)),
        palette=percent_words(measures.palette),
        plain=percent_words(measures.plain),
        error=measures.error,
        squared=measures.squared_error,
        distance=distance,
        usual_error=usual[0],
        usual_distance=usual[1],
    )


_REASONS = {
    OddKind.DAMAGED: "{band} of the picture, at one end, is a plain band of colour.",
    OddKind.EMPTY: "Even its liveliest parts differ by {contrast} of the way from black to white only.",
    OddKind.DARK: "95 % of the picture is darker than {highlights} of white.",
    OddKind.BRIGHT: "{clipped} of the picture is plain white, and 95 % is lighter than {shadows} of white.",
    OddKind.BLURRED: "Its finest detail is {fineness} as strong as its coarser detail; "
    "in sharp photos it is more than a third.",
    OddKind.DOCUMENT: "Four colours fill {palette} of it, {plain} is quite plain, and its edges are hard.",
    OddKind.UNUSUAL: "Its nearest photos lie {distance:.2f} away (usual here: {usual_distance:.2f}), and the "
    "autoencoder's drawing is off by {error:.2f} (usual: {usual_error:.2f}).",
    OddKind.REDRAWN: "The autoencoder's drawing is off by {error:.2f} (1 - SSIM; usual here: "
    "{usual_error:.2f}), with a mean squared error of {squared:.4f}.",
}
