"""What the wizard says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from photosim.domain.files import ProblemKind, Root, display_path
from photosim.domain.scanning import ScanSummary
from photosim.domain.words import count_words, duration_words, size_words
from photosim.gui.kit.words import name_of

if TYPE_CHECKING:
    from photosim.app.scanning.estimate import Estimate

_GUESSED_PER_CORE = 12.0
"""Photos a second and core: a cautious guess for a machine that was never measured."""


def folders_words(roots: Sequence[Root]) -> str:
    """The folders by name: "“Rome”", "“Rome” and “Oslo”", "“Rome” and 3 other folders"."""
    names = [f"“{name_of(root.path) or display_path(root.path)}”" for root in roots]
    if len(names) <= 2:
        return " and ".join(names)
    return f"{names[0]} and {len(names) - 1} other folders"


def estimate_words(estimate: Estimate, rate: float | None, cores: int) -> str:
    """What a scan would read, and how long that takes."""
    if not estimate.new_photos:
        words = "All of them are known already; nothing has to be read." if estimate.photos else ""
    else:
        seconds = estimate.new_photos / (rate if rate is not None else _GUESSED_PER_CORE * cores)
        time = f"about {duration_words(seconds)}" if seconds >= 5 else "a few seconds"
        hint = "" if rate is not None else " (a guess until the first scan)"
        words = f"{size_words(estimate.new_bytes)} to read, {time}{hint}."
        if estimate.known:
            words += f" {count_words(estimate.known, 'photo is', 'photos are')} known already."
    if estimate.unreadable:
        words += f" {count_words(estimate.unreadable, 'folder', 'folders')} cannot be opened."
    return words.strip()


def summary_lines(summary: ScanSummary, copies: int) -> list[str]:
    """What a scan did, one short sentence a line; nothing that did not happen is mentioned.

    Args:
        summary: of the scan.
        copies: photos whose bytes are those of another photo.
    """
    counted = (
        (summary.added, "photo is new.", "photos are new."),
        (copies, "is an exact copy of another one.", "are exact copies of another one."),
        (summary.changed, "photo changed.", "photos changed."),
        (
            summary.moved,
            "photo was moved or renamed, and recognised.",
            "photos were moved or renamed, and recognised.",
        ),
        (summary.unchanged, "photo is as before.", "photos are as before."),
        (summary.reencoded, "of them was encoded anew.", "of them were encoded anew."),
        (
            summary.missing,
            "photo was not found any more; what is known of it is kept.",
            "photos were not found any more; what is known of them is kept.",
        ),
    )
    lines = [count_words(number, one, many) for number, one, many in counted if number]
    left_out = {problem.path for problem in summary.problems}
    closed = [root for root in summary.roots if root.path in left_out]
    if closed:
        lines.append(
            f"{folders_words(closed)} could not be opened (an unplugged drive?); "
            "what is known of the photos there is kept."
        )
    real = real_problems(summary) - len(closed)
    if real:
        lines.append(f"{count_words(real, 'file', 'files')} had to be left out; “See problems” tells why.")
    others = len(summary.problems) - real_problems(summary)
    if others:
        other = "other " if lines else ""
        lines.append(f"{count_words(others, f'{other}file is no picture', f'{other}files are no pictures')}.")
    return lines


def real_problems(summary: ScanSummary) -> int:
    """How many problems are worth a look."""
    return sum(problem.kind is not ProblemKind.OTHER_FILE for problem in summary.problems)


def photos_in(summary: ScanSummary) -> int:
    """How many photos the scanned folders hold, as far as the scan came."""
    return summary.added + summary.changed + summary.moved + summary.unchanged
