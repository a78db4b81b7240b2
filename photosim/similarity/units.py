"""What need not be compared: contents that show exactly the same."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def alike_units(
    previews: Sequence[bytes], rows: Sequence[int | None], codes: NDArray[np.float32]
) -> list[list[int]]:
    """Contents that have their preview or their code in common, as one unit each.

    Blank pages and copies that differ in metadata only come by the thousand; left apart they would
    fill each other's list of neighbours and hide everything else.

    Args:
        previews: of each content, digest of its reduced pixels.
        rows: of each content, its row in `codes`, or None while it has no code.
        codes: (N, D) float32.

    Returns:
        Numbers of contents, ascending; the units by their smallest. Every content is in exactly one.
    """
    unit_of = list(range(len(previews)))
    first_with: dict[Hashable, int] = {}
    for number, (preview, row) in enumerate(zip(previews, rows, strict=True)):
        marks: list[Hashable] = [("preview", preview)]
        if row is not None:
            marks.append(("code", codes[row].tobytes()))
        for mark in marks:
            one, two = _root(unit_of, number), _root(unit_of, first_with.setdefault(mark, number))
            unit_of[max(one, two)] = min(one, two)
    units: dict[int, list[int]] = {}
    for number in range(len(unit_of)):
        units.setdefault(_root(unit_of, number), []).append(number)
    return list(units.values())


def _root(unit_of: list[int], number: int) -> int:
    while unit_of[number] != number:
        unit_of[number] = number = unit_of[unit_of[number]]
    return number
