"""How far work is, in words."""

from __future__ import annotations

from photosim.domain.progress import Progress
from photosim.domain.words import duration_words

_SLOWEST_RATE = 0.1


def left_words(seconds: float) -> str:
    """The time that is left, rounded so that it does not flicker: "about 2 min left"."""
    if seconds < 10:
        return "a few seconds left"
    step = 5 if seconds < 60 else 10 if seconds < 300 else 60
    return f"about {duration_words(round(seconds / step) * step)} left"


def progress_words(progress: Progress) -> str:
    """Count, rate and time left, as far as they are known: "120 of 900 · 85 a second · about 10 s left"."""
    parts = []
    if progress.total is not None:
        parts.append(f"{progress.done:,} of {progress.total:,}")
    elif progress.done:
        parts.append(f"{progress.done:,}")
    # Slower than that, the time that is left says more.
    if progress.rate is not None and progress.rate >= _SLOWEST_RATE:
        parts.append(
            f"{progress.rate:,.0f} a second" if progress.rate >= 9.5 else f"{progress.rate:.1f} a second"
        )
    if progress.eta_seconds is not None:
        parts.append(left_words(progress.eta_seconds))
    return " · ".join(parts)
