"""`photosim groups`."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence

from photosim.app.cleaning.companions import companions_of
from photosim.app.finding.groups import find_groups
from photosim.cli.beside import companions_json
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.evidence import evidence_json
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.companions import Companions
from photosim.domain.files import Role, display_path, plain_path
from photosim.domain.similarity import Group, Member, Relation
from photosim.domain.words import (
    RELATION_WORDS,
    count_words,
    dimension_words,
    enumerated,
    percent_words,
    size_words,
)


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """List the groups."""
    relation = Relation(options.relation)
    with (
        library(options, existing=True, compares=True) as workspace,
        stoppable() as cancel,
        progress_line(console) as line,
    ):
        groups = find_groups(workspace, relation, line.show, cancel)
        companions = companions_of((member.photo for group in groups for member in group.members), cancel)
    console.result(as_json(groups, companions), as_text(groups, relation, companions))
    return Exit.DONE


def as_json(groups: Sequence[Group], companions: Companions) -> dict[str, object]:
    """The groups by their stable names; null for companions in a folder that could not be listed."""
    return {
        "groups": [
            {
                "id": group.id,
                "relation": group.relation.value,
                "keeper": plain_path(group.keeper.path),
                "reasons": list(group.reasons),
                "members": [_member(member, companions) for member in group.members],
                "reclaimable_bytes": group.reclaimable_bytes,
            }
            for group in groups
        ]
    }


def as_text(groups: Sequence[Group], relation: Relation, companions: Companions) -> str:
    """The groups for people."""
    words = RELATION_WORDS[relation]
    if not groups:
        return f"No groups of the {words} were found."
    photos = sum(len(group.members) for group in groups)
    lines = [f"{count_words(len(groups), 'group')} of the {words}, {count_words(photos, 'photo')}"]
    # Of a moment or a place one may well want more than one photo.
    to_free = relation is Relation.SAME_PICTURE
    if to_free:
        freed = size_words(sum(group.reclaimable_bytes for group in groups))
        lines[0] += f"; keeping one of each would free {freed}"
    for number, group in enumerate(groups, start=1):
        title = f"{number}. {count_words(len(group.members), 'photo')}"
        lines += ["", f"{title}, {size_words(group.reclaimable_bytes)} to free" if to_free else title]
        for place, member in enumerate(group.members):
            lines.append(_line(member, is_keeper=not place))
            beside = [os.path.basename(one.path) for one in companions.get(member.photo.path, ())]
            lines += [f"     together with {display_path(enumerated(beside))}"] if beside else []
        if group.reasons:
            lines.append(f"     why: {'; '.join(group.reasons)}")
    return "\n".join(lines)


def _member(member: Member, companions: Companions) -> dict[str, object]:
    return {
        "path": plain_path(member.photo.path),
        "relation": member.relation.value,
        "distance": round(member.distance, 6),
        "probability": round(member.probability, 6),
        "overlap": member.overlap,
        "words": member.words,
        "evidence": evidence_json(member.evidence),
        "companions": companions_json(member.photo, companions),
    }


def _line(member: Member, *, is_keeper: bool) -> str:
    photo = member.photo
    what = "keep" if is_keeper else f"{RELATION_WORDS[member.relation]}, {percent_words(member.probability)}"
    told = f"\n{'':>5}{member.words}" if member.words else ""
    notes = [
        *(["protected"] if photo.role is Role.PROTECTED else []),
        *(["missing"] if photo.missing else []),
    ]
    note = f"  ({', '.join(notes)})" if notes else ""
    pixels = dimension_words(photo.facts.width, photo.facts.height)
    bytes_ = size_words(photo.stamp.size)
    return f"   {what:<26}  {pixels:>13}  {bytes_:>9}  {display_path(photo.path)}{note}{told}"
