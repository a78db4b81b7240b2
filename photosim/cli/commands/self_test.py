"""`photosim self-test`."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Sequence

from photosim.app.trying.checks import Check, Outcome
from photosim.app.trying.selftest import self_test
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.domain.words import count_words

_MARKS = {Outcome.PASSED: "ok", Outcome.WARNING: "warning", Outcome.FAILED: "FAILED"}


def run(options: Namespace, console: Console, window: Window) -> Exit:
    """Check everything, or with `--only window` what only a process of its own may try."""
    checks = self_test() if options.only is None else window.check()
    done = _show(checks, console)
    failed = sum(check.outcome is Outcome.FAILED for check in done)
    console.result(
        {
            "passed": not failed,
            "checks": [
                {"name": check.name, "outcome": check.outcome.value, "detail": check.detail} for check in done
            ],
        },
        _verdict(done),
    )
    return Exit.DONE_WITH_PROBLEMS if failed else Exit.DONE


def _verdict(done: Sequence[Check]) -> str:
    counts = Counter(check.outcome for check in done)
    words = [f"{counts[Outcome.PASSED]} passed"]
    if counts[Outcome.WARNING]:
        words.append(count_words(counts[Outcome.WARNING], "warning"))
    if counts[Outcome.FAILED]:
        words.append(f"{counts[Outcome.FAILED]} FAILED")
    return f"\n{count_words(len(done), 'check')}: {', '.join(words)}."


def _show(checks: Iterable[Check], console: Console) -> list[Check]:
    done = []
    for check in checks:
        done.append(check)
        if not console.as_json:
            console.line(f"{_MARKS[check.outcome]:<8}  {check.name}: {check.detail}")
    return done
