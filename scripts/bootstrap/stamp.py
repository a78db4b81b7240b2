"""What the environment holds, written down when a set-up ends, so that the next start has nothing to do.

A set-up that is interrupted leaves `unfinished` behind instead: half-unpacked packages look installed to pip,
so such an environment is made anew rather than repaired.
"""

import contextlib
import hashlib
import json
import os
import sys
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bootstrap.checkout import Checkout, Wanted

_STAMP = "photosim-setup.json"
_UNFINISHED = "photosim-setup.unfinished"


@dataclass(frozen=True)
class Stamp:
    """The state of an environment.

    Attributes:
        python: major.minor of its interpreter.
        root: the checkout it was made in; its commands hold this path, so a moved checkout needs a new one.
        project: digest of the metadata that the package was installed with.
        locks: digest of each lock file that was installed in full.
    """

    python: str
    root: str
    project: str
    locks: dict[str, str] = field(default_factory=dict)


def python_version() -> str:
    """major.minor of the interpreter that runs this."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def lock_digest(checkout: Checkout, wanted: Wanted) -> str:
    """The identity of a lock file's content."""
    return hashlib.sha256(checkout.lock_file(wanted).read_bytes()).hexdigest()


def project_digest(checkout: Checkout) -> str:
    """The identity of what an installation takes from pyproject.toml; settings of tools do not count."""
    project = tomllib.loads((checkout.root / "pyproject.toml").read_text(encoding="utf-8"))
    parts = {name: project.get(name) for name in ("build-system", "project")}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def read_stamp(checkout: Checkout) -> Stamp | None:
    """The stamp of the last finished set-up, or None when there is none to trust."""
    if is_unfinished(checkout):
        return None
    try:
        content = json.loads((checkout.environment / _STAMP).read_text(encoding="utf-8"))
        stamp = Stamp(**content)
    except (OSError, ValueError, TypeError):
        return None
    return stamp if isinstance(stamp.locks, dict) else None


def write_stamp(checkout: Checkout, stamp: Stamp) -> None:
    """Note that the set-up is finished."""
    target = checkout.environment / _STAMP
    draft = target.with_suffix(".new")
    draft.write_text(json.dumps(asdict(stamp), indent=2) + "\n", encoding="utf-8")
    os.replace(draft, target)
    with contextlib.suppress(FileNotFoundError):
        _unfinished(checkout).unlink()


def mark_unfinished(checkout: Checkout) -> None:
    """Note that a set-up has begun, before anything is changed."""
    checkout.environment.mkdir(exist_ok=True)
    _unfinished(checkout).touch()


def is_unfinished(checkout: Checkout) -> bool:
    """Whether a set-up was begun and never ended."""
    return _unfinished(checkout).exists()


def fits_here(checkout: Checkout, stamp: Stamp) -> bool:
    """Whether the environment can be used by this Python, in this place."""
    return stamp.python == python_version() and stamp.root == str(checkout.root) and checkout.python.exists()


def is_ready(checkout: Checkout, stamp: Stamp | None, wanted: Wanted) -> bool:
    """Whether nothing at all is left to do before the program may start."""
    return (
        stamp is not None
        and fits_here(checkout, stamp)
        and stamp.locks.get(wanted) == lock_digest(checkout, wanted)
        and stamp.project == project_digest(checkout)
        and checkout.tool("photosim").exists()
    )


def _unfinished(checkout: Checkout) -> Path:
    return checkout.environment / _UNFINISHED
