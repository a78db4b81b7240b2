"""What file names tell: which picture was made of which, and which is called like a copy."""

from __future__ import annotations

import fnmatch
import os
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Phones write what they made of IMG_1234 as IMG_E1234, and note it in IMG_O1234.AAE.
_PHONE_TWIN = re.compile(r"img_[eo](\d{4,})")
# Google Photos appends a word of the user's language.
_EDITED = (
    "-edited", "-bearbeitet", "-modifié", "-editado", "-modificato", "-bewerkt", "-edytowane", "-redigerad",
    "-redigeret", "-redigert", "-muokattu", "-upraveno", "-szerkesztett", "-editat", "-düzenlendi",
    "-изменено", "-編集済み", "-수정됨", "-已修改", "-已編輯",
)  # fmt: skip

COPY_NAMES = (
    "*([0-9])", "*([0-9][0-9])", "*~[0-9]", "* - copy*", "* copy", "* copy [0-9]", "copy of *", "copy_of_*",
    "* - kopie*", "* kopie", "* kopie [0-9]", "kopie von *", "* - copie*", "copie de *", "* - copia*",
    "copia de *", "* - kopia*", "* - 복사본*", "*의 사본", "* - コピー*", "* - 副本*", "img-????????-wa????",
)  # fmt: skip
"""Patterns (`fnmatch`) of names without suffix that systems, browsers and messengers give to copies."""


def folded(name: str) -> str:
    """The name as it is compared: without regard to case and to how accents are composed."""
    return unicodedata.normalize("NFC", name).casefold()


def stem_of(path: str) -> str:
    """The folded name of a file without folder and suffix."""
    return folded(os.path.splitext(os.path.basename(path))[0])


def original_stem(stem: str) -> str | None:
    """The stem of the picture that this one was made of, by its name; None where it names none.

    Args:
        stem: folded, as `stem_of` gives it: "img_e1234" was made of "img_1234", "a-edited" of "a".
    """
    if phone := _PHONE_TWIN.fullmatch(stem):
        return f"img_{phone[1]}"
    return next(
        (stem.removesuffix(word) for word in _EDITED if stem.endswith(word) and stem != word),
        None,
    )


def is_called_like(path: str, patterns: Sequence[str]) -> bool:
    """Whether the name without suffix matches one of the patterns (`fnmatch`, case ignored)."""
    return bool(_any_of(tuple(patterns)).fullmatch(stem_of(path)))


def is_below(path: str, folder: str) -> bool:
    """Whether a file lies in a folder or below it, by their paths."""
    place, inside = os.path.normcase(folder), os.path.normcase(path)
    return inside.startswith(place if place.endswith(os.sep) else place + os.sep)


@lru_cache(maxsize=64)
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    # No pattern at all matches nothing.
    return re.compile("|".join(fnmatch.translate(folded(pattern)) for pattern in patterns) or "(?!)")
