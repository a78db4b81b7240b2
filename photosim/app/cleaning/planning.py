"""From groups, marks and wishes to a plan. Nothing is touched here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from typing import TYPE_CHECKING

from photosim.actions.planner import Known
from photosim.actions.planner import make_plan as plan_removals
from photosim.app.cleaning.decisions import decision_of, decisions_of
from photosim.domain.actions import Act, Decision, FileProof, Plan, Refusal, RefusalKind
from photosim.domain.errors import FileError
from photosim.domain.files import Role, display_path
from photosim.domain.judgements import Said
from photosim.domain.planfile import with_id
from photosim.domain.progress import CancelToken, Progress, Report
from photosim.domain.similarity import Group, Member, Palette, Relation
from photosim.imaging.companions import find_companions
from photosim.imaging.digest import digest_file
from photosim.similarity.changes import lacks

if TYPE_CHECKING:
    from photosim.app.cleaning.decisions import Marks
    from photosim.app.workspace import Workspace
    from photosim.domain.companions import Companions
    from photosim.domain.photo import Photo

STAGE = "Looking at what belongs to the photos"

INCLUDABLE = (
    Relation.REENCODED,
    Relation.TURNED,
    Relation.CROPPED,
    Relation.EDITED,
    Relation.FRAMED,
    Relation.SAME_PICTURE,
)
"""What may be asked for beyond identical files."""


def make_plan(
    workspace: Workspace,
    groups: Sequence[Group],
    report: Report,
    cancel: CancelToken,
    *,
    act: Act = Act.SET_ASIDE,
    target: str | None = None,
    marks: Marks | None = None,
    include: Collection[Relation] = (),
) -> Plan:
    """Plan what is to go.

    A group that was decided goes as it was decided. A group of which only a part is marked waits. Of a
    group without marks only files identical to one that stays are chosen, and those that are to the keeper
    what `include` asks for. Of these nothing goes that has more pixels than the keeper, shows more of the
    scene, or has colours that it lacks; no camera raw for the sake of another format; and nothing that the
    camera laid beside a photo that stays.

    Args:
        workspace: the library of the groups.
        groups: of the same picture, the file to keep first.
        report: told while files beside the photos are read.
        cancel: stops the work.
        act: what is to become of the files that go.
        target: folder to move to, absolute; for `Act.MOVE` only.
        marks: of the review, by path; None: those of the library.
        include: a part of `INCLUDABLE`.

    Raises:
        Cancelled: a stop was asked for.
        LibraryError: the catalogue cannot be read.
        ValueError: `target` does not fit the act, or `include` asks for what cannot be included.
    """
    if not set(include) <= set(INCLUDABLE):
        raise ValueError(f"cannot include {sorted(set(include) - set(INCLUDABLE))}")
    library = workspace.library
    marked = library.marks() if marks is None else marks
    decided = decisions_of(groups, marked)
    concerned = [group for group in groups if _concerns(group, decided.get(group.id), marked, include)]
    companions, proofs = _beside(concerned, report, cancel)
    if include:
        decided |= {
            group.id: _proposed(group, include, companions) for group in concerned if group.id not in decided
        }
    known = Known(tuple(library.roots()), companions, proofs, Said(library.judgements()))
    decisions = [decided[group.id] for group in concerned if group.id in decided]
    plan = plan_removals(
        [group for group in concerned if group.id not in decided or decided[group.id].keep],
        [decision for decision in decisions if decision.keep],
        known,
        act=act,
        created_at=datetime.now().astimezone(),
        target=target,
    )
    asked = {path for decision in decisions for path in decision.remove}
    # Two names of one file take no room, and nobody asked for one of them to go.
    refused = [one for one in plan.refused if one.kind is not RefusalKind.SAME_FILE or one.victim in asked]
    all_marked = [
        refusal for decision in decisions if not decision.keep for refusal in _one_must_stay(decision)
    ]
    return with_id(replace(plan, refused=(*all_marked, *refused)))


def waiting(groups: Iterable[Group], marks: Marks) -> int:
    """How many groups wait because only a part of their files is marked."""
    return sum(decision_of(group, marks) is None and _is_marked(group, marks) for group in groups)


def _concerns(group: Group, decision: Decision | None, marks: Marks, include: Collection[Relation]) -> bool:
    """Whether a plan can do something with a group."""
    if decision is not None:
        return bool(decision.remove)
    return not _is_marked(group, marks) and (bool(include) or _has_identical(group))


def _is_marked(group: Group, marks: Marks) -> bool:
    return any(member.photo.path in marks for member in group.members)


def _has_identical(group: Group) -> bool:
    present = [member.photo for member in group.members if not member.photo.missing]
    return any(_identical(one, other) for one, other in combinations(present, 2))


def _identical(one: Photo, other: Photo) -> bool:
    return one.content == other.content or one.preview_digest == other.preview_digest


def _proposed(group: Group, include: Collection[Relation], companions: Companions) -> Decision:
    """What follows for a group without marks from the wish for more than identity."""
    keeper = group.keeper
    stays: list[Photo] = []
    goes: list[str] = []
    beside = {keeper.path, *(companion.path for companion in companions.get(keeper.path, ()))}
    # What was shot together stays together, so the keeper and what lies beside it come first.
    for member in sorted(group.members, key=lambda member: member.photo.path not in beside):
        photo = member.photo
        if photo.missing:
            continue
        if photo.role is Role.PROTECTED or photo.path in beside:
            stays.append(photo)
        elif any(_identical(photo, other) for other in stays) or _is_included(member, keeper, include):
            goes.append(photo.path)
        else:
            stays.append(photo)
    return Decision(group.id, tuple(photo.path for photo in stays), tuple(goes))


def _is_included(member: Member, keeper: Photo, include: Collection[Relation]) -> bool:
    return member.relation in include and not keeper.missing and _loses_nothing(member, keeper)


def _loses_nothing(member: Member, keeper: Photo) -> bool:
    """Whether the keeper, which a rule may have chosen for its folder alone, is not the lesser picture."""
    facts, seen = member.photo.facts, member.evidence
    if facts.pixels > keeper.facts.pixels or (facts.format == "RAW" and keeper.facts.format != "RAW"):
        return False
    if seen is None:
        return True
    all_shown = not lacks(seen.overlap_second, framed=seen.framed_second)
    as_colourful = seen.palette_first in (Palette.COLOURS, seen.palette_second)
    return all_shown and as_colourful and not seen.framed_first


def _beside(
    groups: Sequence[Group], report: Report, cancel: CancelToken
) -> tuple[Companions, dict[str, FileProof]]:
    """What belongs to the photos of groups, and what those files are that are no photos of theirs.

    A file that cannot be read has no proof: the planner refuses what depends on it.
    """
    members = {member.photo.path for group in groups for member in group.members if not member.photo.missing}
    companions = find_companions(sorted(members), cancel)
    others = sorted({one.path for found in companions.values() for one in found} - members)
    proofs: dict[str, FileProof] = {}
    for number, path in enumerate(others):
        cancel.checkpoint()
        report(Progress(STAGE, number, len(others), detail=display_path(path)))
        try:
            proofs[path] = FileProof(path, *digest_file(path, cancel))
        except FileError:
            continue
    return companions, proofs


def _one_must_stay(decision: Decision) -> list[Refusal]:
    """Nothing is done with a group of which all was marked to go."""
    return [
        Refusal(
            path,
            "",
            RefusalKind.CHAIN,
            f"“{display_path(path)}” stays: it and all others of its group were marked to go, and one must "
            "stay.",
        )
        for path in decision.remove
    ]
