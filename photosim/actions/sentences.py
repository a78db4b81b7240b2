"""What is told of a removal that is not done; every sentence names both files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from photosim.domain.actions import Removal
from photosim.domain.files import display_path
from photosim.domain.words import enumerated

NO_KEEPER: Final = "{victim} stays: {keeper}, which would be kept instead, was not found by the last scan."
VICTIM_MISSING: Final = "{victim}, a copy of {keeper}, was not found by the last scan."
PROTECTED: Final = "{victim} stays beside {keeper}: it lies in a protected folder, or belongs to what does."
JUDGED: Final = "{victim} stays: you said that both it and {keeper} are to be kept."
LINK_DIFFERENT: Final = (
    "{victim} is not replaced by a link to {keeper}: they are not the same bytes, and the link would "
    "silently change what is seen there."
)
SAME_FILE: Final = (
    "{victim} and {keeper} are one file under two names: removing one of them would free nothing."
)
CHAIN: Final = (
    "{victim} stays beside {keeper}: it, or what belongs to it, is kept for the sake of another file "
    "in the same plan."
)
KEPT: Final = "{victim} stays beside {keeper}: since the plan was made you said that it is to be kept."
POINTED: Final = (
    "{victim} stays beside {keeper}: {third}, a link that photosim put in the place of another copy, leads "
    "to it and would lead nowhere."
)
UNLISTED: Final = "{victim} stays beside {keeper}: what lies in their folders could not be seen."
COMPANION_UNREADABLE: Final = "{victim} stays beside {keeper}: {third} belongs to it and could not be read."
NO_TWIN: Final = "{victim} stays: {third} belongs to it, and there is no identical file beside {keeper}."
NOTES: Final = (
    "{victim} stays: {third} holds notes on it, and there are none of that kind beside {keeper}; decide "
    "between them yourself."
)
OUTSIDE: Final = (
    "{victim} stays beside {keeper}: {third} does not lie in the library's folders, or the library does not "
    "know it."
)
DETOUR: Final = "{victim} stays beside {keeper}: on the way to {third} lies a link; links are not followed."
GONE: Final = "{victim} stays beside {keeper}: {third} is not there any more."
NO_FILE: Final = "{victim} stays beside {keeper}: {third} is no regular file any more."
UNREADABLE: Final = "{victim} stays beside {keeper}: {third} could not be read ({reason})."
UNSTEADY: Final = "{victim} stays beside {keeper}: {third} is being changed by another program right now."
CHANGED: Final = "{victim} stays beside {keeper}: {third} was changed since the last scan; scan again."
UNDECODABLE: Final = "{victim} stays beside {keeper}: {third} could not be decoded in full ({reason})."
UNDECIDED: Final = "{victim} stays beside {keeper}: they are not identical, and nobody decided between them."
OTHER_BYTES: Final = "{victim} stays beside {keeper}: they are not the same bytes."
PIXELS_DIFFER: Final = "{victim} stays beside {keeper}: decoded in full, their pixels differ."
PIXELS_UNPROVED: Final = (
    "{victim} stays beside {keeper}: they are not the same bytes, and of files of this kind equal pixels do "
    "not prove that nothing is lost; decide between them yourself."
)
FOREIGN: Final = "{victim} stays beside {keeper}: {third} was to go with it and does not belong to it."
NEW_COMPANION: Final = (
    "{victim} stays beside {keeper}: {third} belongs to it and is not part of the plan; plan again."
)
OTHER_VOLUME: Final = (
    "{victim} stays beside {keeper}: they lie on different volumes, which no hard link can join."
)
NOT_EMPTIED: Final = (
    "{victim}, set aside for the sake of {keeper}, did not go to the trash ({reason}); it still lies in "
    "{third}."
)
NOT_MOVED: Final = "{victim} stays beside {keeper}: the system did not let it go ({reason})."
THERE_ALREADY: Final = (
    "{victim} stays beside {keeper}: it lies already where it would be moved to; choose a folder outside of "
    "the one it is in."
)
NO_PLACE: Final = "{victim} stays beside {keeper}: no place was found for it in {third} ({reason})."


def with_paths(sentence: str, victim: str, keeper: str, third: str = "", reason: str = "") -> str:
    """A sentence with its paths, as people read them.

    Args:
        sentence: one of this module.
        victim: path of what would go.
        keeper: path of what would stay, or "".
        third: path of a companion or a place, if the sentence names one.
        reason: of the system, if the sentence names one.
    """
    return sentence.format(victim=quoted(victim), keeper=quoted(keeper), third=quoted(third), reason=reason)


def quoted(path: str) -> str:
    """A path in quotation marks, for people."""
    return f"“{display_path(path)}”"


def stuck(words: str, places: Sequence[str]) -> str:
    """What went wrong, and where files may lie that could not be put back."""
    where = enumerated([quoted(place) for place in places])
    return (
        f"{words} Not all could be put back at once: look in {where}; photosim tries again at its next start."
    )


def in_part(removal: Removal, gone: Sequence[str], left: Sequence[str], reason: str) -> str:
    """What is told when the trash took a part of what belongs together."""
    return (
        f"Of {quoted(removal.victim.path)}, a copy of {quoted(removal.keeper.path)}, and what belongs to it, "
        f"{enumerated([quoted(path) for path in gone])} went to the trash, and "
        f"{enumerated([quoted(path) for path in left])} did not ({reason})."
    )
