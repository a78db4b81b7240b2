"""Keeps the order and the filter of the groups from one start to the next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photosim.gui.groups.arrangement import PAGE, Arrangement
from photosim.gui.groups.bar import GroupBar

if TYPE_CHECKING:
    from photosim.domain.progress import CancelToken
    from photosim.gui.base.context import Context
    from photosim.gui.base.jobs import ReportAny


class GroupMemory(QObject):
    """Arranges a bar as it was when the library was last open, and remembers what becomes of it.

    What another photosim wrote and this one does not understand counts as nothing remembered; a library
    that can only be looked at keeps what it has.

    Args:
        context: the open library.
        bar: shows and changes the arrangement.
        parent: Qt's owner.
    """

    def __init__(self, context: Context, bar: GroupBar, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._bar = bar
        self._kept = _loaded(context.workspace.library.arrangement(PAGE))
        self._busy = False
        bar.restore(self._kept)
        if not context.workspace.library.read_only:
            bar.arranged.connect(self._keep)

    def _keep(self) -> None:
        wanted = self._bar.arrangement
        if self._busy or wanted == self._kept or self._bar.wish.among is not None:
            return
        self._busy = True
        library = self._context.workspace.library

        def work(_report: ReportAny, _cancel: CancelToken) -> None:
            library.save_arrangement(PAGE, wanted.to_json())

        self._context.jobs.start(
            "Remembering the order of the groups", work, done=partial(self._on_kept, wanted), quiet=True
        ).answer_only(self)

    def _on_kept(self, kept: Arrangement, _nothing: None) -> None:
        self._busy, self._kept = False, kept
        # It may have become another one meanwhile.
        self._keep()


def _loaded(text: str | None) -> Arrangement:
    if text is None:
        return Arrangement()
    try:
        return Arrangement.from_json(text)
    except (ValueError, KeyError, TypeError):
        return Arrangement()
