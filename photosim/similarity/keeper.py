"""Which photo of a group to keep, and why, in words.

Rules are asked in order; each leaves only the photos that are best by it, until one is left. Its
reasons are the rules that told it from others, and the riches it has besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from photosim.domain.photo import Photo
from photosim.domain.words import dimension_words

ALL_EQUAL = "all are equal; {} is kept"
_OF_THE_REST = "of those left, "
# A frame, a border or a little enlargement makes a copy larger than its original, but no better.
CLEARLY_LARGER = 1.5

BestOf = Callable[[Sequence[Photo]], list[Photo]]
"""Those of one or more photos that none is better than; all of them where nothing can be said."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a photo can be the better one.

    Attributes:
        name: names the rule.
        topic: what it is about; of several rules on one topic one reason is told.
        best_of: the judgement.
        words: why `best` (one or more photos, equal by this rule) are better than `worse`.
        riches: whether it is worth telling even when the choice had fallen before.
    """

    name: str
    topic: str
    best_of: BestOf
    words: Callable[[Sequence[Photo], Sequence[Photo]], str]
    riches: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The photo to keep.

    Attributes:
        keeper: the photo.
        reasons: why, weightiest first, one or more; what speaks against it comes last.
    """

    keeper: Photo
    reasons: tuple[str, ...]


def by_value(value: Callable[[Photo], Any], tolerance: float = 1.0) -> BestOf:
    """Judges by a value, larger is better.

    Args:
        value: of a photo.
        tolerance: values above the best divided by this count as the best too; 1 for none. Only for
            values that are numbers >= 0.
    """

    def best_of(photos: Sequence[Photo]) -> list[Photo]:
        best = max(value(photo) for photo in photos)
        bar = best if tolerance == 1.0 else best / tolerance
        return [photo for photo in photos if value(photo) >= bar]

    return best_of


Share = Callable[[Photo], float]
"""How much of a photo is picture, 0..1; the rest is a frame, bars, or what else a screen showed."""


def all_picture(_photo: Photo) -> float:
    """No photo has a frame."""
    return 1.0


TruePixels = Callable[[Photo], float]
"""How many pixels of picture a photo has: frames are none, nor is what only enlarging made."""


def all_true(photo: Photo) -> float:
    """No photo has a frame or was enlarged."""
    return float(photo.facts.pixels)


def choose(photos: Sequence[Photo], rules: Sequence[Rule], true_pixels: TruePixels = all_true) -> Choice:
    """The photo to keep; the order of `photos` plays no part.

    Args:
        photos: one or more, of distinct paths.
        rules: asked in order; where all are silent the shortest path decides.
        true_pixels: how many pixels of picture a photo has.

    Raises:
        ValueError: there is no photo.
    """
    if not photos:
        raise ValueError("there is no photo to choose from")
    everybody = sorted(photos, key=lambda photo: photo.path)
    left = everybody
    beaten: dict[str, list[Photo]] = {}
    for rule, best in zip(rules, _steps(left, rules), strict=True):
        beaten[rule.name] = without(left, best)
        left = best
    keeper = min(left, key=_by_path)
    reasons = [*_reasons(rules, keeper, beaten, everybody), *_misgivings(keeper, everybody, true_pixels)]
    if len(left) == len(photos) > 1:
        reasons.append(ALL_EQUAL.format(_path_words(keeper, left)))
    elif len(left) > 1:
        reasons.append(f"{_OF_THE_REST}{_path_words(keeper, left)}")
    return Choice(keeper, tuple(reasons) or ("the only photo",))


def preferred(photos: Sequence[Photo], rules: Sequence[Rule]) -> Photo:
    """The photo that `choose` would keep of one or more, without its reasons."""
    *_, left = photos, *_steps(list(photos), rules)
    return min(left, key=_by_path)


def _steps(left: list[Photo], rules: Sequence[Rule]) -> Iterator[list[Photo]]:
    """What each rule leaves."""
    for rule in rules:
        # One is left: nothing can beat it, and to measure it would be for nothing.
        left = rule.best_of(left) if len(left) > 1 else left
        yield left


def _reasons(
    rules: Sequence[Rule], keeper: Photo, beaten: dict[str, list[Photo]], photos: Sequence[Photo]
) -> list[str]:
    by_topic: dict[str, str] = {}
    for rule in rules:
        text = _reason(rule, keeper, beaten[rule.name], photos)
        if text and (rule.topic not in by_topic or not text.startswith(_OF_THE_REST)):
            by_topic[rule.topic] = text
    return list(by_topic.values())


def _misgivings(keeper: Photo, photos: Sequence[Photo], true_pixels: TruePixels) -> list[str]:
    """What speaks against a keeper that is protected, or merely the only one in its place."""
    pixels = {photo.path: true_pixels(photo) for photo in photos}
    largest = max(photos, key=lambda photo: (pixels[photo.path], photo.path))
    if pixels[largest.path] <= pixels[keeper.path] * CLEARLY_LARGER:
        return []
    own, other = (dimension_words(p.facts.width, p.facts.height) for p in (keeper, largest))
    return [f"yet smaller than another: {own} pixels against {other}"]


def _reason(rule: Rule, keeper: Photo, beaten: Sequence[Photo], photos: Sequence[Photo]) -> str:
    """Why the rule speaks for the keeper, or ""."""
    if not beaten and not rule.riches:
        return ""
    best = rule.best_of(photos)
    worse = without(photos, best)
    rivals = without(best, [keeper])
    if len(rivals) < len(best) and worse and (beaten or not rivals):
        return rule.words([keeper, *rivals], worse)
    if beaten:
        # Some photo that an earlier rule ruled out is better by this one.
        return f"{_OF_THE_REST}{rule.words([keeper], beaten)}"
    return ""


def without(photos: Sequence[Photo], out: Sequence[Photo]) -> list[Photo]:
    """The photos but for some of them."""
    # By path: comparing whole photos would make a group of thousands slow.
    paths = {photo.path for photo in out}
    return [photo for photo in photos if photo.path not in paths]


def _by_path(photo: Photo) -> tuple[int, str]:
    return len(photo.path), photo.path


def _path_words(keeper: Photo, left: Sequence[Photo]) -> str:
    alike = sum(len(photo.path) == len(keeper.path) for photo in left)
    return "the shortest path" if alike == 1 else "the first path by name"
