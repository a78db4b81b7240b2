"""The picture that is searched for, large, with what is known of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from photosim.domain.photo import Photo
from photosim.domain.words import dimension_words
from photosim.gui.base.context import Context
from photosim.gui.kit import words
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, mark, muted, scaled_font
from photosim.gui.photos.facts import Fact, Facts, FactsTable, fact_values, side_by_side, size_fact
from photosim.gui.photos.large import LargePictures
from photosim.gui.photos.picture import PictureView
from photosim.gui.search.examples import ExampleList
from photosim.gui.search.request import Answer, SearchRequest

_LARGEST_SIDE = 1600
_HINT = "Drag a rectangle on the picture to search for a part of it."


class QueryPanel(QFrame):
    """Shows the query as large as fits, its facts, and lets a part of it be chosen.

    Args:
        context: pictures and colours.
        parent: Qt's owner.
    """

    region_chosen = Signal(object)
    """The user wants to search for a part (`Region`) of the picture, or for all of it (None)."""

    wished = Signal(object)
    """The user wants another `SearchRequest`: the signs of its pictures were changed."""
    sketch_wanted = Signal()
    """The user wants to go on with the sketch."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = context.thumbnails
        self._large = LargePictures(context.workspace, context.jobs, self)
        self._request: SearchRequest | None = None
        self._natural: QSize | None = None
        self._sharp = False
        self._facts_shown: Facts = {}
        self._picture = PictureView(context.theme, "The picture that is searched for", selectable=True)
        self._picture.setToolTip("Drag to search for a part; by keyboard R, arrows, Enter")
        self._picture.region_chosen.connect(self.region_chosen)
        self._name = ElidedLabel()
        self._name.setFont(scaled_font(1.1, QFont.Weight.DemiBold))
        self._facts = FactsTable()
        self._hint = muted(_HINT)
        self.examples = ExampleList(context.thumbnails)
        self.examples.wished.connect(self.wished)
        self._sketch = QPushButton("Change the sketch")
        self._sketch.clicked.connect(self.sketch_wanted)
        self._whole = QPushButton("Use the whole picture")
        self._whole.clicked.connect(self._on_whole)
        self._lay_out()

    @property
    def facts(self) -> Facts:
        """The facts of the query."""
        return self._facts_shown

    @property
    def size_in_pixels(self) -> tuple[int, int] | None:
        """Width and height of the whole picture, None while unknown."""
        return (self._natural.width(), self._natural.height()) if self._natural is not None else None

    @property
    def picture(self) -> PictureView:
        """The picture."""
        return self._picture

    def show_request(self, request: SearchRequest) -> None:
        """Show what is being searched for, before anything is known of it."""
        same = self._request is not None and _source(self._request) == _source(request)
        self._request = request
        self._sketch.setVisible(request.sketch)
        self.examples.show_request(request)
        self._picture.set_region(request.region)
        if not same:
            self._sharp = False
            self._natural = QSize(*request.size) if request.size is not None else None
        self._update_hint()
        if same:
            return
        self._name.setText(request.name)
        name = {"Name": Fact(request.name)}
        self._show_facts(fact_values(request.photo) if request.photo is not None else name)
        self._picture.set_image(self._quick_image(request), self._natural)
        self._load_large(request)

    def show_query(self, answer: Answer, known: Photo | None) -> None:
        """Add what the search has found out of its query.

        Args:
            answer: of the search for what is shown.
            known: the photo of the library that it is, if it is one.
        """
        query = answer.result.query
        if self._request is None:
            return
        if self._request.sketch:
            return
        if self._request.region is None:
            self._natural = QSize(query.width, query.height)
        if not self._sharp and self._request.region is None:
            image = QImage.fromData(query.thumbnail)
            self._picture.set_image(None if image.isNull() else image, self._natural)
        if known is not None:
            self._show_facts(fact_values(known))
        elif self._request.photo is None and self._request.region is None:
            self._show_facts(_facts_of(self._request, answer))
        self._update_hint()

    def clear(self) -> None:
        """Show nothing."""
        self._request = None
        self._large.drop()
        self._picture.set_image(None)

    def _quick_image(self, request: SearchRequest) -> QImage | None:
        if request.sketch:
            return QImage.fromData(request.data or b"")
        if request.path is None:
            return None
        content = request.photo.content if request.photo is not None else None
        pixmap = self._thumbnails.request(request.path, content)
        return pixmap.toImage() if pixmap is not None else None

    def _load_large(self, request: SearchRequest) -> None:
        side = min(_LARGEST_SIDE, round(max(self.width(), self.height(), 480) * self.devicePixelRatioF()))
        if request.sketch:
            self._large.drop()
        elif request.data is not None:
            self._large.load_data(request.data, side, self._on_large, self._on_trouble)
        elif request.path is not None:
            self._large.load(request.path, side, self._on_large, self._on_trouble)

    def _on_large(self, image: QImage) -> None:
        self._sharp = True
        self._picture.set_image(image, self._natural)

    def _on_trouble(self, reason: str) -> None:
        if not self._picture.has_image:
            self._picture.set_trouble(reason)

    def _update_hint(self) -> None:
        part = self._request is not None and self._request.region is not None
        self._whole.setVisible(part)
        sketched = self._request is not None and self._request.sketch
        self._hint.setVisible(not part and not sketched and self._natural is not None)

    def _show_facts(self, facts: Facts) -> None:
        self._facts_shown = facts
        self._facts.show_rows([row for row in side_by_side(facts) if row.label != "Name"])

    def _on_whole(self) -> None:
        self._picture.set_region(None)
        self.region_chosen.emit(None)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.addWidget(self._hint, 1)
        below.addWidget(self._whole)
        below.addWidget(self._sketch)
        below.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._picture, 1)
        column.addLayout(below)
        column.addWidget(self.examples)
        column.addWidget(self._name)
        column.addWidget(self._facts)
        for button in (self._whole, self._sketch):
            mark(button, "link")
            button.hide()
        self._name.setAlignment(Qt.AlignmentFlag.AlignLeft)


def _facts_of(request: SearchRequest, answer: Answer) -> Facts:
    query = answer.result.query
    facts = {"Name": Fact(request.name), "Pixels": Fact(dimension_words(query.width, query.height))}
    if request.data is not None:
        facts["File size"] = size_fact(len(request.data))
    if request.path is not None:
        if answer.size is not None and answer.mtime_ns is not None:
            facts["File size"] = size_fact(answer.size)
            facts["Changed"] = Fact(words.modified_words(answer.mtime_ns))
        facts["Folder"] = Fact(words.folder_of(request.path))
    return facts


def _source(request: SearchRequest) -> tuple[object, ...]:
    return (request.path, request.data, request.photo)
