"""The digest of any file's bytes, photo or not, without holding them in memory."""

from blake3 import blake3

from photosim.domain.files import FileStamp, stamp_of
from photosim.domain.photo import ContentId
from photosim.domain.progress import CancelToken
from photosim.imaging.refusal import Refusal
from photosim.imaging.source import open_regular

_PIECE = 1 << 20


def digest_file(path: str, cancel: CancelToken) -> tuple[FileStamp, ContentId]:
    """Read a file to its end.

    Args:
        path: of a regular file.
        cancel: looked at before each megabyte.

    Returns:
        Its stamp, taken before its bytes were read, and their digest.

    Raises:
        FileError: it cannot be read, or is not a regular file.
        Cancelled: a stop was asked for.
    """
    digest = blake3()
    try:
        with open_regular(path) as (file, status):
            while piece := file.read(_PIECE):
                cancel.checkpoint()
                digest.update(piece)
        return stamp_of(status), ContentId(digest.digest())
    except Refusal as refusal:
        raise refusal.as_error(path) from None
