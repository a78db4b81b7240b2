"""Groups made by hand, of files that need not exist."""

from __future__ import annotations

import os
from collections.abc import Sequence

from blake3 import blake3

from photosim.domain.files import FileStamp, Role
from photosim.domain.photo import ContentId, Facts, Photo
from photosim.domain.similarity import Evidence, Group, Member, Relation


def photo(
    path: str,
    content: str | None = None,
    *,
    pixels: str | None = None,
    form: str = "JPEG",
    size: int = 1000,
    width: int = 4000,
    role: Role = Role.NORMAL,
    missing: bool = False,
) -> Photo:
    """A photo; without a word on its content it is like no other."""
    said = content or path
    # Every file has an inode of its own.
    stamp = FileStamp(size, 1, 1, int.from_bytes(blake3(path.encode()).digest()[:6], "big"))
    preview = blake3((pixels or said).encode()).digest()
    facts = Facts(form, width, 3000)
    return Photo(path, stamp, role, missing, ContentId(blake3(said.encode()).digest()), preview, facts)


def group(
    photos: Sequence[Photo],
    relation: Relation = Relation.REENCODED,
    name: str = "",
    evidence: Evidence | None = None,
) -> Group:
    """A group whose keeper is the first; the others are `relation` to it, if they are not identical."""
    keeper = photos[0]
    members = [Member(keeper, Relation.IDENTICAL_BYTES, 0.0, 1.0)]
    for other in photos[1:]:
        to_keeper = relation
        if other.content == keeper.content:
            to_keeper = Relation.IDENTICAL_BYTES
        elif other.preview_digest == keeper.preview_digest:
            to_keeper = Relation.IDENTICAL_PIXELS
        members.append(
            Member(other, to_keeper, 0.1, 0.9, evidence=evidence, words=f"{to_keeper.value} of the keeper")
        )
    return Group(name or os.path.basename(keeper.path), Relation.SAME_PICTURE, tuple(members), ("first",))
