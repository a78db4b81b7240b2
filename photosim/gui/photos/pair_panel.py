"""Two photos against each other: the second one's picture, what it is to the first, and the facts of both."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photosim.domain.similarity import Relation
from photosim.gui.base.context import Context
from photosim.gui.kit import files, icons, words
from photosim.gui.kit.theme import Space, heading, mark, muted
from photosim.gui.photos.facts import Fact, Facts, FactsTable, fact_values, side_by_side
from photosim.gui.photos.large import LargePictures
from photosim.gui.photos.model import PhotoItem
from photosim.gui.photos.picture import PictureView


class ComparePanel(QFrame):
    """Shows one photo of a grid beside the one it is measured against.

    Args:
        context: pictures and colours.
        first_head: what the photo is called that it is measured against ("Query").
        parent: Qt's owner.
    """

    find_similar = Signal(object)
    """The user wants photos like this `Photo`."""
    compare_wanted = Signal()
    """The user wants to see the two laid on each other."""
    closed = Signal()
    """The user has seen enough."""

    def __init__(self, context: Context, first_head: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first_head = first_head
        self._picture = _Picture(context, "The chosen photo")
        self._item: PhotoItem | None = None
        mark(self, "card")
        self.setAccessibleName("Comparison")
        self._title = heading("", 3)
        self._distance = muted()
        self._distance.setToolTip("Between the codes of the pictures: 0 is the same, 2 the farthest apart")
        self._facts = FactsTable()
        self._lay_on = QPushButton("Compare")
        self._lay_on.setToolTip("See the two laid on each other (C)")
        self._lay_on.clicked.connect(self.compare_wanted)
        self._similar = QPushButton("Find similar")
        self._similar.clicked.connect(self._on_similar)
        self._open = QPushButton("Open")
        self._open.clicked.connect(partial(self._act, files.open_file))
        self._folder = QPushButton("Show in folder")
        self._folder.clicked.connect(partial(self._act, files.show_in_folder))
        self._close = QToolButton()
        mark(self._close, "icon")
        icons.give(self._close, "close")
        self._close.setAccessibleName("Close the comparison")
        self._close.setToolTip("Close the comparison (Esc)")
        self._close.clicked.connect(self.closed)
        self._lay_out()

    @property
    def item(self) -> PhotoItem | None:
        """What is compared, None when nothing is."""
        return self._item

    @property
    def facts(self) -> FactsTable:
        """The table of facts."""
        return self._facts

    def compare(self, first: Facts, item: PhotoItem) -> None:
        """Show a photo against another.

        Args:
            first: facts of the photo it is measured against.
            item: the photo to look at.
        """
        self._item = item
        self._title.setText(_headline(item))
        distance = f"distance {item.match.distance:.3f}" if item.match is not None else ""
        self._distance.setText(distance)
        self._distance.setVisible(bool(distance))
        photo = item.photo
        second = fact_values(photo) if photo is not None else {"Name": Fact(words.name_of(item.path))}
        heads = (self._first_head, "This photo")
        self._facts.show_rows(side_by_side(first, second), heads)
        for button in (self._open, self._folder):
            button.setEnabled(not item.missing)
        self._picture.show_item(item)

    def clear(self) -> None:
        """Show nothing and wait for nothing."""
        self._item = None
        self._picture.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self._title)
        head.addWidget(self._distance, 1)
        head.addWidget(self._close)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        for button in (self._lay_on, self._similar, self._open, self._folder):
            buttons.addWidget(button)
        buttons.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(self._facts)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        self._facts.setAutoFillBackground(False)
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        column.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        row.setSpacing(Space.L)
        row.addWidget(self._picture, 2)
        row.addLayout(column, 3)

    def _on_similar(self) -> None:
        if self._item is not None and self._item.photo is not None:
            self.find_similar.emit(self._item.photo)

    def _act(self, action: files.Action, _checked: bool = False) -> None:
        if self._item is not None:
            files.attempt(action, self._item.path)


class _Picture(PictureView):
    """A picture that loads itself: the thumbnail at once, then a large one."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__(context.theme, name)
        self._thumbnails = context.thumbnails
        self._large = LargePictures(context.workspace, context.jobs, self)
        self._path = ""
        self.setMinimumSize(150, 110)

    def sizeHint(self) -> QSize:
        return QSize(260, 224)

    def show_item(self, item: PhotoItem) -> None:
        if item.path == self._path:
            return
        self._path = item.path
        facts = item.photo.facts if item.photo is not None else None
        natural = QSize(facts.width, facts.height) if facts is not None else None
        quick = self._thumbnails.request(item.path, item.content)
        self.set_image(quick.toImage() if quick is not None else None, natural)
        self._large.drop()
        if not item.missing:
            side = round(max(self.width(), self.height(), 480) * self.devicePixelRatioF())
            self._large.load(item.path, side, partial(self._on_large, natural), self._on_trouble)

    def clear(self) -> None:
        self._path = ""
        self._large.drop()
        self.set_image(None)

    def _on_large(self, natural: QSize | None, image: QImage) -> None:
        self.set_image(image, natural)

    def _on_trouble(self, reason: str) -> None:
        if not self.has_image:
            self.set_trouble(reason)


def _headline(item: PhotoItem) -> str:
    if item.mark:
        return f"Proposed: {item.mark.lower()}"
    if item.match is None:
        return words.name_of(item.path)
    match = item.match
    if match.relation is Relation.IDENTICAL_BYTES:
        return "Identical file, byte for byte"
    return words.sentence(words.likeness_words(match.relation, match.probability))
