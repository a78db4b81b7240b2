"""Groups of rows round a core, in which nothing chains.

Copies come in two kinds. Most show the whole picture: they are the same as each other, both ways. Others,
such as crops, lie in it: one crop can lie in two shots that are not the same, so no crop may hold a group
together. A core is made of a hub and of what shows the whole of it; what lies in a core or holds it in
itself joins the core that it agrees with best.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

Partners = dict[int, dict[int, float]]
"""Of each node those that are the same, with how far they disagree."""

Never = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Star:
    """Nodes that belong together.

    Attributes:
        core: the hub, then those that show the whole of it; every member has a pair with one of them.
        members: all of them, ascending, the core included; two or more.
    """

    core: tuple[int, ...]
    members: tuple[int, ...]


def stars(
    pairs: Mapping[tuple[int, int], float],
    whole: Collection[tuple[int, int]],
    keys: Sequence[bytes],
    never: Never,
) -> list[Star]:
    """Cover the nodes of pairs with stars.

    Each node is in at most one star. The result depends on the pairs and the keys alone; between nodes that
    are as good those that agree better, then the keys decide. Nodes without a pair, and pairs elsewhere,
    change nothing.

    Args:
        pairs: how far every two nodes that are the same disagree, >= 0, by the smaller node first.
        whole: those of the pairs that show the whole of each other.
        keys: one for each node, distinct; they name the nodes for good, as content digests do.
        never: names nodes that are never in one star, whatever the hub says; those that agree better stay.

    Returns:
        The stars by the smallest key of their members.
    """
    partners: Partners = {}
    for (first, second), disagreement in pairs.items():
        partners.setdefault(first, {})[second] = disagreement
        partners.setdefault(second, {})[first] = disagreement
    found: list[Star] = []
    for part in _parts(partners):
        wholly = {
            node: {other for other in near if (min(node, other), max(node, other)) in whole}
            for node, near in part.items()
        }
        found += _Cover(part, wholly, keys, never).stars()
    return sorted(found, key=lambda star: min(keys[node] for node in star.members))


def _parts(partners: Partners) -> Iterator[Partners]:
    """What hangs together, apart from the rest."""
    left = set(partners)
    while left:
        part: Partners = {}
        reached = [left.pop()]
        while reached:
            node = reached.pop()
            part[node] = partners[node]
            reached += [other for other in partners[node] if other in left]
            left -= partners[node].keys()
        yield part


class _Cover:
    """The stars of one part."""

    def __init__(
        self, partners: Partners, whole: Mapping[int, set[int]], keys: Sequence[bytes], never: Never
    ) -> None:
        self._partners = partners
        self._whole = whole
        self._keys = keys
        self._never = never

    def stars(self) -> Iterator[Star]:
        """The stars, the largest cores first."""
        left = set(self._partners)
        while left:
            cores = list(self._cores(left))
            members = self._joined(cores, left)
            for core, joined in zip(cores, members, strict=True):
                if len(joined) > 1:
                    yield Star(tuple(core), tuple(sorted(joined)))
            left -= {node for joined in members for node in joined}
            # What found no place may still have partners among what is left.
            left = {node for node in left if self._partners[node].keys() & left}

    def _cores(self, left: Collection[int]) -> Iterator[list[int]]:
        """Hubs with what shows the whole of them, the largest first; no two hubs lie in one another."""
        free, unclaimed = set(left), set(left)
        while free:
            hub = min(free, key=lambda node: self._rank(node, unclaimed))
            core = [hub]
            for node in self._by_agreement(hub, self._whole[hub] & unclaimed):
                if self._fits(node, core):
                    core.append(node)
            yield core
            unclaimed -= set(core)
            lying_in = {other for node in core for other in self._partners[node]} & free
            free -= {node for node in lying_in if self._fits(node, core)} | {hub}

    def _joined(self, cores: Sequence[list[int]], left: Collection[int]) -> list[list[int]]:
        """The cores with what joins each of them."""
        members = [list(core) for core in cores]
        core_of = {node: number for number, core in enumerate(cores) for node in core}
        wishes: list[tuple[bool, tuple[bool, float], int, bytes, int, int]] = []
        for node in left:
            if node in core_of:
                continue
            agreeing: dict[int, list[tuple[bool, float]]] = {}
            for other, disagreement in self._partners[node].items():
                if other in core_of:
                    partial = other not in self._whole[node]
                    agreeing.setdefault(core_of[other], []).append((partial, disagreement))
            wishes += [
                # Who is alone holds nothing together if others can.
                (len(cores[number]) == 1, min(found), -len(found), self._keys[node], number, node)
                for number, found in agreeing.items()
            ]
        placed: set[int] = set()
        for *_, number, node in sorted(wishes):
            if node not in placed and self._fits(node, members[number]):
                placed.add(node)
                members[number].append(node)
        return members

    def _fits(self, node: int, members: Sequence[int]) -> bool:
        return not any(self._never(node, member) for member in members)

    def _by_agreement(self, hub: int, nodes: Collection[int]) -> list[int]:
        return sorted(nodes, key=lambda node: (self._partners[hub][node], self._keys[node]))

    def _rank(self, node: int, unclaimed: Collection[int]) -> tuple[int, int, float, bytes]:
        near = {other: value for other, value in self._partners[node].items() if other in unclaimed}
        # Rounded, so that not the last bit decides between equals.
        spread = round(sum(sorted(near.values())), 9)
        return -len(self._whole[node] & near.keys()), -len(near), spread, self._keys[node]
