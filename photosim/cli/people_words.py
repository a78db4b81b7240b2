"""Faces and people as the command line prints them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from photosim.app.people.everyone import people
from photosim.domain.files import display_path, plain_path
from photosim.domain.people import Face, FaceBox, FacesSummary, Person
from photosim.domain.photo import ContentId
from photosim.domain.words import count_words, duration_words

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace

_SHOWN = 50


class Places:
    """Tells in which files faces are, and whose they are."""

    def __init__(self, workspace: Workspace) -> None:
        self._names = {person.id: _name(person) for person in people(workspace)}
        self._paths: defaultdict[ContentId, list[str]] = defaultdict(list)
        for photo in workspace.photos():
            self._paths[photo.content].append(plain_path(photo.path))

    def as_json(self, face: Face) -> Iterator[dict[str, Any]]:
        """The face by its stable names, once for each file of its picture."""
        person = None if face.person is None else self._names[face.person]
        for path in self._paths[face.content]:
            yield {"path": path, "box": box_json(face.box), "person": person}


def box_json(box: FaceBox) -> list[float]:
    """x, y, width, height as shares of the upright picture."""
    return [round(side, 6) for side in (box.x, box.y, box.width, box.height)]


def person_words(person: Person) -> str:
    """What a person is called in a sentence."""
    return _name(person)


def summary_json(summary: FacesSummary) -> dict[str, object]:
    """What looking for faces did, by its stable names."""
    return {
        "pictures": summary.pictures,
        "faces": summary.faces,
        "people": summary.people,
        "problems": [
            {"path": plain_path(problem.path), "reason": problem.reason} for problem in summary.problems
        ],
        "seconds": round(summary.seconds, 3),
    }


def summary_text(summary: FacesSummary) -> str:
    """What looking for faces did, for people."""
    rate = f" ({summary.pictures / summary.seconds:.1f} a second)" if summary.pictures else ""
    looked = (
        f"Looked at {count_words(summary.pictures, 'picture')} in {duration_words(summary.seconds)}{rate}"
    )
    faces = count_words(summary.faces, "face")
    known = count_words(summary.people, "person is", "people are")
    lines = [f"{looked}: {faces}. {known} in the library."]
    if summary.problems:
        lines.append(f"{count_words(len(summary.problems), 'problem')}:")
        lines += [f"  {display_path(found.path)}: {found.reason}" for found in summary.problems[:_SHOWN]]
        if len(summary.problems) > _SHOWN:
            lines.append(f"  … and {len(summary.problems) - _SHOWN:,} more; “--format json” lists them all.")
    return "\n".join(lines)


def _name(person: Person) -> str:
    return person.name or f"person {person.id}"
