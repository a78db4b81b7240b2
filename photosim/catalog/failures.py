"""SQLite's errors, told as sentences that name the file and the way out."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from photosim.domain.errors import LibraryError
from photosim.domain.files import display_path


class DamagedError(LibraryError):
    """A database whose bytes make no sense."""


def _code(error: sqlite3.Error) -> int:
    # Errors that Python's module raises by itself carry no code.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _sentence(error: sqlite3.Error, path: str) -> str | None:
    """What to tell the user, or None for an error that only a bug of ours can cause."""
    shown = display_path(path)
    folder = display_path(os.path.dirname(path))
    match _code(error):
        case sqlite3.SQLITE_FULL:
            return (
                f"The disk with the library “{folder}” is full: free some space there and try again; "
                "what was stored before is kept."
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"“{shown}” is locked by another program: close that program and try again."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return f"“{shown}” may not be changed: check the permissions of the folder “{folder}”."
        case sqlite3.SQLITE_CANTOPEN:
            return f"“{shown}” cannot be opened: check that the folder is there and that you may use it."
        case sqlite3.SQLITE_IOERR:
            return (
                f"The system could not read or write “{shown}”: check that its drive is still connected "
                "and has free space."
            )
        case _:
            return None


def damaged(path: str) -> DamagedError:
    """What is told of a database that cannot be understood."""
    return DamagedError(
        f"The library's file “{display_path(path)}” is damaged; your photos are not affected. Move this file "
        "away and scan again, or put a backup in its place."
    )


def library_error(error: OSError, action: str, path: str) -> LibraryError:
    """A refusal of the operating system as a sentence: "Could not <action> “path”: <reason>"."""
    reason = error.strerror or str(error)
    return LibraryError(f"Could not {action} “{display_path(path)}”: {reason}")


@contextmanager
def plainly(path: str) -> Iterator[None]:
    """Turn what the disk does to the database at `path` into `LibraryError`; bugs pass unchanged."""
    try:
        yield
    except sqlite3.Error as error:
        if _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise damaged(path) from error
        sentence = _sentence(error, path)
        if sentence is None:
            raise
        raise LibraryError(sentence) from error
