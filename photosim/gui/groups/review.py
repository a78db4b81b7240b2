"""What the user decides of groups: chosen, accepted, taken back. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

from photosim.app.cleaning.decisions import decision_of
from photosim.app.judging import judgements
from photosim.domain.errors import PhotosimError
from photosim.domain.files import Role, display_path
from photosim.domain.judgements import JudgementChange, Said, Verdict
from photosim.domain.marks import Mark
from photosim.domain.similarity import Group, Relation, content_pair
from photosim.gui.compare.choice import Choice, proposed_choice, refusal, removable

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace
    from photosim.domain.photo import ContentId, Photo


def is_reviewable(relation: Relation) -> bool:
    """Whether the groups of a relation hold copies, of which some can go."""
    return relation is Relation.SAME_PICTURE


class Standing(StrEnum):
    """How far a group is."""

    OPEN = "open"
    CHANGED = "changed"
    """Something was chosen that was not accepted yet."""
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the review is.

    Attributes:
        reviewed: groups in which nothing is left to decide.
        total: all groups.
        chosen: files that are to go.
        chosen_bytes: their size.
        open_bytes: what could still be freed in the groups that are not decided.
        settled: groups in which there never was anything to decide: every file is protected or missing. They
            count as reviewed.
    """

    reviewed: int = 0
    total: int = 0
    chosen: int = 0
    chosen_bytes: int = 0
    open_bytes: int = 0
    settled: int = 0

    def moved(self, before: Tally, after: Tally) -> Tally:
        """The sum once a part of it has changed."""
        return Tally(
            self.reviewed + after.reviewed - before.reviewed,
            self.total + after.total - before.total,
            self.chosen + after.chosen - before.chosen,
            self.chosen_bytes + after.chosen_bytes - before.chosen_bytes,
            self.open_bytes + after.open_bytes - before.open_bytes,
            self.settled + after.settled - before.settled,
        )


@dataclass(frozen=True, slots=True)
class _Step:
    """What is needed to take one step back."""

    name: str
    groups: tuple[Group, ...]
    drafts: Mapping[str, Choice | None]
    marks: Mapping[str, Mark | None]
    judged: JudgementChange | None = None


