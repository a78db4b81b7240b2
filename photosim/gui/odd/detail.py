"""One odd photo: why, what the autoencoder drew of it, and where the drawing differs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from photosim.app.exploring.odd_detail import FULL_HEAT, HEAT
from photosim.app.exploring.odd_words import KIND_WORDS
from photosim.domain.errors import PhotosimError
from photosim.domain.odd import OddPhoto
from photosim.domain.photo import Photo
from photosim.domain.words import percent_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job, Lane
from photosim.gui.kit import files, icons
from photosim.gui.kit.dialogs import show_failure
from photosim.gui.kit.folding import Folding
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, Theme, mark, muted, scaled_font
from photosim.gui.kit.words import name_of
from photosim.gui.odd.work import Drawing, draw
from photosim.gui.photos.picture import PictureView

_TITLES = ("As the encoder sees it", "Drawn again from its code", "Where they differ")


class OddDetail(QFrame):
    """Shows one `OddPhoto` at a time.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    find_similar = Signal(object)
    """The user wants photos like this `Photo`."""
    fine = Signal(object)
    """The user says that this `Photo` is fine."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self._context = context
        self._odd: OddPhoto | None = None
        self._job: Job | None = None
        self._name = ElidedLabel()
        self._name.setFont(scaled_font(1.15))
        self._kind = QLabel()
        mark(self._kind, "accent")
        self._kind.setWordWrap(True)
        self._words = muted()
        self._drawing_words = muted()
        self._pictures = tuple(PictureView(context.theme, title) for title in _TITLES)
        for picture in self._pictures:
            picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.similar = QPushButton("Find similar")
        icons.give(self.similar, "similar")
        self.similar.clicked.connect(self._on_similar)
        self.folder = QPushButton("Show in folder")
        icons.give(self.folder, "open")
        self.folder.clicked.connect(self._on_folder)
        self.good = QPushButton("That is fine")
        icons.give(self.good, "check")
        self.good.setToolTip("Never list this picture as odd again (N)")
        self.good.clicked.connect(self._on_fine)
        self._lay_out()
        self.show_photo(None)

    @property
    def odd(self) -> OddPhoto | None:
        """What is shown."""
        return self._odd

    @property
    def words(self) -> str:
        """Why it is odd."""
        return self._words.text()

    @property
    def drawing_words(self) -> str:
        """How far the drawing is off, or why there is none."""
        return self._drawing_words.text()

    @property
    def pictures(self) -> tuple[PictureView, ...]:
        """What was seen, what was drawn, and where the two differ."""
        return self._pictures

    def show_photo(self, odd: OddPhoto | None, photos: tuple[Photo, ...] = ()) -> None:
        """Show a photo, or nothing.

        Args:
            odd: why it is odd.
            photos: all files with its bytes.
        """
        self.drop()
        self._odd = odd
        for button in (self.similar, self.folder, self.good):
            button.setEnabled(odd is not None)
        for picture in self._pictures:
            picture.set_image(None)
        self._drawing_words.setText("")
        if odd is None:
            self._name.setText("")
            self._kind.setText("")
            self._words.setText("Choose a photo to see why it is listed.")
            return
        self.folder.setEnabled(not odd.photo.missing)
        more = f" and {len(photos) - 1} more of the same bytes" if len(photos) > 1 else ""
        self._name.setText(f"{name_of(odd.photo.path)}{more}")
        self._kind.setText(f"{KIND_WORDS[odd.kind][0]}: {odd.score:.2f}, listed above {odd.threshold:.2f}")
        self._words.setText(odd.words)
        natural = QSize(odd.photo.facts.width, odd.photo.facts.height)
        self._job = self._context.jobs.start(
            "Drawing a photo again",
            partial(draw, self._context.workspace, photos),
            done=partial(self._on_drawn, natural),
            failed=self._on_failed,
            lane=Lane.PICTURES,
            quiet=True,
        )

    def drop(self) -> None:
        """Nobody waits for the drawing any more."""
        if self._job is not None and not self._job.ended:
            self._job.drop()
        self._job = None

    def _on_drawn(self, natural: QSize, drawing: Drawing | None) -> None:
        if drawing is None:
            for picture in self._pictures:
                picture.set_trouble("No picture is kept, and the file is not there")
            return
        # The encoder sees a square: shown in the photo's own proportions it is easier to read.
        shape = natural.scaled(QSize(4000, 4000), Qt.AspectRatioMode.KeepAspectRatio)
        for picture, image in zip(self._pictures, (drawing.seen, drawing.drawn, drawing.heat), strict=True):
            picture.set_image(image, shape)
        self._drawing_words.setText(
            f"Drawing: off by {drawing.error:.2f} (1 - SSIM), at most "
            f"{percent_words(drawing.largest)} from black to white."
        )

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, PhotosimError):
            show_failure(error)
            return
        # Said in the page: going from photo to photo must not open one dialog after the other.
        for picture in self._pictures:
            picture.set_trouble("Not drawn")
        self._drawing_words.setText(str(error))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        row.setSpacing(Space.M)
        for title, picture in zip(_TITLES, self._pictures, strict=True):
            column = QVBoxLayout()
            column.setSpacing(Space.XS)
            column.addWidget(picture, 1)
            caption = ElidedLabel(title)
            mark(caption, "muted")
            caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(caption)
            row.addLayout(column, 2)
        words = QWidget()
        told = QVBoxLayout(words)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(Space.XS)
        for widget in (self._name, self._kind, self._words, self._drawing_words):
            told.addWidget(widget)
        told.addWidget(HeatScale(self._context.theme))
        told.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(words)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        words.setAutoFillBackground(False)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        text = QVBoxLayout()
        text.setSpacing(Space.XS)
        text.addWidget(scroll, 1)
        text.addWidget(Folding(_row(self.good), _row(self.similar, self.folder), 110))
        row.addLayout(text, 3)
        self.setMinimumHeight(188)

    def _on_similar(self) -> None:
        if self._odd is not None:
            self.find_similar.emit(self._odd.photo)

    def _on_folder(self) -> None:
        if self._odd is not None:
            files.attempt(files.show_in_folder, self._odd.photo.path)

    def _on_fine(self) -> None:
        if self._odd is not None:
            self.fine.emit(self._odd.photo)


def _row(*buttons: QPushButton) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    return holder


class HeatScale(QWidget):
    """The colours of the heat map, from no difference to the largest that has a colour of its own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(320)
        self.setAccessibleName(
            f"Colours of the differences, from none to {percent_words(FULL_HEAT)} of black to white"
        )
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A bar with a line of words below."""
        return QSize(200, 12 + self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bar and its ends."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, 0, self.width(), 8)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for step, colour in enumerate(HEAT):
            gradient.setColorAt(step / (len(HEAT) - 1), QColor(*colour))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 3, 3)
        painter.setFont(scaled_font(0.85))
        painter.setPen(QColor(self._theme.colors.muted))
        words = QRectF(0, 10, self.width(), self.height() - 10)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, "no difference")
        painter.drawText(words, Qt.AlignmentFlag.AlignRight, f"{percent_words(FULL_HEAT)} and more")
        painter.end()
