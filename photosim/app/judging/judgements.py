"""The user's word on pictures: said, taken back, asked for."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path, stamp_of
from photosim.domain.judgements import Judgement, JudgementChange, Said, Verdict
from photosim.domain.similarity import ContentPair, content_pair

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace
    from photosim.domain.photo import Photo


def said(workspace: Workspace) -> Said:
    """All judgements of the library.

    Raises:
        LibraryError: the catalogue cannot be read.
    """
    return Said(workspace.library.judgements())


def known_photo(workspace: Workspace, path: str) -> Photo:
    """The photo under a path, as the library knows it.

    A file that is gone is known still; what was judged of it holds when it comes back.

    Raises:
        PhotosimError: the library does not know it, or knows other bytes than the file has now.
        LibraryError: the catalogue cannot be read.
    """
    photo = workspace.library.photo(os.path.abspath(path))
    shown = display_path(path)
    if photo is None:
        raise PhotosimError(f"“{shown}” is not in this library: scan its folder first.")
    try:
        status = os.stat(photo.path)
    except OSError:
        return photo
    if not stamp_of(status).agrees_with(photo.stamp):
        raise PhotosimError(f"“{shown}” has changed since the last scan: scan its folder again first.")
    return photo


def pair_of(first: Photo, second: Photo) -> ContentPair:
    """The pair that a judgement on two photos is about.

    Raises:
        PhotosimError: they are copies of one file, of which nothing can be said but that.
    """
    if first.content == second.content:
        raise PhotosimError(
            f"“{display_path(first.path)}” and “{display_path(second.path)}” hold the very same bytes: there "
            "is nothing to judge. To keep both, mark both as kept or protect one of their folders."
        )
    return content_pair(first.content, second.content)


def pairs_with(photo: Photo, others: Iterable[Photo]) -> list[ContentPair]:
    """A photo beside each of others, in the order of the pairs; its own copies are left out.

    What "this one does not belong here" is about, where `others` are the rest of its group.
    """
    contents = {other.content for other in others} - {photo.content}
    return sorted(content_pair(photo.content, content) for content in contents)


def judge(
    workspace: Workspace, pairs: Collection[ContentPair], verdict: Verdict, *, asked: bool = False
) -> JudgementChange:
    """Keep the user's word on pairs; it takes the place of what was said of them before.

    Args:
        workspace: the library.
        pairs: of contents, as `pair_of` and `pairs_with` make them.
        verdict: what they are.
        asked: whether this answers a question that photosim chose.

    Returns:
        What `undo` takes.

    Raises:
        LibraryReadOnlyError: the library can only be looked at; nothing was kept.
        LibraryError: the catalogue cannot be written.
    """
    now = datetime.now(UTC)
    after = tuple(Judgement(pair, verdict, now, asked) for pair in sorted(set(pairs)))
    change = JudgementChange(_said_of(workspace, pairs), after)
    workspace.library.change_judgements(after)
    return change


def forget(workspace: Workspace, pairs: Collection[ContentPair]) -> JudgementChange:
    """Forget what was said of pairs; those without a judgement are no matter.

    Returns:
        What `undo` takes.

    Raises:
        LibraryReadOnlyError: the library can only be looked at; nothing was forgotten.
        LibraryError: the catalogue cannot be written.
    """
    change = JudgementChange(_said_of(workspace, pairs), ())
    workspace.library.change_judgements((), pairs)
    return change


def undo(workspace: Workspace, change: JudgementChange) -> None:
    """Take a change back: every pair it touched has the judgement it had before, or none.

    `undo(workspace, change.inverse)` does it again.

    Raises:
        LibraryReadOnlyError: the library can only be looked at; nothing was changed.
        LibraryError: the catalogue cannot be written.
    """
    workspace.library.change_judgements(change.before, [judgement.pair for judgement in change.after])


def _said_of(workspace: Workspace, pairs: Collection[ContentPair]) -> tuple[Judgement, ...]:
    wanted = set(pairs)
    return tuple(judgement for judgement in workspace.library.judgements() if judgement.pair in wanted)
