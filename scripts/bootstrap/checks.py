"""The command `test.py`: set up, then every check that a change has to pass, each with its name."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bootstrap import environment, libraries
from bootstrap.checkout import Checkout, this_checkout
from bootstrap.telling import SetupError, say

_STOPPED = 130
_OWN_SCRIPTS = ("run.py", "test.py", "lock.py", "perfect_files.py", "fuzz.py", "bootstrap")


@dataclass(frozen=True)
class Check:
    """One thing that must hold.

    Attributes:
        name: what it is called in the output.
        command: what runs it; the first word is a tool of the environment.
    """

    name: str
    command: tuple[str, ...]


def main(arguments: Sequence[str]) -> int:
    """Run the command.

    Returns:
        0 when every check passed, 1 when one failed or the set-up did, 130 when it was stopped.
    """
    options, for_pytest = _parser().parse_known_args(arguments)
    if options.photos:
        os.environ["PHOTOSIM_PHOTOS"] = os.path.abspath(options.photos)
    checkout = this_checkout()
    try:
        environment.ensure(checkout, "dev")
        line = libraries.provide(checkout, for_tests=True)
        if line:
            say(f"Tests of the window may fail until you type this line:\n\n    {line}\n")
        checks = [_quick(for_pytest)] if for_pytest else all_checks(checkout)
        return _run_all(checkout, checks)
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return _STOPPED


def all_checks(checkout: Checkout) -> list[Check]:
    """Everything that a change has to pass, the quick ones first."""
    coverage = str(checkout.scratch / "coverage.json")
    scripts = [f"scripts/{name}" for name in _OWN_SCRIPTS]
    return [
        Check("lint", ("ruff", "check", ".")),
        Check("format", ("ruff", "format", "--check", ".")),
        Check("types of the package", ("mypy",)),
        Check("types of the scripts", ("mypy", "--strict", *scripts)),
        Check("floors of the house", ("lint-imports",)),
        Check("tests", ("pytest", "--cov", "--cov-report=term", f"--cov-report=json:{coverage}")),
        Check("perfect files", ("python", "scripts/perfect_files.py", coverage)),
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="test.py",
        description="Run every check of photosim. Other arguments go to pytest, and then only pytest runs.",
        allow_abbrev=False,
    )
    parser.add_argument("--photos", metavar="DIR", help="real photos, for the tests that want some")
    return parser


def _quick(for_pytest: Sequence[str]) -> Check:
    return Check("tests", ("pytest", *for_pytest))


def _run_all(checkout: Checkout, checks: Sequence[Check]) -> int:
    checkout.scratch.mkdir(exist_ok=True)
    failed: list[str] = []
    start = time.monotonic()
    for check in checks:
        say(f"\n== {check.name}: {' '.join(check.command)}")
        began = time.monotonic()
        code = _run(checkout, check)
        verdict = "ok" if code == 0 else f"FAILED (exit code {code})"
        say(f"== {check.name}: {verdict}, {time.monotonic() - began:.0f} s")
        if code:
            failed.append(check.name)
    seconds = time.monotonic() - start
    if failed:
        say(f"\nFAILED after {seconds:.0f} s: {', '.join(failed)}")
        return 1
    say(f"\nAll {len(checks)} checks passed in {seconds:.0f} s." if len(checks) > 1 else "\nPassed.")
    return 0


def _run(checkout: Checkout, check: Check) -> int:
    tool, *arguments = check.command
    # The scripts import one another by their place beside the entry script.
    environ = {**os.environ, "MYPYPATH": str(checkout.root / "scripts")}
    sys.stdout.flush()
    return subprocess.run(
        [str(checkout.tool(tool)), *arguments],
        cwd=checkout.root,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr.fileno(),
        env=environ,
        check=False,
    ).returncode
