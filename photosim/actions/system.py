"""The calls by which files of the user are touched: the only ones in photosim, each as thin as can be.

Everything above takes a `System`, so that the tests can make every single call fail.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import stat
import sys
from typing import Final

_RENAME_NOREPLACE: Final = 1  # of Linux
_RENAME_EXCL: Final = 4  # of macOS
# A file system that knows nothing of renaming without replacing answers one of these.
_UNKNOWN: Final = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)
_FIXED_DRIVE: Final = 3  # of Windows: a disk of this computer
_BY_FREEDESKTOP: Final = sys.platform not in ("win32", "darwin")
_NAME_SURROGATE: Final = 0x20000000  # of Windows: a reparse point that stands for another name


class System:
    """The operating system; every method does what its name says and raises OSError.

    Names are looked up in the folder `at`, an open one, where the system can do that (`has_handles`);
    elsewhere `at` is None and names are whole paths.
    """

    has_handles: Final = os.open in os.supports_dir_fd and os.mkdir in os.supports_dir_fd

    def open(self, name: str, flags: int, at: int | None = None, mode: int = 0o600) -> int:
        """Open a file or folder."""
        return os.open(name, flags, mode, dir_fd=at)

    def close(self, handle: int) -> None:
        """Close what was opened."""
        os.close(handle)

    def read(self, handle: int, size: int) -> bytes:
        """The next bytes, at most `size`; b"" at the end."""
        return os.read(handle, size)

    def write(self, handle: int, data: bytes) -> int:
        """Write bytes; returns how many were taken."""
        return os.write(handle, data)

    def sync(self, handle: int) -> None:
        """Bring a file or folder to the disk itself."""
        if sys.platform == "darwin":
            import fcntl  # noqa: PLC0415 - there is none on Windows

            # A mere fsync leaves it in the drive's own memory there; not all file systems know the other.
            with contextlib.suppress(OSError):
                fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
                return
        os.fsync(handle)

    def status_of(self, handle: int) -> os.stat_result:
        """What is known of what was opened."""
        return os.fstat(handle)

    def status(self, name: str, at: int | None = None, *, follow: bool = False) -> os.stat_result:
        """What is known of a name, or of what it leads to if links are to be followed."""
        return os.stat(name, dir_fd=at, follow_symlinks=follow)

    def make_folder(self, name: str, mode: int, at: int | None = None) -> None:
        """Make a folder; FileExistsError if there is something of that name."""
        os.mkdir(name, mode, dir_fd=at)

    def drop_folder(self, name: str, at: int | None = None) -> None:
        """Remove a folder that is empty; OSError if it is not."""
        os.rmdir(name, dir_fd=at)

    def rename(self, old: str, new: str, old_at: int | None = None, new_at: int | None = None) -> None:
        """Give a file another name; FileExistsError if that name is taken, never overwriting.

        Linux has renameat2(RENAME_NOREPLACE), macOS renameatx_np(RENAME_EXCL), Windows never replaces. On
        the few file systems that know neither (NFS, some in user space, FAT on macOS), the new name is
        looked at right before: then a file that another program makes under that very name between two
        consecutive calls would be lost. To link the new name and unlink the old one would close that gap,
        but open a worse one: the old name may mean another file by then.
        """
        if os.name != "nt" and _renamed_exclusively(old, new, old_at, new_at):
            return
        if os.name != "nt" and self._is_taken(new, new_at):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new)
        os.rename(old, new, src_dir_fd=old_at, dst_dir_fd=new_at)

    def link(self, old: str, new: str, old_at: int | None = None, new_at: int | None = None) -> None:
        """Give a file a second name; FileExistsError if that name is taken."""
        follow = os.link not in os.supports_follow_symlinks  # Windows has no choice, and never follows
        os.link(old, new, src_dir_fd=old_at, dst_dir_fd=new_at, follow_symlinks=follow)

    def symlink(self, target: str, name: str, at: int | None = None) -> None:
        """Make a pointer to a path; FileExistsError if its name is taken."""
        os.symlink(target, name, dir_fd=at)

    def read_link(self, name: str, at: int | None = None) -> str:
        """The path a pointer leads to."""
        return os.readlink(name, dir_fd=at)

    def drop(self, name: str, at: int | None = None) -> None:
        """Unlink a name that photosim itself made: a draft or a link; never a file of the user."""
        os.unlink(name, dir_fd=at)

    def take_over_status(self, source: str, copy: str) -> None:
        """Give a copy the times and permissions of its source, and what else the systems have in common."""
        shutil.copystat(source, copy, follow_symlinks=False)

    def may_write(self, folder: str) -> bool:
        """Whether names in a folder may be changed, as far as permissions tell."""
        return os.access(folder, os.W_OK | os.X_OK)

    def longest_path(self) -> int:
        """How many bytes the system takes for a path, above which it finds no file."""
        # With the zero byte at its end; Windows counts in other units, and never more than these.
        return 32_766 if os.name == "nt" else os.pathconf(os.sep, "PC_PATH_MAX") - 1

    def free_bytes(self, folder: str) -> int:
        """Room on the volume of a folder."""
        return shutil.disk_usage(folder).free

    def trash(self, path: str) -> None:
        """Give a file to the system's trash."""
        if _BY_FREEDESKTOP:
            from photosim.actions import files, freedesktop  # noqa: PLC0415 - these need this module

            freedesktop.put(path, files.Files(self))
            return
        if sys.platform == "win32":
            _demand_recycle_bin(path)
        import send2trash  # noqa: PLC0415 - it looks for the system's libraries when it is imported

        send2trash.send2trash(path)

    def _is_taken(self, name: str, at: int | None) -> bool:
        try:
            self.status(name, at)
        except FileNotFoundError:
            return False
        return True


def leads_elsewhere(status: os.stat_result) -> bool:
    """Whether a name stands for another place: a symbolic link, a junction of Windows."""
    tag = int(getattr(status, "st_reparse_tag", 0))
    return stat.S_ISLNK(status.st_mode) or bool(tag & _NAME_SURROGATE)


def _renamed_exclusively(old: str, new: str, old_at: int | None, new_at: int | None) -> bool:
    """Rename by the system's own call for it; False where it, or the file system, has none."""
    if sys.platform == "darwin":
        name, flag, here = "renameatx_np", _RENAME_EXCL, -2
    else:
        name, flag, here = "renameat2", _RENAME_NOREPLACE, -100
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if call is None:
        return False
    places = (here if old_at is None else old_at, here if new_at is None else new_at)
    if call(places[0], os.fsencode(old), places[1], os.fsencode(new), ctypes.c_uint(flag)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNKNOWN:
        return False
    raise OSError(number, os.strerror(number), old, None, new)


def _demand_recycle_bin(path: str) -> None:
    # Elsewhere than on a fixed drive Windows has no bin, and deletes for good what is given to it.
    drive = os.path.splitdrive(os.path.abspath(path))[0] + "\\"
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - unknown to type checkers on other systems
    if kernel.GetDriveTypeW(drive) != _FIXED_DRIVE:
        raise OSError(errno.ENOTSUP, "there is no recycle bin on this drive", path)
