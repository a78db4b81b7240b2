"""What is in the panes: which photos, how they lie, how sharp they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from photosim.domain.photo import Photo
from photosim.domain.similarity import Transform, inverted
from photosim.gui.base.context import Context
from photosim.gui.compare.alignments import Alignments
from photosim.gui.compare.canvas import MOST_PANES, Canvas, Head
from photosim.gui.compare.geometry import Box, Placed, Point, Size, applied, around, bounds, placed, times
from photosim.gui.compare.group import Compared
from photosim.gui.compare.levels import SHARP_PIXELS
from photosim.gui.compare.painting import Shown
from photosim.gui.compare.pane import Content, Mode, Pane
from photosim.gui.compare.pictures import Pictures
from photosim.gui.compare.viewport import Viewport
from photosim.gui.compare.words import difference_words

if TYPE_CHECKING:
    from photosim.app.finding.comparison import Spot

_PAIR = 2
_UNALIGNED = "not laid on it: shown as large"
_TURNED = 1e-3
_NEAR = 0.02


class Stage(QObject):
    """Brings the photos into the panes, and keeps them there as what is known of them grows.

    Args:
        context: the open library.
        viewport: shared by all panes.
        canvas: the panes.
        parent: Qt's owner.
    """

    changed = Signal()
    """More is known: of how the photos lie on each other, or of where they differ."""

    def __init__(
        self, context: Context, viewport: Viewport, canvas: Canvas, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._viewport = viewport
        self._canvas = canvas
        self._alignments = Alignments(context, self)
        self._alignments.changed.connect(self.changed)
        self._compared: Compared | None = None
        self._pictures: dict[str, Pictures] = {}
        self._placed: dict[str, Placed] = {}
        self._mode = Mode.SIDE
        self._most = MOST_PANES
        self._as_it_is = False

    @property
    def mode(self) -> Mode:
        """How the photos share the panes."""
        return self._mode

    @property
    def as_it_is(self) -> bool:
        """Whether turned and mirrored photos are left so."""
        return self._as_it_is

    @property
    def photos(self) -> list[Photo]:
        """The photos that are seen, the keeper first."""
        if self._compared is None:
            return []
        return self._compared.seen(self._most if self._mode is Mode.SIDE else _PAIR)

    @property
    def pictures(self) -> list[Pictures]:
        """The pixels of the photos that are seen."""
        return [self._pictures[photo.path] for photo in self.photos if photo.path in self._pictures]

    @property
    def panes(self) -> list[Pane]:
        """The panes that are seen."""
        return self._canvas.panes

    @property
    def heads(self) -> list[Head]:
        """What is said over them."""
        return [frame.head for frame in self._canvas.frames[: len(self.panes)]]

    @property
    def center(self) -> Point:
        """The point of the scene in the middle of the panes."""
        return self._viewport.center

    @property
    def zoom(self) -> float:
        """Device pixels for one pixel of the finest photo."""
        return self._viewport.zoom

    @property
    def turned(self) -> bool:
        """Whether a photo that is seen lies turned or mirrored on the first."""
        return any(
            _is_turned(self._placed[photo.path]) for photo in self.photos if photo.path in self._placed
        )

    @property
    def settled(self) -> bool:
        """Whether nothing is being decoded or found out."""
        return self._alignments.idle and not any(pictures.loading for pictures in self._pictures.values())

    def start(self, compared: Compared) -> None:
        """Turn to other photos."""
        self.clear()
        self._compared = compared
        self._alignments.start(compared.photos, compared.evidence)

    def clear(self) -> None:
        """Wait for nothing, keep nothing."""
        self._compared = None
        self._alignments.clear()
        self._canvas.show_frames([], self._mode, 1.5, as_it_is=self._as_it_is)
        self._keep_pictures([])
        self._placed.clear()

    def set_mode(self, mode: Mode) -> None:
        """Let the photos share the panes in another way; side by side again: two, or as many as fit."""
        if mode is Mode.SIDE and self._mode is Mode.SIDE:
            self._most = _PAIR if self._most == MOST_PANES else MOST_PANES
        self._mode = mode

    def set_as_it_is(self, *, on: bool) -> None:
        """Leave turned and mirrored photos so, or lay them on the first."""
        self._as_it_is = on

    def arrange(self) -> None:
        """Bring into the panes what is to be seen now."""
        compared = self._compared
        if compared is None:
            return
        photos = self.photos
        self._alignments.look(photos)
        self._keep_pictures(photos)
        self._place(photos)
        lying = [self._placed[photo.path] for photo in photos]
        if self._as_it_is:
            center = bounds(lying).center
            lying += [picture.as_it_is(center) for picture in lying]
        room = bounds(lying)
        self._canvas.show_frames(
            self._frames(compared, photos),
            self._mode,
            room.width / max(room.height, 1e-9),
            as_it_is=self._as_it_is,
        )
        self._viewport.set_bounds(room)

    def look_at(self, point: Point, zoom: float) -> None:
        """See a place closely.

        Args:
            point: of the keeper, in its pixels.
            zoom: device pixels for one of the finest picture.
        """
        x, y = applied(self._placed[self.photos[0].path].matrix, point)
        self._viewport.zoom_to(zoom)
        center = self._viewport.center
        self._viewport.move((center[0] - x) * zoom, (center[1] - y) * zoom)

    def sentence(self) -> str:
        """What the subject is to the keeper, and where they differ."""
        compared = self._compared
        if compared is None:
            return ""
        subject = compared.subject
        parts = [f"{compared.number(subject)}:"]
        if compared.keeper.path == compared.photos[0].path:
            parts.append(compared.sentence(subject))
        parts.append(self._differing_words(compared.keeper, subject))
        return " ".join(part for part in parts if part)

    def _differing_words(self, keeper: Photo, subject: Photo) -> str:
        found = self._alignments.differing(keeper, subject)
        if found is None:
            return "Looking for differences…"
        if found.difference is None:
            return "They could not be laid on each other." if not (keeper.missing or subject.missing) else ""
        return difference_words(found.difference)

    def _keep_pictures(self, photos: list[Photo]) -> None:
        wanted = {photo.path for photo in photos}
        for path in [path for path in self._pictures if path not in wanted]:
            gone = self._pictures.pop(path)
            gone.drop()
            gone.deleteLater()
        for photo in photos:
            if photo.path not in self._pictures:
                made = Pictures(self._context, photo, SHARP_PIXELS // len(photos), self)
                made.changed.connect(self._repaint)
                self._pictures[photo.path] = made

    def _repaint(self) -> None:
        for pane in self._canvas.panes:
            pane.update()

    def _place(self, photos: list[Photo]) -> None:
        first = photos[0]
        sizes = [(photo.facts.width, photo.facts.height) for photo in photos]
        transforms = [self._between(first, photo) for photo in photos[1:]]
        lying = placed(sizes, transforms)
        self._placed = {photo.path: one for photo, one in zip(photos, lying, strict=True)}

    def _between(self, first: Photo, second: Photo) -> Transform | None:
        one, two = self._alignments.transform(first), self._alignments.transform(second)
        return None if one is None or two is None else times(two, inverted(one))

    def _frames(self, compared: Compared, photos: list[Photo]) -> list[tuple[Head, Content]]:
        shown = {photo.path: Shown(self._placed[photo.path], self._pictures[photo.path]) for photo in photos}
        keeper, subject = compared.keeper, compared.subject
        if self._mode is Mode.SIDE:
            return [
                (
                    self._head(compared, photo),
                    Content(shown[photo.path], shown[(subject if photo is photos[0] else keeper).path]),
                )
                for photo in photos
            ]
        own, other = shown[subject.path], shown[keeper.path]
        found = self._alignments.differing(keeper, subject) if self._mode is Mode.DIFFERENCE else None
        if found is None or found.difference is None:
            return [(_pair_head(compared), Content(own, other))]
        spots = _boxes_of(found.difference.spots, other.placed.size)
        return [(_pair_head(compared), Content(own, other, found.overlay, spots))]

    def _head(self, compared: Compared, photo: Photo) -> Head:
        unaligned = not self._placed[photo.path].aligned and self._alignments.is_exact(photo)
        return compared.head(photo, _UNALIGNED if unaligned else "")


def _pair_head(compared: Compared) -> Head:
    one, two = compared.head(compared.keeper), compared.head(compared.subject)
    return Head(one.number, f"{one.name}  |  {two.number}  {two.name}", two.note, two.fate)


def _is_turned(picture: Placed) -> bool:
    a, b, _, d, e = picture.matrix[:5]
    return a < 0 or e < 0 or max(abs(b), abs(d)) > _TURNED * max(abs(a), abs(e))


def _boxes_of(spots: Sequence[Spot], size: Size) -> tuple[Box, ...]:
    """Where spots lie, in pixels of their picture; those next to each other share a box."""
    near = _NEAR * max(size)
    boxes: list[Box] = []
    for spot in spots:
        box = Box(spot.left * size[0], spot.top * size[1], spot.right * size[0], spot.bottom * size[1])
        while touching := [other for other in boxes if not other.grown(near).within(box).empty]:
            boxes = [other for other in boxes if other not in touching]
            box = around([box, *touching])
        boxes.append(box)
    return tuple(boxes)
