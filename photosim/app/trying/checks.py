"""The findings of a self-test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from photosim.domain.errors import PhotosimError


class Outcome(StrEnum):
    """How a check went."""

    PASSED = "passed"
    WARNING = "warning"
    """Works, but something nice is missing."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried.

    Attributes:
        name: what was tried.
        outcome: how it went.
        detail: what was found, or what is wrong.
    """

    name: str
    outcome: Outcome
    detail: str


class Shortcoming(Exception):  # noqa: N818 - not an error, a finding
    """Raised by a check that found something nice missing."""


def check(name: str, attempt: Callable[[], str]) -> Check:
    """Try something; what it returns or raises is the finding."""
    try:
        return Check(name, Outcome.PASSED, attempt())
    except Shortcoming as missing:
        return Check(name, Outcome.WARNING, str(missing))
    except PhotosimError as error:
        return Check(name, Outcome.FAILED, str(error))
    except Exception as error:  # noqa: BLE001 - a self-test is there to tell what breaks
        return Check(name, Outcome.FAILED, f"{type(error).__name__}: {error}")
