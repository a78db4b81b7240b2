"""`photosim self-test`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable

from photosim.app.checks import Check, Outcome
from photosim.app.selftest import self_test
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window

_MARKS = {Outcome.PASSED: "ok", Outcome.WARNING: "warning", Outcome.FAILED: "FAILED"}


def run(options: Namespace, console: Console, window: Window) -> Exit:
    """Check everything, or with `--only window` what only a process of its own may try."""
    checks = self_test() if options.only is None else window.check()
    done = _show(checks, console)
    failed = sum(check.outcome is Outcome.FAILED for check in done)
    verdict = f"{failed} of {len(done)} checks failed." if failed else f"All {len(done)} checks passed."
    console.result(
        {
            "passed": not failed,
            "checks": [
                {"name": check.name, "outcome": check.outcome.value, "detail": check.detail} for check in done
            ],
        },
        verdict,
    )
    return Exit.DONE_WITH_PROBLEMS if failed else Exit.DONE


def _show(checks: Iterable[Check], console: Console) -> list[Check]:
    done = []
    for check in checks:
        done.append(check)
        if not console.as_json:
            console.line(f"{_MARKS[check.outcome]:<8}  {check.name}: {check.detail}")
    return done
