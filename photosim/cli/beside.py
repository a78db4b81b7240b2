"""Companions as JSON, the same in the answers of all commands."""

from __future__ import annotations

from photosim.domain.companions import Companions
from photosim.domain.files import plain_path
from photosim.domain.photo import Photo


def companions_json(photo: Photo, companions: Companions) -> list[dict[str, object]] | None:
    """What lies beside a photo and goes with it; None where its folder could not be listed."""
    beside = companions.get(photo.path)
    if beside is None:
        return None
    return [{"path": plain_path(one.path), "kind": one.kind.value} for one in beside]
