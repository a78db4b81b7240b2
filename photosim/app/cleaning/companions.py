"""What lies beside photos of the library and belongs to them."""

from __future__ import annotations

from collections.abc import Iterable

from photosim.domain.companions import Companion
from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken
from photosim.imaging.companions import find_companions


def companions_of(photos: Iterable[Photo], cancel: CancelToken) -> dict[str, tuple[Companion, ...]]:
    """The companions of photos, as they lie on the disk now; every folder is listed once.

    Args:
        photos: of the library; missing ones are left out.
        cancel: looked at for every folder.

    Returns:
        See `domain.companions.Companions`.

    Raises:
        Cancelled: a stop was asked for.
    """
    return find_companions((photo.path for photo in photos if not photo.missing), cancel)