class Review:
    """The choices in groups of copies, with what was accepted kept in the library.

    What is chosen lives here until it is accepted; what is accepted is written at once and is there again
    after a restart.

    Args:
        workspace: the library.
        groups: what there is to review, each file in one of them only.
        marks: what was decided so far, by path.
        said: the user's judgements.
    """

    def __init__(
        self, workspace: Workspace, groups: Sequence[Group], marks: Mapping[str, Mark], said: Said
    ) -> None:
        self._workspace = workspace
        self._said = said
        self._marks = dict(marks)
        self._groups = {group.id: group for group in groups}
        self._drafts: dict[str, Choice] = {}
        self._steps: list[_Step] = []
        self._counted: dict[str, Tally] = {}
        self._tally = Tally()
        self._count(self._groups)

    @property
    def groups(self) -> list[Group]:
        """What there is to review, as it is by now."""
        return list(self._groups.values())

    @property
    def tally(self) -> Tally:
        """How far the review is."""
        return self._tally

    @property
    def marks(self) -> Mapping[str, Mark]:
        """What was accepted, by path."""
        return self._marks

    @property
    def last_step(self) -> str:
        """What `undo` would take back, in words; "" when there is nothing."""
        return self._steps[-1].name if self._steps else ""

    def group(self, group_id: str) -> Group | None:
        """A group as it is by now; None when there is none of that id any more."""
        return self._groups.get(group_id)

    def standing(self, group: Group) -> Standing:
        """How far a group is."""
        if group.id in self._drafts:
            return Standing.CHANGED
        return Standing.REVIEWED if self._counted[group.id].reviewed else Standing.OPEN

    def choice(self, group: Group) -> Choice:
        """What is chosen in a group: by the user, or else what photosim proposes."""
        draft = self._drafts.get(group.id)
        return draft if draft is not None else self._accepted(group)

    def going(self, group: Group) -> list[Photo]:
        """The photos that are chosen to go."""
        remove = self.choice(group).remove
        return [member.photo for member in group.members if member.photo.path in remove]

    def keep_instead(self, group: Group, photo: Photo) -> str:
        """Choose another photo to be kept; returns why that cannot be, or ""."""
        if photo.missing:
            return "It was not found by the last scan: only a photo that is there can be kept for the others."
        before = self.choice(group)
        after = before.with_keeper(photo.path)
        if before.keeper != photo.path:
            old = next(m.photo for m in group.members if m.photo.path == before.keeper)
            identical = proposed_choice(group).remove
            # Of identical files it does not matter which one stays, so that the other goes in its place.
            if photo.path in before.remove and photo.path in identical and removable(old):
                after = replace(after, remove=after.remove | {old.path})
        self._draft(group, after, f"keep “{display_path(photo.path)}”")
        return ""

    def toggle(self, group: Group, photo: Photo) -> str:
        """Choose that a photo goes, or no longer; returns why that cannot be, or ""."""
        before = self.choice(group)
        why = refusal(before, photo)
        if not why:
            self._draft(group, before.toggled(photo.path), f"the choice of “{display_path(photo.path)}”")
        return why

    def keep_all(self, group: Group) -> None:
        """Choose that all photos of a group stay."""
        self._draft(group, replace(self.choice(group), remove=frozenset()), "keeping all")

    def keep_only(self, group: Group) -> None:
        """Choose that of a group only the keeper stays, and what can never go."""
        choice = self.choice(group)
        others = {m.photo.path for m in group.members if removable(m.photo)} - {choice.keeper}
        self._draft(group, replace(choice, remove=frozenset(others)), "keeping one only")

    def choose(self, group: Group, choice: Choice) -> None:
        """Take over what was chosen elsewhere."""
        if choice != self.choice(group):
            self._draft(group, choice, "the choice")

    def accept(self, groups: Sequence[Group]) -> None:
        """Decide groups as they are chosen, and keep that in the library.

        Raises:
            PhotosimError: it could not be kept; nothing was decided.
        """
        marks: dict[str, Mark | None] = {}
        for group in groups:
            remove = self.choice(group).remove
            marks.update(
                (photo.path, Mark.REMOVE if photo.path in remove else Mark.KEEP)
                for member in group.members
                if not (photo := member.photo).missing
            )
        self._keep(groups, marks, _several(groups, "the decision"))

    def reopen(self, groups: Sequence[Group]) -> None:
        """Forget what was decided of groups.

        Raises:
            PhotosimError: it could not be kept; nothing was forgotten.
        """
        paths = [member.photo.path for group in groups for member in group.members]
        self._keep(groups, dict.fromkeys(paths), _several(groups, "the forgotten decision"))

    def not_same(self, group: Group, photo: Photo | None) -> Group | None:
        """Say that a photo is not the same picture as the others, or None: that all are different.

        Returns:
            What is left of the group, None when nothing is.

        Raises:
            PhotosimError: they hold the same bytes, or it could not be kept; nothing was said.
        """
        photos = [member.photo for member in group.members]
        if photo is None:
            contents = {known.content for known in photos}
            pairs = [content_pair(*both) for both in combinations(sorted(contents), 2)]
            rest = None
        else:
            pairs = judgements.pairs_with(photo, photos)
            rest = _without(group, photo.content)
        if not pairs:
            raise PhotosimError(
                "These are identical files, byte for byte. To keep more than one, press Space on it."
            )
        change = judgements.judge(self._workspace, pairs, Verdict.NOT_SAME)
        name = f"not the same: “{display_path((photo or group.keeper).path)}”"
        self._steps.append(_Step(name, (group,), {group.id: self._drafts.get(group.id)}, {}, change))
        self._drafts.pop(group.id, None)
        self._replace(group.id, rest)
        return rest

    def carry_over(self, before: Review) -> None:
        """Take over what was chosen and not accepted, in groups that are the same as before."""
        for group_id, draft in before._drafts.items():
            group = self._groups.get(group_id)
            paths = {member.photo.path for member in group.members} if group is not None else set()
            if {draft.keeper, *draft.remove} <= paths:
                self._drafts[group_id] = draft

    def undo(self) -> tuple[Group, ...]:
        """Take the last step back.

        Returns:
            The groups it was about; none when there is nothing to undo.

        Raises:
            PhotosimError: it could not be kept; nothing was taken back.
        """
        if not self._steps:
            return ()
        step = self._steps[-1]
        if step.judged is not None:
            judgements.undo(self._workspace, step.judged)
        if step.marks:
            self._workspace.library.set_marks(step.marks)
            self._remember(step.marks)
        self._steps.pop()
        for group_id, draft in step.drafts.items():
            if draft is None:
                self._drafts.pop(group_id, None)
            else:
                self._drafts[group_id] = draft
        for group in step.groups:
            self._replace(group.id, group)
        return step.groups

    def _accepted(self, group: Group) -> Choice:
        marked = {member.photo.path: self._marks.get(member.photo.path) for member in group.members}
        proposed = proposed_choice(group)
        if not any(marked.values()):
            if self._said.keeps_all(_contents(group)):
                return replace(proposed, remove=frozenset())
            return proposed
        kept = [path for path, mark in marked.items() if mark is Mark.KEEP]
        keeper = kept[0] if kept else proposed.keeper
        remove = {path for path, mark in marked.items() if mark is Mark.REMOVE}
        fresh = {path for path in proposed.remove if marked[path] is None}
        return Choice(keeper, frozenset((remove | fresh) - {keeper}))

    def _draft(self, group: Group, choice: Choice, name: str) -> None:
        self._steps.append(_Step(name, (group,), {group.id: self._drafts.get(group.id)}, {}))
        self._drafts[group.id] = choice

    def _keep(self, groups: Sequence[Group], marks: Mapping[str, Mark | None], name: str) -> None:
        before = {path: self._marks.get(path) for path in marks}
        self._workspace.library.set_marks(marks)
        self._remember(marks)
        drafts = {group.id: self._drafts.pop(group.id, None) for group in groups}
        self._steps.append(_Step(name, tuple(groups), drafts, before))
        self._count(drafts)

    def _remember(self, marks: Mapping[str, Mark | None]) -> None:
        for path, mark in marks.items():
            if mark is None:
                self._marks.pop(path, None)
            else:
                self._marks[path] = mark

    def _replace(self, group_id: str, group: Group | None) -> None:
        if group is None:
            del self._groups[group_id]
        else:
            self._groups[group_id] = group
        self._count([group_id])

    def _count(self, ids: Iterable[str]) -> None:
        for group_id in ids:
            before = self._counted.pop(group_id, Tally())
            group = self._groups.get(group_id)
            after = self._counted_of(group) if group is not None else Tally()
            if group is not None:
                self._counted[group_id] = after
            self._tally = self._tally.moved(before, after)

    def _counted_of(self, group: Group) -> Tally:
        decision = decision_of(group, self._marks)
        if decision is None:
            if self._said.keeps_all(_contents(group)):
                return Tally(reviewed=1, total=1)
            return Tally(total=1, open_bytes=group.reclaimable_bytes)
        if not _can_lose(group):
            return Tally(reviewed=1, settled=1, total=1)
        sizes = {member.photo.path: member.photo.stamp.size for member in group.members}
        return Tally(1, 1, len(decision.remove), sum(sizes[path] for path in decision.remove))


def _can_lose(group: Group) -> bool:
    return any(m.photo.role is not Role.PROTECTED and not m.photo.missing for m in group.members)


def _contents(group: Group) -> set[ContentId]:
    return {member.photo.content for member in group.members}


def _several(groups: Sequence[Group], what: str) -> str:
    return what if len(groups) == 1 else f"{what} on {len(groups):,} groups"


def _without(group: Group, content: ContentId) -> Group | None:
    """The group without a content; None when no two photos are left."""
    members = tuple(member for member in group.members if member.photo.content != content)
    if len(members) < 2:
        return None
    if members[0] is group.members[0]:
        return replace(group, members=members)
    # The keeper is gone: a file that may stay whatever happens takes its place.
    first = next((m for m in members if m.photo.role is Role.PROTECTED), members[0])
    rest = tuple(member for member in members if member is not first)
    return replace(group, members=(first, *rest), reasons=())
