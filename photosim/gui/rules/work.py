"""What the rules dialog does in the background; each is a job's work, run in a worker thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from photosim.app.tuning.rules import KeeperChange, changed_keepers, read_rules, write_rules
from photosim.domain.rules import RuleSet

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace
    from photosim.domain.progress import CancelToken
    from photosim.domain.similarity import Group, Relation
    from photosim.gui.base.jobs import ReportAny, Work


def loading(workspace: Workspace) -> Work[RuleSet]:
    """Reads the rules of the library."""

    def work(_report: ReportAny, _cancel: CancelToken) -> RuleSet:
        return workspace.library.rules()

    return work


def grouping(workspace: Workspace, relation: Relation, rules: RuleSet) -> Work[list[Group]]:
    """Finds the groups that a preview is made of, with the keepers that these rules choose."""

    def work(report: ReportAny, cancel: CancelToken) -> list[Group]:
        from photosim.app.finding.groups import find_groups  # noqa: PLC0415 - brings scikit-learn

        return find_groups(workspace, relation, report, cancel, rules) if workspace.photos() else []

    return work


def comparing(
    workspace: Workspace, groups: Sequence[Group], present: RuleSet, rules: RuleSet
) -> Work[list[KeeperChange]]:
    """Finds the groups of which other rules than those present would keep another photo."""

    def work(_report: ReportAny, cancel: CancelToken) -> list[KeeperChange]:
        return changed_keepers(workspace, groups, present, rules, cancel)

    return work


def saving(workspace: Workspace, rules: RuleSet) -> Work[RuleSet]:
    """Keeps the rules; those that photosim comes with are not written down, so that they stay its own."""

    def work(_report: ReportAny, _cancel: CancelToken) -> RuleSet:
        workspace.library.save_rules(None if rules == RuleSet() else rules)
        return rules

    return work


def importing(path: str) -> Work[RuleSet]:
    """Reads rules from a file."""

    def work(_report: ReportAny, _cancel: CancelToken) -> RuleSet:
        return read_rules(path)

    return work


def exporting(rules: RuleSet, path: str) -> Work[str]:
    """Writes rules into a file; the answer is its path."""

    def work(_report: ReportAny, _cancel: CancelToken) -> str:
        write_rules(rules, path)
        return path

    return work
