"""Keeper rules as files, and what other rules would change."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from photosim.app.atomic import read_named, write_atomically
from photosim.app.finding.descent_kept import kept_verdicts
from photosim.app.finding.keepers import Keepers
from photosim.domain.errors import FileError
from photosim.domain.progress import CancelToken
from photosim.domain.rules import RuleSet
from photosim.domain.similarity import ContentPair, Evidence, content_pair

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace
    from photosim.domain.photo import Photo
    from photosim.domain.similarity import Group

_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class KeeperChange:
    """A group of which another photo would be kept.

    Attributes:
        group: as it is now.
        keeper: who would be kept instead.
        reasons: why, see `Group.reasons`.
    """

    group: Group
    keeper: Photo
    reasons: tuple[str, ...]


def read_rules(path: str) -> RuleSet:
    """Read rules from a file.

    Raises:
        FileError: it cannot be read.
        RulesError: it holds no rules, or those of a newer photosim.
    """
    try:
        text = read_named("read the rules in", path, _MOST_BYTES).decode()
    except UnicodeDecodeError as error:
        raise FileError("read the rules in", path, "it is no text") from error
    return RuleSet.from_json(text)


def write_rules(rules: RuleSet, path: str) -> None:
    """Write rules into a file; what lies there is replaced as a whole or not at all.

    Raises:
        FileError: it cannot be written.
    """
    write_atomically(os.path.abspath(path), rules.to_json().encode())


def changed_keepers(
    workspace: Workspace, groups: Sequence[Group], present: RuleSet, rules: RuleSet, cancel: CancelToken
) -> list[KeeperChange]:
    """The groups whose keeper other rules would change, in the order of the groups.

    Photos are compared by what was seen when the groups were formed: the keeper beside the others. What the
    present rules would choose otherwise by so little is no change of the rules, and left out.

    Args:
        workspace: the library that the groups are of.
        groups: as `find_groups` gives them.
        present: the rules by which their keepers were chosen.
        rules: to try.
        cancel: looked at for every group.

    Raises:
        Cancelled: a stop was asked for.
    """
    changes = []
    with kept_verdicts(workspace.library) as verdicts:
        for group in groups:
            cancel.checkpoint()
            photos, evidence = [member.photo for member in group.members], _evidence(group)
            choice = Keepers(workspace, rules, evidence, verdicts, cancel)(photos, group.relation)
            if choice.keeper.path == group.keeper.path:
                continue
            before = Keepers(workspace, present, evidence, verdicts, cancel)(photos, group.relation)
            if choice.keeper.path != before.keeper.path:
                changes.append(KeeperChange(group, choice.keeper, choice.reasons))
    return changes


def _evidence(group: Group) -> dict[ContentPair, Evidence]:
    keeper = group.keeper.content
    return {
        content_pair(keeper, member.photo.content): (
            member.evidence if keeper < member.photo.content else member.evidence.reversed()
        )
        for member in group.members
        if member.evidence is not None
    }
