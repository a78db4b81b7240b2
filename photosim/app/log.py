"""The log that lies in the library: for finding out afterwards what happened."""

from __future__ import annotations

import logging
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler

from photosim import __version__
from photosim.domain.errors import Cancelled, PhotosimError
from photosim.domain.files import display_path

_LOGGERS = ("photosim", "py.warnings")
_MAX_BYTES = 1_000_000
_KEPT_FILES = 3

_log = logging.getLogger(__name__)


@contextmanager
def logging_to(library_folder: str) -> Iterator[None]:
    """Write what photosim and Python's warnings tell into `logs/photosim.log` of a library.

    The file is kept below a megabyte, three older ones are kept. Without a right to write there, nothing
    is logged: a log is no reason to fail. What ends the block with an error is logged as well.
    """
    handler = _handler(os.path.join(library_folder, "logs"))
    if handler is None:
        yield
        return
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    _log.info(
        "photosim %s, Python %s, %s, library “%s”",
        __version__,
        sys.version.split()[0],
        platform.platform(),
        display_path(library_folder),
    )
    try:
        yield
    except (PhotosimError, Cancelled) as ending:
        _log.info("ended: %s", ending or "stopped")
        raise
    except Exception:
        _log.critical("a mistake in photosim", exc_info=True)
        raise
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)
        handler.close()


def _handler(folder: str) -> logging.Handler | None:
    try:
        os.makedirs(folder, exist_ok=True)
        handler = RotatingFileHandler(
            os.path.join(folder, "photosim.log"),
            maxBytes=_MAX_BYTES,
            backupCount=_KEPT_FILES,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return handler
