"""How a library folder is opened, made, or politely refused."""

from __future__ import annotations

import errno
import os
import shutil
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
_LEAST_ROOM = 256 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """The parts of an open library.

    Attributes:
        folder: absolute.
        catalog: what is known.
        thumbnails: small pictures.
        lock: held, or None when others may change the library.
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
    try:
        lock = _lock(folder)
    except PermissionError as error:
        if not _exists(folder):
            raise library_error(error, "make a library in", folder) from error
        reason = (
            f"The library “{shown}” may not be changed (no write permission), so it is open for reading only."
        )
        return _open_for_reading(folder, reason)
    except OSError as error:
        raise library_error(error, "make a library in", folder) from error
    if lock is None:
        reason = (
            f"The library “{shown}” is open in another photosim, so it is open for reading only here; close "
            "the other one to change it."
        )
        return _open_for_reading(folder, reason)
    try:
        if _exists(folder) and shutil.disk_usage(folder).free < _LEAST_ROOM:
            reason = (
                f"The disk with the library “{shown}” is full, so it is open for reading only; free some "
                "space there and open it again."
            )
            return _open_for_reading(folder, reason, lock)
        return _open_for_writing(folder, lock, thumbnail_limit)
    except BaseException:
        lock.release()
        raise


def _exists(folder: str) -> bool:
    return os.path.exists(os.path.join(folder, CATALOG_NAME))


def _lock(folder: str) -> LibraryLock | None:
    """The lock of the library in a folder, made if need be; None while another process has it.

    Raises:
        OSError: the folder cannot be written.
    """
    try:
        os.makedirs(os.path.join(folder, LOGS_NAME), exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)
        lock = LibraryLock(folder)
        return lock if lock.acquire() else None
    except OSError as error:
        if error.errno == errno.EROFS:
            raise PermissionError(error.errno, error.strerror, folder) from error
        raise


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


def _open_for_reading(folder: str, reason: str, lock: LibraryLock | None = None) -> Opened:
    catalog_path = os.path.join(folder, CATALOG_NAME)
    if not _exists(folder):
        raise LibraryError(
            f"There is no photosim library in “{display_path(folder)}” yet: scan a folder first, or name the "
            "folder of another library."
        )
    # Readers beside a writer share files in the folder with it; they cannot be made where nothing can be
    # written, nor are they needed where nobody writes.
    unchanging = lock is not None or not os.access(folder, os.W_OK)
    immutable = unchanging and not _has_log(catalog_path)
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
        thumbnails_path, read_only=True, immutable=unchanging and not _has_log(thumbnails_path)
    )
    return Opened(folder, catalog, thumbnails, lock, reason)


def _has_log(path: str) -> bool:
    try:
        return os.path.getsize(path + "-wal") > 0
    except FileNotFoundError:
        return False
