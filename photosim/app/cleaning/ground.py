"""What a library knows by itself when a plan is carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photosim.actions.pointers import Pointers
from photosim.domain.actions import Ground
from photosim.domain.judgements import Said
from photosim.domain.marks import Mark
from photosim.imaging.companions import CompanionFinder

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace
    from photosim.domain.actions import Removal
    from photosim.domain.journal import Journal
    from photosim.domain.photo import ContentId
    from photosim.imaging.whole import WholePicture


def ground_of(workspace: Workspace, journal: Journal) -> Ground:
    """What the executor may rely on, whatever a plan says.

    Args:
        workspace: the library.
        journal: of the library.

    Raises:
        LibraryError: the catalogue or the journal cannot be read.
    """
    library = workspace.library
    said, marks = Said(library.judgements()), library.marks()

    def known(path: str) -> ContentId | None:
        photo = library.photo(path)
        return photo.content if photo is not None else None

    def decode(path: str) -> WholePicture:
        return workspace.reader.whole(path)

    def kept(removal: Removal) -> bool:
        marked = any(marks.get(file.path) is Mark.KEEP for file in removal.going())
        return marked or not said.lets_go(removal.victim.content, removal.keeper.content)

    return Ground(
        roots=tuple(library.roots()),
        known=known,
        decode=decode,
        companions=CompanionFinder().of,
        kept=kept,
        pointer=Pointers(journal).to,
    )
