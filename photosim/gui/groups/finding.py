"""What a worker thread reads and finds for the groups view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from photosim.domain.judgements import Said
from photosim.domain.progress import CancelToken
from photosim.domain.similarity import Group, Relation
from photosim.gui.base.jobs import ReportAny
from photosim.gui.groups.filter import Choices, choices_in
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
