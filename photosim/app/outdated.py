"""Photos that another model has encoded: their codes are never compared with those of the model in use."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from photosim.domain.words import count_words

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Outdated:
    """How many photos wait for a code of the model in use; a scan of their folders gives it to them.

    Attributes:
        present: files that are there.
        missing: files that the last scan did not find, or whose folder of the library is not there now;
            they wait until they are back.
    """

    present: int = 0
    missing: int = 0

    @property
    def words(self) -> str:
        """What that means, one sentence without its full stop; "" when no file can be encoded anew."""
        if not self.present:
            return ""
        one = self.present == 1
        return (
            f"{count_words(self.present, 'photo was', 'photos were')} encoded by another model: what looks "
            f"like {'it' if one else 'them'} is not found until {'it is' if one else 'they are'} encoded anew"
        )


def outdated(workspace: Workspace) -> Outdated:
    """Count them, without those that cannot be read any more; costs nothing where no other model was at work.

    Raises:
        LibraryError: the catalogue cannot be read.
        ModelError: the model's card is missing or malformed.
    """
    library = workspace.library
    contents = library.uncoded(workspace.encoder.model_id)
    if not contents:
        return Outdated()
    unreadable = {problem.path for problem in library.problems()}
    away = tuple(os.path.join(root.path, "") for root in library.roots() if not os.path.isdir(root.path))
    missing = [
        photo.missing or photo.path.startswith(away)
        for photo in workspace.photos()
        if photo.content in contents and photo.path not in unreadable
    ]
    return Outdated(present=missing.count(False), missing=missing.count(True))
