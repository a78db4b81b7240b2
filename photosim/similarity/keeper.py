"""Which photo of a group to keep, and why, in words.

Rules are asked in order; each leaves only the photos that are best by it, until one is left. Its
reasons are the rules that told it from others, and the riches it has besides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from photosim.domain.files import Role
from photosim.domain.photo import Facts, Photo
from photosim.domain.words import dimension_words, enumerated, size_words

ALL_EQUAL = "all are equal; {} is kept"
_OF_THE_REST = "of those left, "
_CLEARLY_SHARPER = 1.1
# A frame, a border or a little enlargement makes a copy larger than its original, but no better.
_CLEARLY_LARGER = 1.5


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a photo can be the better one.

    Attributes:
        name: names the rule.
        topic: what it is about; of several rules on one topic one reason is told.
        value: what is compared; larger is better.
        words: why `best` (one or more photos, equal by this rule) are better than `worse`.
        tolerance: values above the best divided by this count as the best too; 1 for none. Only for
            values that are numbers >= 0.
        riches: whether it is worth telling even when the choice had fallen before.
    """

    name: str
    topic: str
    value: Callable[[Photo], Any]
    words: Callable[[Sequence[Photo], Sequence[Photo]], str]
    tolerance: float = 1.0
    riches: bool = False

    def best_of(self, photos: Sequence[Photo]) -> list[Photo]:
        """The photos that none is better than by this rule."""
        best = max(self.value(photo) for photo in photos)
        bar = best if self.tolerance == 1.0 else best / self.tolerance
        return [photo for photo in photos if self.value(photo) >= bar]


@dataclass(frozen=True, slots=True)
class Choice:
    """The photo to keep.

    Attributes:
        keeper: the photo.
        reasons: why, weightiest first, one or more; what speaks against it comes last.
    """

    keeper: Photo
    reasons: tuple[str, ...]


def choose(photos: Sequence[Photo], rules: Sequence[Rule]) -> Choice:
    """The photo to keep; the order of `photos` plays no part.

    Args:
        photos: one or more, of distinct paths.
        rules: asked in order; where all are silent the shortest path decides.

    Raises:
        ValueError: there is no photo.
    """
    if not photos:
        raise ValueError("there is no photo to choose from")
    left = sorted(photos, key=lambda photo: photo.path)
    beaten: dict[str, list[Photo]] = {}
    for rule in rules:
        best = rule.best_of(left)
        beaten[rule.name] = _without(left, best)
        left = best
    keeper = min(left, key=_by_path)
    reasons = _reasons(rules, keeper, beaten, photos)
    if len(left) == len(photos) > 1:
        reasons.append(ALL_EQUAL.format(_path_words(keeper, left)))
    elif len(left) > 1:
        reasons.append(f"{_OF_THE_REST}{_path_words(keeper, left)}")
    return Choice(keeper, tuple(reasons) or ("the only photo",))


def _reasons(
    rules: Sequence[Rule], keeper: Photo, beaten: dict[str, list[Photo]], photos: Sequence[Photo]
) -> list[str]:
    by_topic: dict[str, str] = {}
    for rule in rules:
        text = _reason(rule, keeper, beaten[rule.name], photos)
        if text and (rule.topic not in by_topic or not text.startswith(_OF_THE_REST)):
            by_topic[rule.topic] = text
    return [*by_topic.values(), *_misgivings(keeper, photos)]


def _misgivings(keeper: Photo, photos: Sequence[Photo]) -> list[str]:
    """What speaks against a keeper that is protected, or merely the only one in its place."""
    largest = max(photos, key=lambda photo: (photo.facts.pixels, photo.path))
    if largest.facts.pixels <= keeper.facts.pixels * _CLEARLY_LARGER:
        return []
    own, other = (dimension_words(p.facts.width, p.facts.height) for p in (keeper, largest))
    return [f"yet smaller than another: {own} pixels against {other}"]


def _reason(rule: Rule, keeper: Photo, beaten: Sequence[Photo], photos: Sequence[Photo]) -> str:
    """Why the rule speaks for the keeper, or ""."""
    best = rule.best_of(photos)
    worse = _without(photos, best)
    rivals = _without(best, [keeper])
    if len(rivals) < len(best) and worse and (beaten or (rule.riches and not rivals)):
        return rule.words([keeper, *rivals], worse)
    if beaten:
        # Some photo that an earlier rule ruled out is better by this one.
        return f"{_OF_THE_REST}{rule.words([keeper], beaten)}"
    return ""


def _without(photos: Sequence[Photo], out: Sequence[Photo]) -> list[Photo]:
    # By path: comparing whole photos would make a group of thousands slow.
    paths = {photo.path for photo in out}
    return [photo for photo in photos if photo.path not in paths]


def _by_path(photo: Photo) -> tuple[int, str]:
    return len(photo.path), photo.path


def _path_words(keeper: Photo, left: Sequence[Photo]) -> str:
    alike = sum(len(photo.path) == len(keeper.path) for photo in left)
    return "the shortest path" if alike == 1 else "the first path by name"


