"""The pictures that are wanted and those that are not, as a list of chips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from photosim.gui.base.thumbnails import PictureKey, ThumbnailLoader
from photosim.gui.kit import icons
from photosim.gui.kit.buttons import icon_button
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, mark
from photosim.gui.search.request import SearchRequest, request_of_several

_SIDE = 32
_ROWS_SHOWN = 4


class ExampleList(QScrollArea):
    """Shown while several pictures are searched for: each with its sign, and ways to turn it and drop it.

    Args:
        thumbnails: brings the small pictures.
        parent: Qt's owner.
    """

    wished = Signal(object)
    """The user wants another `SearchRequest`."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._wanted: list[SearchRequest] = []
        self._unwanted: list[SearchRequest] = []
        self._pictures: list[tuple[SearchRequest, QLabel]] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Pictures that are searched for")
        self.hide()
        thumbnails.ready.connect(self._on_ready)

    @property
    def shown(self) -> list[tuple[str, bool]]:
        """The names of the pictures, and whether each is wanted."""
        signs = [(one, True) for one in self._wanted] + [(one, False) for one in self._unwanted]
        return [(one.name, wanted) for one, wanted in signs]

    def show_request(self, request: SearchRequest) -> None:
        """Show the pictures of a request; nothing where it is for one alone."""
        self._wanted, self._unwanted = list(request.wanted), list(request.less)
        self._pictures.clear()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        for requests, wanted in ((self._wanted, True), (self._unwanted, False)):
            for one in requests:
                column.addWidget(self._row(one, wanted=wanted))
        column.addStretch()
        self.setWidget(holder)
        rows = min(_ROWS_SHOWN, len(self._wanted) + len(self._unwanted))
        self.setFixedHeight(rows * (_SIDE + Space.S + Space.XS) + 2)
        self.setVisible(request.several)

    def turn(self, request: SearchRequest) -> None:
        """What was wanted is unwanted from now on, and the other way round; one is always wanted."""
        if request in self._unwanted:
            self._unwanted.remove(request)
            self._wanted.append(request)
        elif len(self._wanted) > 1:
            self._wanted.remove(request)
            self._unwanted.append(request)
        self._wish()

    def drop(self, request: SearchRequest) -> None:
        """Search without this one; the last wanted one stays."""
        if request in self._unwanted:
            self._unwanted.remove(request)
        elif len(self._wanted) > 1:
            self._wanted.remove(request)
        self._wish()

    def _wish(self) -> None:
        self.wished.emit(request_of_several(self._wanted, self._unwanted))

    def _row(self, request: SearchRequest, *, wanted: bool) -> QWidget:
        row = QFrame()
        mark(row, "card")
        sign, other = ("More like", "less") if wanted else ("Less like", "more")
        row.setAccessibleName(f"{sign} {request.name}")
        picture = QLabel()
        picture.setFixedSize(_SIDE, _SIDE)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pictures.append((request, picture))
        self._draw(request, picture)
        label = QLabel(sign)
        mark(label, "good" if wanted else "danger")
        alone = wanted and len(self._wanted) == 1
        turned = icon_button(
            "minus" if wanted else "add", f"Search for {other} like this one", lambda: self.turn(request)
        )
        dropped = icon_button("close", "Search without this one", lambda: self.drop(request))
        line = QHBoxLayout(row)
        line.setContentsMargins(Space.XS, 2, Space.XS, 2)
        line.setSpacing(Space.S)
        line.addWidget(picture)
        line.addWidget(label)
        line.addWidget(ElidedLabel(request.name), 1)
        for button in (turned, dropped):
            button.setIconSize(QSize(16, 16))
            button.setEnabled(not alone)
            line.addWidget(button)
        return row

    def _draw(self, request: SearchRequest, picture: QLabel) -> None:
        content = request.photo.content if request.photo is not None else None
        ratio = self.devicePixelRatioF()
        pixmap: QPixmap | None = None
        if request.path is not None:
            pixmap = self._thumbnails.request(request.path, content, round(_SIDE * ratio), self)
        if pixmap is None:
            color = self.palette().placeholderText().color()
            picture.setPixmap(icons.pixmap("image", color, 20, ratio))
            return
        side = round(_SIDE * ratio)
        drawn = pixmap.scaled(
            side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        drawn.setDevicePixelRatio(ratio)
        picture.setPixmap(drawn)

    def _on_ready(self, key: PictureKey) -> None:
        for request, picture in self._pictures:
            content = request.photo.content if request.photo is not None else None
            if key in (request.path, content):
                self._draw(request, picture)


def added(
    request: SearchRequest | None, fresh: Sequence[SearchRequest], *, wanted: bool
) -> SearchRequest | None:
    """A request with further pictures in it.

    Args:
        request: what is searched for now, None or a sketch: nothing that more could be added to.
        fresh: each for one picture; those that are in it already take the sign that is given now.
        wanted: whether they are.

    Returns:
        The request; None where nothing would be wanted.
    """
    base = None if request is None or request.sketch else request
    known = [] if base is None else [one for one in base.wanted if one not in fresh]
    less = [] if base is None else [one for one in base.less if one not in fresh]
    (known if wanted else less).extend(dict.fromkeys(fresh))
    return request_of_several(known, less) if known else None
