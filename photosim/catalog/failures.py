"""SQLite's errors, told as sentences that name the file and the way out."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from photosim.domain.errors import LibraryError
from photosim.domain.files import display_path

_LOCKED = "“{path}” is locked by another program: close that program and try again."
_FORBIDDEN = "“{path}” may not be changed: check the permissions of the folder “{folder}”."
_UNSUITABLE = "“{path}” lies on a drive that cannot hold a library: choose a folder on this computer."
# What SQLite and Python's module say of damage without a code of its own.
_DAMAGE = ("unsupported file format", "Could not decode to UTF-8")
_SENTENCES = {
    sqlite3.SQLITE_FULL: (
        "The disk with the library “{folder}” is full: free some space there and try again; what was stored "
        "before is kept."
    ),
    sqlite3.SQLITE_IOERR: (
        "The system could not read or write “{path}”: check that its drive is still connected and has free "
        "space."
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "“{path}” cannot be opened: check that the folder is there and that you may use it."
    ),
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _FORBIDDEN,
    sqlite3.SQLITE_PERM: _FORBIDDEN,
    sqlite3.SQLITE_PROTOCOL: _UNSUITABLE,
    sqlite3.SQLITE_NOLFS: _UNSUITABLE,
}


class SenselessRowError(Exception):
    """A row that photosim never wrote."""


class DamagedError(LibraryError):
    """A database whose bytes make no sense."""


def damaged(path: str) -> DamagedError:
    """What is told of a database that cannot be understood."""
    return DamagedError(
        f"The library's file “{display_path(path)}” is damaged; your photos are not affected. Move this file "
        "away and scan again, or put a backup in its place."
    )


def vanished(path: str) -> LibraryError:
    """What is told when a database was moved, deleted or replaced while it is open."""
    return LibraryError(
        f"The library's file “{display_path(path)}” was moved, deleted or replaced while it was open: put it "
        "back, or open the library anew. Your photos are not affected."
    )


def library_error(error: OSError, action: str, path: str) -> LibraryError:
    """A refusal of the operating system: "Could not <action> “path”: <reason>", and what to do."""
    reason = error.strerror or str(error)
    advice = "check the folder and its permissions, or choose another one for the library"
    return LibraryError(f"Could not {action} “{display_path(path)}”: {reason}; {advice}.")


@contextmanager
def plainly(path: str) -> Iterator[None]:
    """Turn what the disk does to the database at `path` into `LibraryError`; bugs pass unchanged."""
    try:
        yield
    except (SenselessRowError, UnicodeDecodeError) as error:
        # SQLite quotes what it does not understand, and Python cannot read the quotation.
        raise damaged(path) from error
    except sqlite3.Error as error:
        # Errors that Python's module raises by itself carry no code.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or str(error).startswith(_DAMAGE):
            raise damaged(path) from error
        if code not in _SENTENCES:
            raise
        sentence = _SENTENCES[code].format(
            path=display_path(path), folder=display_path(os.path.dirname(path))
        )
        raise LibraryError(sentence) from error


@contextmanager
def sensible() -> Iterator[None]:
    """Run code, or a function that it decorates, which makes the domain's own types of rows.

    Raises:
        SenselessRowError: the rows cannot have been written by photosim.
    """
    try:
        yield
    except (IndexError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise SenselessRowError(str(error)) from error
