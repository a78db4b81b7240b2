"""By which rules the photo to keep is chosen: ordered, switched on or off, saved as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from photosim.domain.errors import PhotosimError
from photosim.domain.names import COPY_NAMES
from photosim.domain.similarity import Relation

VERSION = 1
T = TypeVar("T")


class RulesError(PhotosimError):
    """Rules that cannot be read."""


class RuleName(StrEnum):
    """One way in which a photo can be the better one."""

    PROTECTED = "protected"
    FOLDER = "preferred-folder"
    FIRST_HAND = "first-hand"
    FAR_MORE_PIXELS = "far-more-pixels"
    UNFRAMED = "unframed"
    RAW = "raw"
    UNEDITED = "unedited"
    ORIGIN = "date-place-camera"
    MORE_PIXELS = "more-pixels"
    EXIF = "exif-fields"
    JPEG_QUALITY = "jpeg-quality"
    SHARPNESS = "sharpness"
    LARGER_FILE = "larger-file"
    PLAIN_NAME = "plain-name"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A rule at its place in an order.

    Attributes:
        name: of the rule.
        on: whether it is asked.
    """

    name: RuleName
    on: bool = True


COPIES = tuple(RuleUse(name) for name in RuleName)
"""The order for copies of one picture. Sharpness comes late: text and filters laid over a copy make it
measure sharper than its original, but rarely carry the original's date, place and camera."""

_AS_SHOT = (
    RuleName.PROTECTED,
    RuleName.FOLDER,
    RuleName.FIRST_HAND,
    RuleName.FAR_MORE_PIXELS,
    RuleName.UNFRAMED,
    RuleName.UNEDITED,
    RuleName.ORIGIN,
    RuleName.SHARPNESS,
    RuleName.RAW,
)
SHOTS = tuple(RuleUse(name) for name in (*_AS_SHOT, *(name for name in RuleName if name not in _AS_SHOT)))
"""The order for different shots of one moment or place, where the sharp one is wanted."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All that decides which photo of a group is proposed to be kept.

    Before all of them a photo that is there is better than a missing one; where all rules are silent the
    shortest path decides.

    Attributes:
        copies: the order for copies of one picture; every rule is in it once.
        shots: the order for different shots of one moment or place, likewise.
        folders: preferred folders, absolute, the most preferred first; a photo in none of them comes last.
        copy_names: patterns (`fnmatch`, case ignored) of names without suffix that lose by PLAIN_NAME.
    """

    copies: tuple[RuleUse, ...] = COPIES
    shots: tuple[RuleUse, ...] = SHOTS
    folders: tuple[str, ...] = ()
    copy_names: tuple[str, ...] = COPY_NAMES

    def __post_init__(self) -> None:
        for uses in (self.copies, self.shots):
            if sorted(use.name for use in uses) != sorted(RuleName):
                raise ValueError("every rule has one place in each order")

    def asked(self, relation: Relation) -> tuple[RuleName, ...]:
        """The rules that are asked for groups of this relation, in their order."""
        uses = self.copies if relation.is_same_picture else self.shots
        return tuple(use.name for use in uses if use.on)

    def to_json(self) -> str:
        """As text for a file; `from_json` reads it."""
        data = {
            "version": VERSION,
            "copies": [{"rule": use.name.value, "on": use.on} for use in self.copies],
            "shots": [{"rule": use.name.value, "on": use.on} for use in self.shots],
            "folders": list(self.folders),
            "copy_names": list(self.copy_names),
        }
        # Escaped, so that a folder whose name is not UTF-8 comes back as it was.
        return json.dumps(data, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> RuleSet:
        """Read what `to_json` wrote; what is not mentioned is as it is by default.

        Raises:
            RulesError: it is no such text, or from a newer photosim.
        """
        try:
            data = json.loads(text)
        except ValueError as error:
            raise RulesError(f"These are no rules of photosim: the text is not JSON ({error}).") from error
        if not isinstance(data, dict) or not isinstance(data.get("version"), int):
            raise RulesError("These are no rules of photosim: the text names no version.")
        if data["version"] > VERSION:
            raise RulesError("These rules were saved by a newer photosim: update photosim to use them.")
        return cls(
            copies=_uses(data, "copies", COPIES),
            shots=_uses(data, "shots", SHOTS),
            folders=_texts(data, "folders", ()),
            copy_names=_texts(data, "copy_names", COPY_NAMES),
        )


def moved(items: tuple[T, ...], start: int, end: int) -> tuple[T, ...]:
    """The items with the one at `start` taken out and put in again so that it is at `end`."""
    rest = [*items[:start], *items[start + 1 :]]
    rest.insert(end, items[start])
    return tuple(rest)


def _uses(data: Mapping[str, Any], key: str, default: tuple[RuleUse, ...]) -> tuple[RuleUse, ...]:
    rows = data.get(key, [])
    if not isinstance(rows, list):
        raise RulesError(f"These are no rules of photosim: “{key}” is not a list.")
    named = [_use(row, key) for row in rows]
    names = [use.name for use in named]
    if twice := [name.value for name in RuleName if names.count(name) > 1]:
        raise RulesError(f"The rule “{twice[0]}” is in “{key}” more than once.")
    return _with_missing(named, default)


def _use(row: object, key: str) -> RuleUse:
    if not isinstance(row, dict) or not isinstance(row.get("on", True), bool):
        raise RulesError(f"These are no rules of photosim: an entry of “{key}” is none.")
    try:
        return RuleUse(RuleName(row.get("rule", "")), row.get("on", True))
    except ValueError as error:
        raise RulesError(f"photosim knows no rule “{row.get('rule', '')}”.") from error


def _with_missing(named: list[RuleUse], default: tuple[RuleUse, ...]) -> tuple[RuleUse, ...]:
    """Rules that a file does not name come where they are by default: behind the one before them."""
    uses = list(named)
    for place, use in enumerate(default):
        names = [known.name for known in uses]
        if use.name not in names:
            uses.insert(names.index(default[place - 1].name) + 1 if place else 0, use)
    return tuple(uses)


def _texts(data: Mapping[str, Any], key: str, default: Iterable[str]) -> tuple[str, ...]:
    texts = data.get(key, list(default))
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise RulesError(f"These are no rules of photosim: “{key}” is not a list of texts.")
    return tuple(texts)
