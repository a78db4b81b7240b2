"""The list of groups: a row each, with the first pictures, only what is visible being drawn and loaded."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from photosim.domain.similarity import Group
from photosim.gui.base.context import Context
from photosim.gui.base.thumbnails import PictureKey
from photosim.gui.base.visible import VisiblePictures
from photosim.gui.compare.choice import Choice
from photosim.gui.groups.commands import DECIDING, KEYS, Command, Wish, wish_of
from photosim.gui.groups.model import GROUP_ROLE, GroupModel
from photosim.gui.groups.words import member_words, saving_words
from photosim.gui.kit import icons, words
from photosim.gui.kit.theme import Colors, Space, scaled_font
from photosim.gui.photos.delegate import draw_rounded, fitted
from photosim.gui.photos.grid import menu_entry
from photosim.gui.photos.model import Index

_MINI = 52
_MINIS = 4
_TICK = 14
_STEPS = {Qt.Key.Key_Left: Command.PREVIOUS_PHOTO, Qt.Key.Key_Right: Command.NEXT_PHOTO}
_MENU = (
    (Command.ACCEPT, "Accept and go on", "Accept these groups"),
    (Command.KEEP_ONLY, "Keep only the one to keep", "Keep one photo of each group only"),
    (Command.KEEP_ALL, "Keep all photos", "Keep all photos of these groups"),
    (Command.NOT_SAME, "Not the same pictures", "None of these groups are the same pictures"),
    (Command.REOPEN, "Forget the decision", "Forget these decisions"),
    (Command.COMPARE, "Compare", ""),
    (Command.ENLARGE, "Enlarge", ""),
    (Command.SIMILAR, "Find similar photos", ""),
)
"""Commands with their words for one group and for several, "" where several make no sense."""


class GroupDelegate(QStyledItemDelegate):
    """Draws a group: up to four small pictures, the keeper's name, how many and how alike, and the saving."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._loader = context.thumbnails
        self._theme = context.theme
        self._name_font = scaled_font(1.0, QFont.Weight.DemiBold)
        self._small_font = scaled_font(0.92)
        self._name_metrics = QFontMetrics(self._name_font)
        self._small_metrics = QFontMetrics(self._small_font)
        self._ticks: dict[float, tuple[str, QPixmap]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        """The same for every row."""
        return QSize(260, self.row_height())

    def row_height(self) -> int:
        """Height of a row in device-independent pixels."""
        return _MINI + 2 * Space.M + Space.S + self._name_metrics.height() + self._small_metrics.height()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        group: Group = index.data(GROUP_ROLE)
        model = index.model()
        assert isinstance(model, GroupModel)
        choice = model.review.choice(group) if model.review is not None else None
        colors = self._theme.colors
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        rect = option.rect.adjusted(Space.XS, 2, -Space.XS, -2)
        self._draw_card(painter, option, rect, colors)
        left, top = rect.x() + Space.M, rect.y() + Space.M - 2
        for number in range(min(_MINIS, len(group.members))):
            self._draw_mini(painter, group, number, choice, QRect(left, top, _MINI, _MINI), colors)
            left += _MINI + Space.XS
        text = QRect(rect.x() + Space.M, top + _MINI + Space.S - 2, rect.width() - 2 * Space.M, rect.height())
        self._draw_text(painter, group, model.decision_words(group), text, colors)
        painter.restore()

    def _draw_card(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, colors: Colors
    ) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered or focused:
            painter.setPen(QPen(QColor(colors.accent), 2) if focused else Qt.PenStyle.NoPen)
            fill = colors.accent_soft if selected else colors.hover if hovered else colors.surface
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 8, 8)

    def _draw_mini(
        self,
        painter: QPainter,
        group: Group,
        number: int,
        choice: Choice | None,
        box: QRect,
        colors: Colors,
    ) -> None:
        photo = group.members[number].photo
        ratio = painter.device().devicePixelRatio()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.window))
        painter.drawRoundedRect(QRectF(box), 4, 4)
        pixmap = self._loader.request(photo.path, photo.content, round(_MINI * ratio), self.parent())
        if pixmap is not None:
            going = choice is not None and photo.path in choice.remove
            painter.setOpacity(0.4 if photo.missing or going else 1.0)
            draw_rounded(painter, pixmap, fitted(pixmap, box, ratio), 3, QColor(colors.window))
            painter.setOpacity(1.0)
        if choice is not None and photo.path == choice.keeper:
            painter.setPen(QPen(QColor(colors.good), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 4, 4)
        more = len(group.members) - _MINIS
        if number == _MINIS - 1 and more > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 150))
            painter.drawRoundedRect(QRectF(box), 4, 4)
            painter.setPen(QColor("white"))
            painter.setFont(self._name_font)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"+{more:,}")

    def _draw_text(
        self, painter: QPainter, group: Group, decision: str, place: QRect, colors: Colors
    ) -> None:
        saving = saving_words(group)
        saving_width = self._name_metrics.horizontalAdvance(saving)
        first = QRect(place.x(), place.y(), place.width(), self._name_metrics.height())
        painter.setFont(self._name_font)
        painter.setPen(QColor(colors.accent))
        painter.drawText(first, Qt.AlignmentFlag.AlignRight, saving)
        name_width = first.width() - saving_width - Space.M
        name = self._name_metrics.elidedText(
            words.name_of(group.keeper.path), Qt.TextElideMode.ElideMiddle, name_width
        )
        painter.setPen(QColor(colors.text))
        painter.drawText(first, Qt.AlignmentFlag.AlignLeft, name)
        second = QRect(place.x(), first.bottom() + 1, place.width(), self._small_metrics.height())
        painter.setFont(self._small_font)
        decided = self._draw_decision(painter, decision, second, colors) if decision else 0
        painter.setPen(QColor(colors.muted))
        line = self._small_metrics.elidedText(
            member_words(group), Qt.TextElideMode.ElideRight, second.width() - decided
        )
        painter.drawText(second, Qt.AlignmentFlag.AlignLeft, line)

    def _draw_decision(self, painter: QPainter, decision: str, line: QRect, colors: Colors) -> int:
        """Draws a tick and what was decided at the end of a line; returns how wide that is."""
        ratio = painter.device().devicePixelRatio()
        if ratio not in self._ticks or self._ticks[ratio][0] != colors.good:
            self._ticks[ratio] = (colors.good, icons.pixmap("check", QColor(colors.good), _TICK, ratio))
        width = self._small_metrics.horizontalAdvance(decision)
        painter.setPen(QColor(colors.good))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, decision)
        place = QPointF(line.right() - width - _TICK - 2, line.center().y() - _TICK / 2 + 1)
        painter.drawPixmap(place, self._ticks[ratio][1])
        return width + _TICK + Space.M


