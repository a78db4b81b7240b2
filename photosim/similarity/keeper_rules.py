"""The rules by which keepers are chosen, made from what the user set."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from photosim.domain.files import Role
from photosim.domain.names import is_below, is_called_like, original_stem, stem_of
from photosim.domain.photo import ContentId, Photo
from photosim.domain.rules import RuleName, RuleSet
from photosim.domain.similarity import Relation
from photosim.similarity import keeper_words as words
from photosim.similarity.keeper import (
    CLEARLY_LARGER,
    Choice,
    Rule,
    Share,
    TruePixels,
    all_picture,
    by_value,
    choose,
    preferred,
    without,
)
from photosim.similarity.traces import Trace

_CLEARLY_SHARPER = 1.1
# Two steps of the scale are noise of the estimate for tables that are not libjpeg's.
_CLEARLY_BETTER = 1.03

# Programs that change pixels; a camera's firmware stands in the same field, and so do programs that only
# write data (digiKam, exiftool).
_EDITORS = re.compile(
    r"photoshop|lightroom|snapseed|picasa|gimp|instagram|vsco|facetune|canva|pixelmator|affinity|capture one|"
    r"darktable|rawtherapee|\bdxo\b|luminar|acdsee|paint\.net|paint ?shop|irfanview|xnview|photoscape|"
    r"polarr|meitu|b612|picsart|afterlight|windows photo|microsoft photos|apple photos|\bphotos \d|iphoto|"
    r"aperture \d|krita|imagemagick|photofiltre|photodirector|zoner|on1 |topaz|remini|beautyplus|\bsnow\b|"
    r"whatsapp|telegram|screenshot|screen ?capture|imageready|corel|fotor|pixlr|befunky|google photos",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sharpness:
    """How sharp pictures are beside one another.

    Attributes:
        values: by content, >= 0, larger is sharper; comparable with each other only.
        in_common: whether they were measured on what all of them show, and not on the whole of each.
    """

    values: Mapping[ContentId, float]
    in_common: bool = False


MeasureSharpness = Callable[[Sequence[Photo]], Sharpness | None]
"""Measures photos beside one another; None where they cannot be compared. What can be compared can be
compared in part, too."""

MadeFrom = Callable[[Photo, Sequence[Photo]], Trace | None]
"""What shows that a photo was made from one of others, of its group; None where nothing does."""

Pick = Callable[[Sequence[Photo], Relation], Choice]
"""Chooses the keeper of a group of this relation."""


def by_whole_pictures(photos: Sequence[Photo]) -> Sharpness:
    """The sharpness of the whole of each picture: fair where all show the same, and only there."""
    return Sharpness({photo.content: photo.facts.sharpness for photo in photos})


def made_from_none(_photo: Photo, _others: Sequence[Photo]) -> None:
    """No photo was made from another."""


def rules_for(
    rules: RuleSet,
    relation: Relation,
    measure: MeasureSharpness = by_whole_pictures,
    share: Share = all_picture,
    true_pixels: TruePixels | None = None,
    made_from: MadeFrom = made_from_none,
) -> tuple[Rule, ...]:
    """The rules to choose the keeper of a group by; see `keeper.choose`.

    Args:
        rules: what the user set.
        relation: what holds the group together.
        measure: compares sharpness.
        share: how much of a photo is picture, 0..1.
        true_pixels: how many pixels of picture a photo has; None: its share of them.
        made_from: tells what was made from what; asked of those only that would be kept otherwise.
    """
    made = {
        RuleName.FOLDER: _folder_rule(rules.folders),
        RuleName.PLAIN_NAME: _name_rule(rules.copy_names),
        RuleName.SHARPNESS: _sharpness_rule(measure),
        **{rule.name: rule for rule in _pixel_rules(share, true_pixels or _pictured(share))},
    }
    in_order: list[Rule] = []
    for name in reversed(rules.asked(relation)):
        rule = made.get(name) or _FIXED.get(name) or _first_hand_rule(made_from, tuple(in_order))
        in_order.insert(0, rule)
    return (_PRESENT, *in_order)


def pick_by_default(photos: Sequence[Photo], relation: Relation) -> Choice:
    """The keeper of a group by the rules as they are when nobody set any."""
    return choose(photos, rules_for(RuleSet(), relation))


def is_edited(photo: Photo) -> bool:
    """Whether the photo says that somebody changed it: by the program that saved it, or by its name."""
    return bool(_EDITORS.search(photo.facts.software)) or original_stem(stem_of(photo.path)) is not None


def _pictured(share: Share) -> TruePixels:
    return lambda photo: photo.facts.pixels * share(photo)


def _pixel_rules(share: Share, true_pixels: TruePixels) -> tuple[Rule, ...]:
    told = words.pixels(share, true_pixels)
    return (
        Rule(RuleName.FAR_MORE_PIXELS, "pixels", by_value(true_pixels, CLEARLY_LARGER), told),
        Rule(RuleName.MORE_PIXELS, "pixels", by_value(true_pixels), told, riches=True),
        Rule(RuleName.UNFRAMED, "frame", by_value(lambda photo: share(photo) == 1.0), words.unframed),
    )


def _folder_rule(folders: Sequence[str]) -> Rule:
    def folder_of(photo: Photo) -> str | None:
        return next((folder for folder in folders if is_below(photo.path, folder)), None)

    def value(photo: Photo) -> int:
        folder = folder_of(photo)
        return -len(folders) if folder is None else -folders.index(folder)

    return Rule(RuleName.FOLDER, "folder", by_value(value), words.preferred(folder_of))


def _first_hand_rule(made_from: MadeFrom, later: Sequence[Rule]) -> Rule:
    """Takes out what was made from another, as long as the later rules would keep just that."""
    traces: dict[str, Trace] = {}

    def best_of(photos: Sequence[Photo]) -> list[Photo]:
        left = list(photos)
        while len(left) > 1:
            candidate = preferred(left, later)
            rest = without(left, [candidate])
            # What comes straight from a camera was made from nothing that does not.
            parents = [photo for photo in rest if _is_as_taken(photo)] if _is_as_taken(candidate) else rest
            trace = made_from(candidate, parents) if parents else None
            if trace is None:
                break
            traces[candidate.path] = trace
            left = rest
        return left

    def told(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
        return words.first_hand(best, worse, {traces[photo.path] for photo in worse})

    return Rule(RuleName.FIRST_HAND, "descent", best_of, told)


def _is_as_taken(photo: Photo) -> bool:
    return bool(photo.facts.camera) and not is_edited(photo)


def _name_rule(patterns: Sequence[str]) -> Rule:
    def value(photo: Photo) -> bool:
        return not is_called_like(photo.path, patterns) and original_stem(stem_of(photo.path)) is None

    return Rule(RuleName.PLAIN_NAME, "name", by_value(value), words.plain_name)


def _sharpness_rule(measure: MeasureSharpness) -> Rule:
    def best_of(photos: Sequence[Photo]) -> list[Photo]:
        found = measure(photos)
        if found is None:
            return list(photos)
        return by_value(lambda photo: found.values[photo.content], _CLEARLY_SHARPER)(photos)

    def told(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
        found = measure([*best, *worse])
        # Asked only for what `best_of` compared, or a part of it.
        assert found is not None
        own = found.values[best[0].content]
        other = max(found.values[photo.content] for photo in worse)
        return words.sharpness(own, other, best, in_common=found.in_common)

    return Rule(RuleName.SHARPNESS, "sharpness", best_of, told)


def _unedited_of(photos: Sequence[Photo]) -> list[Photo]:
    edited = {photo.path for photo in photos if is_edited(photo)}
    # Without one that names its camera nobody knows whether any of them is what the camera wrote.
    if not edited or not any(photo.facts.camera and photo.path not in edited for photo in photos):
        return list(photos)
    return [photo for photo in photos if photo.path not in edited]


def _least_compressed_of(photos: Sequence[Photo]) -> list[Photo]:
    if any(photo.facts.jpeg_quality is None for photo in photos):
        return list(photos)
    return by_value(lambda photo: photo.facts.jpeg_quality or 0, _CLEARLY_BETTER)(photos)


_PRESENT = Rule("present", "present", by_value(lambda photo: not photo.missing), words.present, riches=True)

_FIXED = {
    RuleName(rule.name): rule
    for rule in (
        Rule(
            RuleName.PROTECTED,
            "protected",
            by_value(lambda photo: photo.role is Role.PROTECTED),
            words.protected,
            riches=True,
        ),
        Rule(
            RuleName.RAW, "raw", by_value(lambda photo: photo.facts.format == "RAW"), words.raw, riches=True
        ),
        Rule(RuleName.UNEDITED, "edited", _unedited_of, words.unedited, riches=True),
        Rule(
            RuleName.ORIGIN,
            "exif",
            by_value(lambda photo: sum(words.riches(photo.facts).values())),
            words.exif,
            riches=True,
        ),
        Rule(RuleName.EXIF, "exif", by_value(lambda photo: photo.facts.exif_fields), words.exif),
        Rule(RuleName.JPEG_QUALITY, "quality", _least_compressed_of, words.quality),
        Rule(RuleName.LARGER_FILE, "bytes", by_value(lambda photo: photo.stamp.size), words.file_size),
        Rule(RuleName.OLDEST, "age", by_value(lambda photo: -words.written(photo)), words.age),
    )
}
