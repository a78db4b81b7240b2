"""How right groups are, by where their files come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePath

from scripts.benchmark.groups_files import DISTRACTORS, SCENES, SOURCES

SET_APART = ("screenshot", "collage")
"""Attacks that are told apart."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from.

    Attributes:
        kind: the folder of its kind.
        group: what it is a picture or a copy of; files of one source, and no others, are one picture.
        name: the attack, or the file without its suffix.
    """

    kind: str
    group: str
    name: str

    @property
    def is_original(self) -> bool:
        """Whether all copies of its group were made from it."""
        return self.kind == SOURCES and self.name == "original"


def origin_of(path: str) -> Origin:
    """Of a file of the benchmark, by its path: <kind>/<group>/<name>, or <kind>/<name> for distractors."""
    *_, kind, group, name = PurePath(path).parts
    if group == DISTRACTORS:
        kind, group = DISTRACTORS, name
    return Origin(kind, f"{kind}/{group}", PurePath(name).stem)


def same(one: Origin, two: Origin) -> bool:
    """Whether they are truly the same picture."""
    return one.kind == SOURCES and one.group == two.group


def scores(files: Sequence[Origin], groups: Sequence[Sequence[int]]) -> dict[str, object]:
    """The figures of one way of grouping.

    Args:
        files: all files.
        groups: numbers of files that are called one picture; a file may be in several.
    """
    pairs = {tuple(sorted(pair)) for group in groups for pair in combinations(group, 2)}
    return {**pair_scores(files, pairs), "groups": len(groups), "purity": _purity(files, groups)}


def pair_scores(files: Sequence[Origin], pairs: Iterable[tuple[int, ...]]) -> dict[str, object]:
    """The same of pairs, for what makes no groups."""
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wrong: list[tuple[str, str]] = []
    views = 0
    for first, second in pairs:
        one, two = files[first], files[second]
        if same(one, two):
            right["apart" if {one.name, two.name} & set(SET_APART) else "pairs"] += 1
            if one.is_original or two.is_original:
                found[two.name if one.is_original else one.name] += 1
        else:
            wrong.append((f"{one.group}/{one.name}", f"{two.group}/{two.name}"))
            views += one.kind == two.kind == SCENES and one.group == two.group
    true = _true_pairs(files)
    sizes = Counter(origin.name for origin in files if origin.kind == SOURCES and not origin.is_original)
    attacks = {name: found[name] / size for name, size in sorted(sizes.items())}
    counted = {name: size for name, size in sizes.items() if name not in SET_APART}
    called = right["pairs"] + right["apart"] + len(wrong)
    return {
        "precision": (right["pairs"] + right["apart"]) / called if called else 1.0,
        "recall": right["pairs"] / true if true else 0.0,
        "recall of originals": sum(found[name] for name in counted) / max(1, sum(counted.values())),
        "false pairs": len(wrong),
        "false pairs of one scene": views,
        "attacks": attacks,
        "wrong": sorted(wrong)[:200],
    }


def _true_pairs(files: Sequence[Origin]) -> int:
    sizes = Counter(
        origin.group for origin in files if origin.kind == SOURCES and origin.name not in SET_APART
    )
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _purity(files: Sequence[Origin], groups: Sequence[Sequence[int]]) -> float:
    pure = sum(
        len({files[number].group for number in group}) == 1 and files[group[0]].kind == SOURCES
        for group in groups
    )
    return pure / len(groups) if groups else 1.0


def table(rows: Mapping[str, Mapping[str, object]]) -> str:
    """The ways of grouping, one below the other."""
    columns = (
        "precision",
        "recall",
        "recall of originals",
        "false pairs",
        "false pairs of one scene",
        "purity",
    )
    lines = [f"{'':30}" + "".join(f"{column:>{len(column) + 2}}" for column in columns)]
    for name, row in rows.items():
        cells = (row.get(column, "") for column in columns)
        told = (f"{cell:.4f}" if isinstance(cell, float) else str(cell) for cell in cells)
        lines.append(
            f"{name:30}"
            + "".join(f"{cell:>{len(column) + 2}}" for cell, column in zip(told, columns, strict=True))
        )
    return "\n".join(lines)