class GroupList(QListView):
    """Lists a `GroupModel`; several rows can be chosen, and keys decide of them.

    Args:
        context: pictures and colours.
        model: the groups.
        parent: Qt's owner.
    """

    current = Signal(object)
    """The current `Group` is another now, or None."""
    wished = Signal(object)
    """The user gave a command: a `Wish`."""

    def __init__(self, context: Context, model: GroupModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = model
        self._theme = context.theme
        self._cells = GroupDelegate(context, self)
        self.setAccessibleName("Groups")
        self.setFrameShape(QFrame.Shape.NoFrame)
        # The viewport has square corners, the frame round ones.
        self.setViewportMargins(2, 2, 2, 2)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(10_000)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(4 * _MINI + 3 * Space.XS + 2 * Space.M + 2 * Space.L)
        self.setItemDelegate(self._cells)
        self.setModel(model)
        self.pictures = VisiblePictures(
            self, context.thumbnails, self.visible_rows, self._keys_of, self._repaint
        )
        context.theme.changed.connect(self.viewport().update)

    def current_group(self) -> Group | None:
        """The group whose photos are shown."""
        index = self.currentIndex()
        return self._groups.group(index.row()) if index.isValid() else None

    def select_row(self, row: int) -> None:
        """Make a row the current one and bring it into view."""
        self.setCurrentIndex(self._groups.index(row))
        self.scrollTo(self._groups.index(row))

    def visible_rows(self) -> range:
        """The rows that can be seen."""
        height = self._cells.row_height()
        first = self.verticalOffset() // height
        last = first + self.viewport().height() // height + 2
        return range(min(first, self._groups.rowCount()), min(last, self._groups.rowCount()))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt's notice that the keyboard or the mouse went to another row."""
        super().currentChanged(current, previous)
        self.current.emit(self._groups.group(current.row()) if current.isValid() else None)

    def selected_groups(self) -> list[Group]:
        """The chosen groups, in the order of the list."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._groups.group(row) for row in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Commands first, then whatever a list does with the key."""
        wish = wish_of(event)
        step = _STEPS.get(Qt.Key(event.key())) if not event.modifiers() else None
        if step is not None:
            self.wished.emit(Wish(step))
        elif wish is not None:
            self.wished.emit(wish)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Opens the menu of the chosen groups."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            where = self.visualRect(index).center() if by_key else event.pos()
            self.menu().popup(self.viewport().mapToGlobal(where))

    def menu(self) -> QMenu:
        """What can be done with the chosen groups; the menu deletes itself when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        several = len(self.selectionModel().selectedIndexes()) > 1
        for command, one, many in _MENU:
            text = many if several else one
            if text and not (command in DECIDING and self._groups.review is None):
                menu_entry(menu, text, KEYS.get(command, ""), partial(self.wished.emit, Wish(command)))
        return menu

    def keyboardSearch(self, search: str) -> None:
        """Groups are found by the filter, not by a first letter."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fills the ground itself: a viewport that is known to be opaque is scrolled, not drawn anew."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.colors.surface))
        painter.end()
        super().paintEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """What cannot be seen is not loaded."""
        super().hideEvent(event)
        self.pictures.forget_all()

    def _repaint(self, row: int) -> None:
        # A rectangle of our own: asking a list for it, or telling of changed data, lays it out anew.
        height, width = self._cells.row_height(), self.viewport().width()
        self.viewport().update(QRect(QPoint(0, row * height - self.verticalOffset()), QSize(width, height)))

    def _keys_of(self, row: int) -> set[PictureKey]:
        return {member.photo.content for member in self._groups.group(row).members[:_MINIS]}
