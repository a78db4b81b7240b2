"""One group: which photo is proposed to be kept and why, and all of its photos large."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from photosim.domain.similarity import Group
from photosim.gui.base.context import Context
from photosim.gui.groups.model import KEEP, items_of, keeper_mark, saving_words
from photosim.gui.kit import words
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.splitter import QuietSplitter
from photosim.gui.kit.theme import Space, heading, muted
from photosim.gui.photos.facts import fact_values
from photosim.gui.photos.grid import PhotoGrid
from photosim.gui.photos.model import PhotoItem, PhotoModel
from photosim.gui.photos.pair_panel import ComparePanel
from photosim.gui.photos.zoom import ZoomSlider

_LARGE_STEP = 4
_MOST_REASONS = 4


class GroupDetail(QWidget):
    """Shows the photos of one group, the keeper first, and any of them against the keeper.

    Args:
        context: pictures and colours.
        parent: Qt's owner.
    """

    find_similar = Signal(object)
    """The user wants photos like this `Photo`."""
    enlarge = Signal(object)
    """The user wants to see this `PhotoItem` large."""
    left = Signal()
    """The user wants back to the list of groups."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group: Group | None = None
        self._model = PhotoModel(self)
        self._grid = PhotoGrid(context, self._model, "Photos of the group", _caption, _LARGE_STEP)
        self._compare = ComparePanel(context, "Keep", show_first=True)
        self._compare.hide()
        self._title = ElidedLabel()
        self._title.setFont(heading("", 2).font())
        self._saving = QLabel()
        self._reasons = muted()
        self._keep_in_view = QTimer(self)
        self._keep_in_view.setSingleShot(True)
        self._keep_in_view.setInterval(50)
        self._lay_out()
        self._connect()

    @property
    def group(self) -> Group | None:
        """What is shown."""
        return self._group

    @property
    def grid(self) -> PhotoGrid:
        """Its photos."""
        return self._grid

    @property
    def model(self) -> PhotoModel:
        """Its photos."""
        return self._model

    @property
    def compare_panel(self) -> ComparePanel:
        """One of them against the keeper."""
        return self._compare

    @property
    def reasons(self) -> str:
        """Why the keeper is proposed, in words."""
        return self._reasons.text()

    def show_group(self, group: Group | None) -> None:
        """Show another group, or none."""
        self._close_compare()
        self._group = group
        self._model.set_items(items_of(group) if group is not None else [])
        self._grid.scrollToTop()
        if group is None:
            return
        self._title.setText(f"{keeper_mark(group)}: {words.name_of(group.keeper.path)}")
        self._reasons.setText(_reasons_words(group))
        saving = saving_words(group)
        self._saving.setText(f"{saving} in copies" if saving else "")

    def enter(self) -> None:
        """Take the keyboard, at the first photo."""
        if not self._grid.currentIndex().isValid() and self._model.rowCount():
            self._grid.select_row(0)
        self._grid.setFocus()

    def _on_clicked(self, _index: object) -> None:
        item = self._grid.current_item()
        if item is not None:
            self._open_compare(item)

    def _open_compare(self, item: PhotoItem) -> None:
        if self._group is not None:
            self._compare.show()
            self._compare.compare(fact_values(self._group.keeper), item, self._model.item(0))
            self._keep_in_view.start()

    def _follow(self, item: PhotoItem | None) -> None:
        if item is not None and self._group is not None and self._compare.isVisible():
            self._compare.compare(fact_values(self._group.keeper), item, self._model.item(0))

    def _close_compare(self) -> None:
        focus = QApplication.focusWidget()
        had_keyboard = focus is not None and self._compare.isAncestorOf(focus)
        self._compare.hide()
        self._compare.clear()
        if had_keyboard:
            self._grid.setFocus()

    def _step_back(self) -> None:
        if self._compare.isVisible():
            self._close_compare()
        else:
            self.left.emit()

    def _show_current(self) -> None:
        index = self._grid.currentIndex()
        if index.isValid():
            self._grid.scrollTo(index)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self._title, 1)
        head.addWidget(self._saving)
        head.addWidget(ZoomSlider(self._grid))
        split = QuietSplitter(Qt.Orientation.Vertical)
        split.addWidget(self._grid)
        split.addWidget(self._compare)
        split.setStretchFactor(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self._reasons)
        column.addWidget(split, 1)

    def _connect(self) -> None:
        self._grid.clicked.connect(self._on_clicked)
        self._grid.chosen.connect(self._open_compare)
        self._grid.current.connect(self._follow)
        self._grid.enlarge.connect(self.enlarge)
        self._compare.closed.connect(self._close_compare)
        self._keep_in_view.timeout.connect(self._show_current)
        for source in (self._grid, self._compare):
            source.find_similar.connect(self.find_similar)
        on_keys(self, Qt.Key.Key_Escape, self._step_back)


def _reasons_words(group: Group) -> str:
    if not group.reasons:
        return ""
    reasons = "; ".join(group.reasons[:_MOST_REASONS])
    return f"{words.sentence(reasons)}."


def _caption(item: PhotoItem) -> str:
    if item.mark:
        return "proposed to be kept" if item.mark == KEEP else "proposed as the best"
    match = item.match
    return "" if match is None else words.likeness_words(match.relation, match.probability)
