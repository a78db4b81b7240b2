"""What the page of people says."""

from __future__ import annotations

from collections.abc import Sequence

from photosim.domain.people import SAME_PERSON_DISTANCE, Face, NearFace, Person, PersonId
from photosim.domain.words import count_words, enumerated
from photosim.gui.people.tiles import Tile

WHO = "Who is this?"


def name_words(person: Person | None) -> str:
    """What a person is called in a sentence."""
    return "this person" if person is None or person.name is None else f"“{person.name}”"


def names_words(persons: Sequence[Person]) -> str:
    """What several people are called in a sentence: "“Anna”, “Ben” and 2 others"."""
    named = [f"“{person.name}”" for person in persons if person.name is not None]
    others = len(persons) - len(named)
    if not named:
        return count_words(others, "person", "people")
    if others:
        named.append(count_words(others, "other", "others"))
    return enumerated(named)


def faces_words(number: int) -> str:
    """How many faces: "12 faces"."""
    return count_words(number, "face", "faces")


def everybody_words(persons: Sequence[Person], alone: int) -> str:
    """Who is in the library, in a line.

    Args:
        persons: everybody, hidden ones included.
        alone: faces that belong to nobody.
    """
    parts = [count_words(len(persons), "person", "people")]
    unnamed = sum(person.name is None and not person.hidden for person in persons)
    hidden = sum(person.hidden for person in persons)
    if unnamed and unnamed < len(persons):
        parts.append(f"{unnamed:,} without a name")
    if hidden:
        parts.append(f"{hidden:,} hidden")
    if alone:
        parts.append(f"{faces_words(alone)} of people seen once")
    return ", ".join(parts)


def person_tile(person: Person, caption: str = "", *, editable: bool = True) -> Tile:
    """The cell of a person.

    Args:
        person: whom it shows.
        caption: the line below the name, "": how many faces there are.
        editable: whether the name can be changed in the cell.
    """
    return Tile(
        key=person.id,
        face=person.cover,
        title=person.name or (WHO if editable else "Unnamed"),
        caption=caption or faces_words(person.faces),
        asks=person.name is None and editable,
        badge="hidden" if person.hidden else "",
        pale=person.hidden,
        spoken=", ".join(
            (
                person.name or "Unnamed",
                caption or faces_words(person.faces),
                *(["hidden"] if person.hidden else []),
            )
        ),
        editable=(person.name or "") if editable else None,
    )


def alone_tile(face: Face, *, editable: bool) -> Tile:
    """The cell of a face that belongs to nobody yet, and may be given a name there."""
    return Tile(
        key=("face", face.id),
        face=face,
        title=WHO if editable else "Unnamed",
        caption="seen once",
        asks=editable,
        spoken="Not named yet, seen once",
        editable="" if editable else None,
    )


def face_tile(face: Face, number: int, caption: str = "") -> Tile:
    """The cell of a face of one person.

    Args:
        face: whose picture is shown.
        number: its place in the list, from 1; what a screen reader tells it by.
        caption: the line below.
    """
    said = "confirmed" if face.confirmed else "not confirmed"
    return Tile(
        key=face.id,
        face=face,
        title=caption,
        badge="check" if face.confirmed else "",
        spoken=", ".join(filter(None, (f"Face {number}", caption, said))),
    )


def near_tile(near: NearFace, number: int, names: dict[PersonId, str]) -> Tile:
    """The cell of a face that was found by another one."""
    person = near.face.person
    name = names.get(person, "Unnamed") if person is not None else "Seen once"
    likely = near.distance < SAME_PERSON_DISTANCE
    distance = f"distance {near.distance:.2f}"
    return Tile(
        key=near.face.id,
        face=near.face,
        title=name,
        caption=distance,
        badge="check" if likely else "",
        tip="Near enough to be the same person" if likely else "Further away than faces of one person are",
        spoken=f"{number}, {name}, {distance}, {'probably' if likely else 'probably not'} the same person",
    )
