"""What a worker thread reads and finds for the groups view."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from photosim.domain.judgements import Said
from photosim.domain.people import PersonId
from photosim.domain.photo import ContentId
from photosim.domain.progress import CancelToken
from photosim.domain.similarity import Group, Relation
from photosim.gui.base.jobs import ReportAny
from photosim.gui.groups.filter import Choices, Somebody, choices_in
from photosim.gui.groups.review import Review, is_reviewable

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Found:
    """The groups of one relation, and what there is to know of them.

    Attributes:
        groups: what was found.
        choices: what they can be narrowed to.
        review: what is decided of them; None where they are no copies.
        photos: how many photos the library has.
    """

    groups: list[Group]
    choices: Choices
    review: Review | None
    photos: int


def find(workspace: Workspace, relation: Relation, report: ReportAny, cancel: CancelToken) -> Found:
    """Find the groups of a relation."""
    from photosim.app.finding.groups import find_groups  # noqa: PLC0415 - brings scikit-learn

    photos = len(workspace.photos())
    groups = find_groups(workspace, relation, report, cancel) if photos else []
    library = workspace.library
    review = None
    if is_reviewable(relation):
        review = Review(workspace, groups, library.marks(), Said(library.judgements()))
    return Found(groups, choices_in(groups), review, photos)


def named_people(workspace: Workspace) -> list[Somebody]:
    """Read who has a name and in which pictures they are, by name."""
    catalog = workspace.library.people
    contents: defaultdict[PersonId, set[ContentId]] = defaultdict(set)
    for face in catalog.faces():
        if face.person is not None:
            contents[face.person].add(face.content)
    known = [(row.name, row.id) for row in catalog.people() if row.name is not None and row.id in contents]
    return [Somebody(person, name, frozenset(contents[person])) for name, person in sorted(known)]
