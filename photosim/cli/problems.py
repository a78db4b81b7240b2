"""Files that were left out, for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from photosim.domain.files import Problem, ProblemKind, display_path
from photosim.domain.words import count_words

_SHOWN = 50


def real_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Without the files that never claimed to be pictures."""
    return [problem for problem in problems if problem.kind is not ProblemKind.OTHER_FILE]


def listed(problems: Sequence[Problem]) -> list[str]:
    """Lines that tell what was left out and why; files of other kinds are only counted."""
    real = real_problems(problems)
    others = len(problems) - len(real)
    lines = []
    if real:
        lines.append(f"{count_words(len(real), 'problem')}:")
        lines += [f"  {display_path(problem.path)}: {problem.reason}" for problem in real[:_SHOWN]]
        if len(real) > _SHOWN:
            lines.append(f"  … and {len(real) - _SHOWN:,} more; “--format json” lists them all.")
    if others:
        verb = "is no picture and was" if others == 1 else "are no pictures and were"
        lines.append(f"{count_words(others, 'other file')} {verb} left out.")
    return lines
