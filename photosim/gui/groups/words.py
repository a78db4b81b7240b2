"""What the window says of groups."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from pathlib import PurePath

from photosim.domain.files import display_path
from photosim.domain.photo import Photo
from photosim.domain.similarity import Group, Relation
from photosim.domain.words import RELATION_WORDS, count_words, dimension_words, enumerated, size_words
from photosim.gui.groups.filter import certainty
from photosim.gui.groups.review import Tally
from photosim.gui.kit import words
from photosim.gui.photos.model import PhotoItem

KEEP = "Keep"
BEST = "Best"
REMOVE = "Remove"

_MOST_FOLDERS = 2
"""Before a name; of more, the one that tells it apart is named, and the rest left out."""

_MANY = {
    Relation.IDENTICAL_BYTES: "identical files",
    Relation.SAME_PICTURE: "of the same picture",
    Relation.SAME_MOMENT: "of the same moment",
    Relation.SAME_PLACE: "of the same place",
}


def keeper_mark(group: Group) -> str:
    """What its proposed photo is called: of copies one is kept, of different photos one is the best."""
    return KEEP if group.relation is Relation.SAME_PICTURE else BEST


def member_words(group: Group) -> str:
    """How many photos, and what they are to the keeper: "3 photos: 1 turned, 1 saved again"."""
    counts = Counter(member.relation for member in group.members[1:])
    others = [_counted(relation, counts[relation]) for relation in Relation if counts[relation]]
    count = count_words(len(group.members), "photo")
    if len(others) == 1 and len(group.members) == 2:
        (relation,) = counts
        sure = relation.is_identical
        return f"{count}: {words.likeness_words(relation, 1.0 if sure else certainty(group))}"
    return f"{count}: {', '.join(others)}"


def _counted(relation: Relation, number: int) -> str:
    several = _MANY.get(relation, RELATION_WORDS[relation])
    return f"{number:,} {RELATION_WORDS[relation] if number == 1 else several}"


def saving_words(group: Group) -> str:
    """What the copies take beside the keeper; "" when nothing, or when the photos are no copies."""
    copies = group.relation is Relation.SAME_PICTURE and group.reclaimable_bytes > 0
    return size_words(group.reclaimable_bytes) if copies else ""


def decision_words(group: Group, going: Sequence[int]) -> str:
    """What becomes of a group, in short: "2 go, 1 stays".

    Args:
        group: the group.
        going: the size of each photo that goes, in bytes.
    """
    stay = len(group.members) - len(going)
    if not going:
        return "all stay" if stay > 2 else "both stay"
    return (
        f"{len(going):,} {'goes' if len(going) == 1 else 'go'}, {stay:,} {'stays' if stay == 1 else 'stay'}"
    )


def names_of(photos: Sequence[Photo]) -> list[str]:
    """Names that tell photos apart: where two have the same, with the folder that differs before it."""
    places: dict[str, list[tuple[str, ...]]] = {}
    for photo in photos:
        folder, name = os.path.split(photo.path)
        places.setdefault(name, []).append(PurePath(folder).parts)
    return [_told_apart(photo.path, places[os.path.basename(photo.path)]) for photo in photos]


def _told_apart(path: str, places: Sequence[tuple[str, ...]]) -> str:
    """A name with as much of its folder as no other one of `places`, the folders of that name, has."""
    folder, name = os.path.split(path)
    parts = PurePath(folder).parts
    depth = max((1 + _shared_end(parts, other) for other in places if other != parts), default=0)
    inside = parts[max(0, len(parts) - depth) :]
    if depth > _MOST_FOLDERS:
        inside = (inside[0], "\N{HORIZONTAL ELLIPSIS}")
    return display_path(os.path.join(*inside, name))


def _shared_end(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def placed_name(path: str) -> str:
    """A name with the folder that it lies in."""
    folder = os.path.basename(os.path.dirname(path))
    return display_path(os.path.join(folder, os.path.basename(path)))


def proposal_words(item: PhotoItem) -> str:
    """What photosim proposed for the first photo of a group."""
    return "was proposed to be kept" if item.going else "proposed to be kept"


def note_words(item: PhotoItem) -> str:
    """What a photo of a group is: where it lies, its size, what it is to the keeper and how alike."""
    facts = [placed_name(item.path)]
    if item.photo is not None:
        facts.append(dimension_words(item.photo.facts.width, item.photo.facts.height))
    facts.append(size_words(item.stamp.size))
    if item.match is None:
        return f"{', '.join(facts)}: {proposal_words(item)}"
    likeness = words.likeness_words(item.match.relation, item.match.probability)
    if item.words:
        alike = likeness.rpartition(", ")[2]
        likeness = f"{item.words}, {alike}" if alike != likeness else item.words
    return f"{', '.join(facts)}: {likeness}"


def verdict_words(keeper: str, going: Sequence[str], size: int, total: int) -> str:
    """What will happen to a group, in a sentence.

    Args:
        keeper: name of the photo that is kept.
        going: names of those that go.
        size: of those, in bytes.
        total: how many photos the group has.
    """
    if not going:
        return f"{'Both' if total == 2 else f'All {total:,}'} stay."
    names = (
        enumerated([f"“{name}”" for name in going]) if len(going) <= 3 else count_words(len(going), "photo")
    )
    others = total - len(going) - 1
    stays = f"“{keeper}” stays" if not others else f"“{keeper}” and {count_words(others, 'other')} stay"
    verb = "goes" if len(going) == 1 else "go"
    return f"{stays}; {names} {verb}, {size_words(size)}."


def progress_words(tally: Tally) -> str:
    """How far the review is: "142 of 926 groups reviewed, 1.1 GB chosen, 2.1 GB more to gain"."""
    asked = tally.total - tally.settled
    if tally.settled and not asked:
        return f"Nothing can go: {count_words(tally.settled, 'group is', 'groups are')} protected"
    parts = [f"{tally.reviewed - tally.settled:,} of {count_words(asked, 'group')} reviewed"]
    if tally.chosen:
        parts.append(f"{size_words(tally.chosen_bytes)} chosen")
    if tally.open_bytes:
        parts.append(f"{size_words(tally.open_bytes)} {'more ' if tally.chosen else ''}to gain")
    if tally.settled:
        parts.append(f"{tally.settled:,} protected")
    return ", ".join(parts)


def counts_words(groups: Sequence[Group]) -> str:
    """How many groups and photos."""
    photos = sum(len(group.members) for group in groups)
    return f"{count_words(len(groups), 'group')}, {count_words(photos, 'photo')}"


def tooltip_lines(group: Group) -> list[str]:
    """The keeper with its reasons, then what the others are."""
    lines = [f"{keeper_mark(group)}: {words.name_of(group.keeper.path)}"]
    lines += [f"  {reason}" for reason in group.reasons]
    for member in group.members[1:12]:
        lines.append(f"{words.name_of(member.photo.path)}: {member.words or RELATION_WORDS[member.relation]}")
    if len(group.members) > 12:
        lines.append(f"and {len(group.members) - 12} more")
    return lines
