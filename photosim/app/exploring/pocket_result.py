"""What a comparison with what is at home found, also as a table."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from enum import StrEnum

from photosim.domain.files import FileStamp, Problem, display_path
from photosim.domain.photo import ContentId, Facts
from photosim.domain.similarity import Relation
from photosim.domain.words import count_words


class Standing(StrEnum):
    """How a photo stands to what is at home."""

    NEW = "new"
    """Nothing at home looks like the same picture."""
    PROBABLY = "probably-at-home"
    """The same picture seems to be at home in other bytes: saved again, resized, edited."""
    AT_HOME = "at-home"
    """The very same bytes are at home."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A photo of the card.

    Attributes:
        path: the file.
        stamp: its size and times.
        standing: how it stands to what is at home.
        home: the file at home that is meant, None for a new photo.
        relation: what it is to that file; UNRELATED for a new photo.
        probability: that the same picture is at home, 0..1.
        words: the same in words, for people.
        content: digest of its bytes.
        facts: what the picture tells of itself, None where only its bytes were looked at.
    """

    path: str
    stamp: FileStamp
    standing: Standing
    home: str | None
    relation: Relation
    probability: float
    words: str
    content: ContentId
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found.

    Attributes:
        folder: what was compared.
        home: with what: where the pocket catalogue was made.
        made_at: when that was, ISO 8601.
        photos: every photo of the folder, by path.
        problems: what could not be compared.
    """

    folder: str
    home: str
    made_at: str
    photos: tuple[Compared, ...]
    problems: tuple[Problem, ...]

    def standing(self, standing: Standing) -> tuple[Compared, ...]:
        """The photos that stand so; the least certain first where there is doubt."""
        chosen = [photo for photo in self.photos if photo.standing is standing]
        if standing is Standing.PROBABLY:
            chosen.sort(key=lambda photo: photo.probability)
        return tuple(chosen)


STANDING_WORDS = {
    Standing.NEW: "not at home yet",
    Standing.PROBABLY: "probably at home",
    Standing.AT_HOME: "at home",
}
"""How the lists are called, in the order in which they matter."""


def summary_words(comparison: Comparison) -> str:
    """What was found: "12 photos: 3 not at home yet, 1 probably at home, 8 at home"."""
    counts = [
        f"{len(comparison.standing(standing)):,} {words}"
        for standing, words in STANDING_WORDS.items()
        if comparison.standing(standing)
    ]
    total = count_words(len(comparison.photos), "photo")
    return f"{total}: {', '.join(counts)}" if counts else f"{total}"


def as_csv(comparison: Comparison) -> str:
    """The photos as a table: path, standing, home, probability, words; new ones first."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(["path", "standing", "home", "probability", "words"])
    for standing in Standing:
        for photo in comparison.standing(standing):
            home = display_path(photo.home) if photo.home is not None else ""
            row = [display_path(photo.path), standing.value, home, f"{photo.probability:.4f}", photo.words]
            table.writerow(row)
    return out.getvalue()