def _others(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    if len(best) > 1:
        return "one other" if len(worse) == 1 else "others"
    return "the other" if len(worse) == 1 else "the others"


def _superlative(best: Sequence[Photo], word: str) -> str:
    return f"the {word}" if len(best) == 1 else f"among the {word}"


def _present_words(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    was = "was" if len(worse) == 1 else "were"
    return f"still in its place; {_others(best, worse)} {was} not found by the last scan"


def _protected_words(_best: Sequence[Photo], _worse: Sequence[Photo]) -> str:
    return "in a protected folder"


def _pixels_words(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    sizes = {dimension_words(p.facts.width, p.facts.height): p.facts.pixels for p in worse}
    largest = max(sizes, key=lambda size: (sizes[size], size))
    most = "at most " if len(sizes) > 1 else ""
    own = dimension_words(best[0].facts.width, best[0].facts.height)
    return f"{_superlative(best, 'largest')}: {own} pixels, {_others(best, worse)} {most}{largest}"


def _raw_words(_best: Sequence[Photo], _worse: Sequence[Photo]) -> str:
    return "the camera's raw picture"


def _riches(facts: Facts) -> dict[str, bool]:
    return {
        "the date": facts.taken_at is not None,
        "GPS": facts.latitude is not None and facts.longitude is not None,
        "the camera": bool(facts.camera),
    }


def _exif_words(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    rivals = [_riches(photo.facts) for photo in worse]
    own = _riches(best[0].facts)
    only = [name for name, has in own.items() if has and not any(rival[name] for rival in rivals)]
    fields, most = best[0].facts.exif_fields, max(photo.facts.exif_fields for photo in worse)
    others = _others(best, worse)
    if fields > most:
        has = enumerated([*only, f"{fields} EXIF field{'s' * (fields != 1)}"])
        if not most:
            return f"carries {has}, {others} none"
        lack = f" and not {enumerated(only)}" if only else ""
        return f"carries {has}, {others} {'at most ' * (len(worse) > 1)}{most}{lack}"
    if only:
        return f"carries {enumerated(only)}, {others} not"
    return f"carries more of the date, GPS and the camera than {others}"


def _sharpness_words(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    own, other = best[0].facts.sharpness, max(photo.facts.sharpness for photo in worse)
    # Among several of the best it may be ahead by less than the figure shows.
    times = f", {own / other:.1f} times as sharp as the next" if other and own >= 1.05 * other else ""
    return f"{_superlative(best, 'sharpest')}{times}"


def _bytes_words(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    most = max(photo.stamp.size for photo in worse)
    own, other = size_words(best[0].stamp.size), size_words(most)
    if own == other:
        own, other = f"{best[0].stamp.size:,} bytes", f"{most:,}"
    at_most = "at most " if len({photo.stamp.size for photo in worse}) > 1 else ""
    return f"{_superlative(best, 'largest file')}: {own}, {_others(best, worse)} {at_most}{other}"


def _age_value(photo: Photo) -> int:
    # Copying keeps a file's time, but not always below the second.
    return -(photo.stamp.mtime_ns // 1_000_000_000)


def _age_words(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    own, other = _day(_age_value(best[0])), _day(max(_age_value(photo) for photo in worse))
    dates = f", of {own}; {_others(best, worse)} of {other}" if own != other else ""
    later = " or later" if dates and len(worse) > 1 else ""
    return f"{_superlative(best, 'oldest file')}{dates}{later}"


def _day(negative_seconds: int) -> str:
    return datetime.fromtimestamp(-negative_seconds, UTC).date().isoformat()


_PRESENT = Rule("present", "present", lambda photo: not photo.missing, _present_words, riches=True)
_PROTECTED = Rule(
    "protected", "protected", lambda photo: photo.role is Role.PROTECTED, _protected_words, riches=True
)
_MUCH_LARGER = Rule(
    "much larger", "pixels", lambda photo: photo.facts.pixels, _pixels_words, tolerance=_CLEARLY_LARGER
)
_LARGER = Rule("larger", "pixels", lambda photo: photo.facts.pixels, _pixels_words, riches=True)
_RAW = Rule("raw", "raw", lambda photo: photo.facts.format == "RAW", _raw_words, riches=True)
_ORIGIN = Rule("origin", "exif", lambda photo: sum(_riches(photo.facts).values()), _exif_words, riches=True)
_FIELDS = Rule("fields", "exif", lambda photo: photo.facts.exif_fields, _exif_words)
_SHARPER = Rule(
    "sharper", "sharpness", lambda photo: photo.facts.sharpness, _sharpness_words, tolerance=_CLEARLY_SHARPER
)
_BYTES = Rule("bytes", "bytes", lambda photo: photo.stamp.size, _bytes_words)
_AGE = Rule("age", "age", _age_value, _age_words)

PICTURE_RULES = (
    _PRESENT,
    _PROTECTED,
    _MUCH_LARGER,
    _RAW,
    _ORIGIN,
    _LARGER,
    _FIELDS,
    _SHARPER,
    _BYTES,
    _AGE,
)
"""For copies of one picture. Sharpness comes late: text and filters laid over a copy make it measure
sharper than its original, but rarely carry the original's date, place and camera."""

SHOT_RULES = (
    _PRESENT,
    _PROTECTED,
    _MUCH_LARGER,
    _ORIGIN,
    _SHARPER,
    _RAW,
    _LARGER,
    _FIELDS,
    _BYTES,
    _AGE,
)
"""For different shots of one moment or place, where the sharp one is wanted."""
