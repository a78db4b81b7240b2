"""The files that belong to one shot: what the camera or a program laid beside a photo."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum


class CompanionKind(StrEnum):
    """What a companion is worth by itself."""

    PICTURE = "picture"
    """The same shot as another file: RAW beside JPEG or HEIF, or what the phone made of it."""
    FILM = "film"
    """The moving part of a live photo."""
    SOUND = "sound"
    """A spoken note."""
    SIDECAR = "sidecar"
    """What a program wrote about the photo (XMP, AAE, THM, PP3, DOP, Takeout's JSON)."""

    @property
    def is_content(self) -> bool:
        """Whether it shows or tells something that is lost with it, unlike a mere sidecar."""
        return self is not CompanionKind.SIDECAR


@dataclass(frozen=True, slots=True)
class Companion:
    """A file that belongs to a photo, and lies in its folder.

    Attributes:
        path: of the companion.
        kind: what it is.
        of: paths of all photos it belongs to, one or more, ascending: "a.jpg.xmp" belongs to "a.jpg"
            alone, "a.xmp" to "a.jpg" and "a.cr2". It may be a companion's companion: whoever moves
            "a.cr2" together with "a.jpg" moves "a.jpg.xmp", too.
    """

    path: str
    kind: CompanionKind
    of: tuple[str, ...]


Companions = Mapping[str, tuple[Companion, ...]]
"""The companions of photos, by the photo's path, each in the order of their paths. A photo whose folder
could not be listed is not in it: what belongs to such a photo is unknown, not nothing."""


def unmatched(sidecars: Iterable[str], beside_keeper: Iterable[Companion]) -> str | None:
    """The first of these sidecars of whose kind, told by its suffix, the keeper has none; None: it has all.

    A thumbnail (THM) counts as matched: the picture itself has all that it shows.
    """
    matched = {_suffix(one.path) for one in beside_keeper if not one.kind.is_content} | {".thm"}
    return next((path for path in sidecars if _suffix(path) not in matched), None)


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1].casefold()


def leaving(companions: Sequence[Companion], staying: AbstractSet[str]) -> tuple[Companion, ...]:
    """Those companions of a photo that leave its folder together with it.

    What also belongs to a photo that stays, stays with it: when the JPEG beside a RAW goes and the RAW
    stays, so does the sidecar that they share.

    Args:
        companions: of the photo that leaves.
        staying: paths of photos that are to stay where they are, keepers above all.
    """
    return tuple(
        companion
        for companion in companions
        if companion.path not in staying and staying.isdisjoint(companion.of)
    )
