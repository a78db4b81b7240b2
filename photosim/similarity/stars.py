"""Groups of rows round a hub: every member is known to be the same as the hub, so nothing chains."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Partners = dict[int, dict[int, float]]
"""Of each node those that are the same, with their distance."""

Never = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Star:
    """Nodes that belong together.

    Attributes:
        hub: has a pair with every other member.
        members: all of them, ascending, the hub included; two or more.
    """

    hub: int
    members: tuple[int, ...]


def stars(pairs: Mapping[tuple[int, int], float], keys: Sequence[bytes], never: Never) -> list[Star]:
    """Cover the nodes of pairs with stars: who has most partners takes them, then who has most of the rest.

    Each node is in at most one star. The result depends on the pairs and the keys alone; between nodes
    with equally many partners the nearer ones, then the keys decide. Nodes without a pair, and pairs
    elsewhere, change nothing.

    Args:
        pairs: the distance of every two nodes that are the same.
        keys: one for each node, distinct; they name the nodes for good, as content digests do.
        never: names nodes that are never in one star, whatever the hub says; those nearer to the hub stay.

    Returns:
        The stars by the smallest key of their members.
    """
    partners: dict[int, dict[int, float]] = {}
    for (first, second), distance in pairs.items():
        partners.setdefault(first, {})[second] = distance
        partners.setdefault(second, {})[first] = distance
    found = [star for part in _parts(partners) for star in _cover(part, keys, never)]
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


def _cover(partners: Partners, keys: Sequence[bytes], never: Never) -> Iterator[Star]:
    while partners:
        hub = min(partners, key=lambda node: _rank(node, partners[node], keys))
        members = [hub]
        for node in sorted(partners[hub], key=lambda node: (partners[hub][node], keys[node])):
            if not any(never(node, member) for member in members):
                members.append(node)
        if len(members) > 1:
            yield Star(hub, tuple(sorted(members)))
        for node in members:
            for other in partners.pop(node):
                if other in partners:
                    del partners[other][node]
        partners = {node: rest for node, rest in partners.items() if rest}


def _rank(node: int, partners: Mapping[int, float], keys: Sequence[bytes]) -> tuple[int, float, bytes]:
    # Rounded, so that not the last bit decides between equals.
    return (-len(partners), round(sum(sorted(partners.values())), 9), keys[node])
