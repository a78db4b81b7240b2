"""What is told of a removal that is not done; every sentence names both files."""

from __future__ import annotations

from typing import Final

from photosim.domain.files import display_path

NO_KEEPER: Final = "{victim} stays: of what should be kept instead, nothing was found by the last scan."
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
UNLISTED: Final = "{victim} stays beside {keeper}: what lies in their folders could not be seen."
COMPANION_UNREADABLE: Final = "{victim} stays beside {keeper}: {third} belongs to it and could not be read."
NO_TWIN: Final = "{victim} stays: {third} belongs to it, and there is no identical file beside {keeper}."


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
