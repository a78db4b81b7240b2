"""How a library folder is opened, made, or politely refused."""

from __future__ import annotations

import os
from dataclasses import dataclass

from photosim.catalog.database import Database, connect
from photosim.catalog.failures import library_error, plainly
from photosim.catalog.locking import LibraryLock
from photosim.catalog.migrate import check, create, shipped_migrations, upgrade
from photosim.catalog.thumbnails import ThumbnailStore
from photosim.domain.errors import LibraryError
from photosim.domain.files import display_path

CATALOG_NAME = "catalog.sqlite"
THUMBNAILS_NAME = "thumbnails.sqlite"
LOGS_NAME = "logs"


@dataclass(frozen=True, slots=True)
class Opened:
    """The parts of an open library.

    Attributes:
        folder: absolute.
        catalog: what is known.
        thumbnails: small pictures.
        lock: held, or None when opened for reading only.
        read_only_reason: one plain sentence, or None when the library can be changed.
    """

    folder: str
    catalog: Database
    thumbnails: ThumbnailStore
    lock: LibraryLock | None
    read_only_reason: str | None


def open_library(folder: str, *, read_only: bool, thumbnail_limit: int) -> Opened:
    """See `Library.open`."""
    folder = os.path.abspath(folder)
    shown = display_path(folder)
    if read_only:
        return _open_for_reading(folder, f"The library “{shown}” was opened for reading only.")
    lock = _writable(folder)
    if lock is None:
        reason = (
            f"The library “{shown}” may not be changed (no write permission), so it is open for reading only."
        )
        return _open_for_reading(folder, reason)
    if not lock.acquire():
        reason = (
            f"The library “{shown}” is open in another photosim, so it is open for reading only here; close "
            "the other one to change it."
        )
        return _open_for_reading(folder, reason)
    try:
        return _open_for_writing(folder, lock, thumbnail_limit)
    except BaseException:
        lock.release()
        raise


def _writable(folder: str) -> LibraryLock | None:
    """The lock of a folder that can be written; None for a library that can only be read.

    Raises:
        LibraryError: there is no library and none can be made.
    """
    try:
        os.makedirs(os.path.join(folder, LOGS_NAME), exist_ok=True)
    except OSError as error:
        if os.path.exists(os.path.join(folder, CATALOG_NAME)):
            return None
        raise library_error(error, "make a library in", folder) from error
    return LibraryLock(folder) if os.access(folder, os.W_OK) else None


def _open_for_writing(folder: str, lock: LibraryLock, thumbnail_limit: int) -> Opened:
    catalog_path = os.path.join(folder, CATALOG_NAME)
    steps = shipped_migrations()
    if os.path.exists(catalog_path):
        upgrade(catalog_path, steps)
    else:
        create(catalog_path, steps)
    catalog = Database(catalog_path, read_only=False)
    try:
        thumbnails = ThumbnailStore(
            os.path.join(folder, THUMBNAILS_NAME), read_only=False, limit=thumbnail_limit
        )
    except BaseException:
        catalog.close()
        raise
    return Opened(folder, catalog, thumbnails, lock, None)


def _open_for_reading(folder: str, reason: str) -> Opened:
    catalog_path = os.path.join(folder, CATALOG_NAME)
    if not os.path.exists(catalog_path):
        raise LibraryError(f"There is no photosim library in “{display_path(folder)}” yet.")
    immutable = not os.access(folder, os.W_OK) and not os.path.exists(catalog_path + "-wal")
    with plainly(catalog_path):
        connection = connect(catalog_path, "immutable=1" if immutable else "mode=ro")
        try:
            version = check(connection, catalog_path, steps := shipped_migrations())
        finally:
            connection.close()
    if version < steps[-1].number:
        raise LibraryError(
            f"The library “{display_path(folder)}” was made by an older photosim and must first be opened "
            "where it may be changed."
        )
    catalog = Database(catalog_path, read_only=True, immutable=immutable)
    thumbnails_path = os.path.join(folder, THUMBNAILS_NAME)
    thumbnails = ThumbnailStore(
        thumbnails_path, read_only=True, immutable=immutable and not os.path.exists(thumbnails_path + "-wal")
    )
    return Opened(folder, catalog, thumbnails, None, reason)
