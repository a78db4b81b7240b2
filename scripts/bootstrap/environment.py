"""From whatever is there to an environment that is ready."""

import os
import shutil
import subprocess
import sys

from bootstrap import stamp, system
from bootstrap.checkout import Checkout, Wanted
from bootstrap.exclusive import exclusive
from bootstrap.packages import clean_environment, install_checkout, install_lock
from bootstrap.telling import SetupError, say, step


def ensure(checkout: Checkout, wanted: Wanted) -> bool:
    """Make the environment ready for running the program, or its tests too.

    Returns:
        Whether there was anything to do.

    Raises:
        SetupError: it cannot be made ready; nothing half-done will be taken for done.
    """
    if stamp.is_ready(checkout, stamp.read_stamp(checkout), wanted):
        return False
    with exclusive(checkout.scratch / "setup.lock"):
        # Whoever held the lock before us may have done it all.
        if stamp.is_ready(checkout, stamp.read_stamp(checkout), wanted):
            return False
        try:
            _set_up(checkout, wanted)
        except OSError as error:
            raise SetupError(f"The environment could not be made: {error}") from error
    return True


def _set_up(checkout: Checkout, wanted: Wanted) -> None:
    say(f"Setting up photosim in {checkout.environment} (only once):")
    before = stamp.read_stamp(checkout)
    if not _is_usable(checkout, before):
        _make(checkout)
        before = None
    wanted_lock = stamp.lock_digest(checkout, wanted)
    locks = dict(before.locks) if before else {}
    stamp.mark_unfinished(checkout)
    if locks.get(wanted) != wanted_lock:
        with step("fetching and unpacking the locked packages"):
            install_lock(checkout, wanted)
        # The lock of the tests holds all that the program needs, in the same versions.
        locks |= {"run": stamp.lock_digest(checkout, "run"), wanted: wanted_lock}
    with step("installing photosim itself"):
        install_checkout(checkout)
    root, project = str(checkout.root), stamp.project_digest(checkout)
    stamp.write_stamp(checkout, stamp.Stamp(stamp.python_version(), root, project, locks))


def _is_usable(checkout: Checkout, before: stamp.Stamp | None) -> bool:
    """Whether what is there can be completed in place; an environment made by hand may be."""
    if stamp.is_unfinished(checkout):
        return False
    if before is not None:
        return stamp.fits_here(checkout, before)
    if not checkout.python.exists() or not (checkout.environment / "pyvenv.cfg").exists():
        return False
    question = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    asked = subprocess.run(
        [str(checkout.python), "-c", question],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=clean_environment(os.environ),
        encoding="utf-8",
        check=False,
    )
    return asked.returncode == 0 and asked.stdout.strip() == stamp.python_version()


def _make(checkout: Checkout) -> None:
    system.provide_python_parts()
    if checkout.environment.is_symlink():
        raise SetupError(f"{checkout.environment} is a link. Remove it and start again.")
    with step(f"making an isolated environment with Python {stamp.python_version()}"):
        if checkout.environment.exists():
            shutil.rmtree(checkout.environment)
        stamp.mark_unfinished(checkout)
        made = subprocess.run(
            [sys.executable, "-m", "venv", str(checkout.environment)],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env=clean_environment(os.environ),
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    if made.returncode:
        reason = (made.stderr or made.stdout).strip().splitlines() or ["no reason was given"]
        raise SetupError(f"Python could not make an environment: {reason[-1]}")
