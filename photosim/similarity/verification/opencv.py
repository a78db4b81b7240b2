"""OpenCV, imported on first use."""

from __future__ import annotations

from functools import cache
from types import ModuleType


@cache
def opencv() -> ModuleType:
    """The module `cv2`, with one thread for each call: the pictures are what is worked on side by side."""
    import cv2  # noqa: PLC0415 - a third of a second that neither the window nor `--help` should wait for

    cv2.setNumThreads(1)
    return cv2
