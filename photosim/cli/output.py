"""Where a command writes: tried before the work begins, so that hours of it are not for nothing."""

from __future__ import annotations

import os

from photosim.app.atomic import check_target
from photosim.domain.errors import FileError


def output_path(named: str, *, drawn: bool = False) -> str:
    """The absolute path of a file that is to be written.

    Args:
        named: as the user named it.
        drawn: whether a picture is to be written, which may replace another.

    Raises:
        FileError: its folder is not there or may not be written, or what has this name must stay.
    """
    path = os.path.abspath(named)
    folder = os.path.dirname(path)
    if not os.path.isdir(folder):
        raise FileError("write", path, "its folder is not there")
    if not os.access(folder, os.W_OK):
        raise FileError("write", path, "its folder may not be written")
    check_target(path, drawn=drawn)
    return path
