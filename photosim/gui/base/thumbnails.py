"""Small pictures for lists and grids, loaded in the background for what is visible."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from photosim.domain.errors import PhotosimError
from photosim.domain.photo import ContentId
from photosim.domain.progress import CancelToken
from photosim.gui.base.images import decoded_image
from photosim.gui.base.jobs import Job, Jobs, Lane, ReportAny
from photosim.gui.kit.dialogs import show_failure

_log = logging.getLogger(__name__)

THUMBNAIL_SIDE = 320
"""Longest side of a stored thumbnail in pixels: asking for more brings no more."""

_BATCH = 6
_WAITING_LIMIT = 4000


class PictureSource(Protocol):
    """Where the encoded thumbnails come from; called in worker threads."""

    def stored(self, content: ContentId) -> bytes | None:
        """The stored thumbnail of a content."""

    def first_paint(self, path: str) -> bytes | None:
        """A quick thumbnail of a file."""


PictureKey = ContentId | str
"""What a picture is known by: the content, or the path while the content is unknown."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    key: PictureKey
    side: int
    # Files of one content share one wish.
    path: str = field(compare=False)
    content: ContentId | None = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Loaded:
    wanted: _Wanted
    image: QImage | None


class ThumbnailLoader(QObject):
    """Gives thumbnails at once when they are cached, else loads them, newest wish first.

    Pixmaps are made in the GUI thread only; files, databases and JPEGs are read in workers. A picture is
    keyed by what it shows (never by a row number), so a late answer lands on its own photo or nowhere.

    Args:
        source: where the encoded thumbnails come from.
        jobs: runs the loading.
        cache_bytes: how much memory the pixmaps may take; the least recently used go first.
        workers: how many loading jobs run at a time.
        parent: Qt's owner.
    """

    ready = Signal(object)
    """A picture arrived or turned out to be broken; carries its `PictureKey`."""

    def __init__(
        self,
        source: PictureSource,
        jobs: Jobs,
        *,
        cache_bytes: int = 48 * 1024**2,
        workers: int = 3,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._jobs = jobs
        self._budget = cache_bytes
        self._workers = workers
        self._cache: OrderedDict[tuple[PictureKey, int], QPixmap] = OrderedDict()
        self._cached_bytes = 0
        self._sides: dict[PictureKey, set[int]] = {}
        self._broken: set[PictureKey] = set()
        self._fresh: dict[_Wanted, object] = {}
        self._waiting: OrderedDict[_Wanted, object] = OrderedDict()
        self._loading: set[_Wanted] = set()
        self._running: set[Job] = set()
        self._closed = False
        self._told = False
        self._kick = QTimer(self)
        self._kick.setSingleShot(True)
        self._kick.setInterval(0)
        self._kick.timeout.connect(self._take_fresh)

    @property
    def cached_bytes(self) -> int:
        """Memory taken by the cached pixmaps."""
        return self._cached_bytes

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is being loaded."""
        return not self._fresh and not self._waiting and not self._loading

    def request(
        self,
        path: str,
        content: ContentId | None,
        side: int = THUMBNAIL_SIDE,
        asker: object = None,
    ) -> QPixmap | None:
        """The picture if it is here; else None, or its best stand-in, and `ready` when it has come.

        Args:
            path: the file.
            content: digest of its bytes, None while unknown.
            side: device pixels that the longest side should have; never enlarged.
            asker: who asks, for `keep_waiting`.
        """
        key: PictureKey = path if content is None else content
        side = min(side, THUMBNAIL_SIDE)
        pixmap = self._cache.get((key, side))
        if pixmap is not None:
            self._cache.move_to_end((key, side))
            return pixmap
        if key not in self._broken:
            self._want(_Wanted(key, side, path, content), asker)
        return self._stand_in(key) or self._stand_in(path)

    def is_broken(self, path: str, content: ContentId | None) -> bool:
        """Whether loading was tried and there is no picture to show."""
        return (path if content is None else content) in self._broken

    def keep_waiting(self, asker: object, keys: Collection[PictureKey]) -> None:
        """Forget the wishes of `asker` that were scrolled away: everything but `keys`."""
        gone = [wanted for wanted, who in self._waiting.items() if who is asker and wanted.key not in keys]
        for wanted in gone:
            del self._waiting[wanted]

    def forget(self, path: str) -> None:
        """Drop what is known of a file by its path, because the file has changed."""
        for side in self._sides.pop(path, set()):
            self._cached_bytes -= _bytes_of(self._cache.pop((path, side)))
        self._broken.discard(path)

    def retry_broken(self) -> None:
        """Try the broken ones again when they are next asked for (a scan may have mended them)."""
        self._broken.clear()

    def close(self) -> None:
        """Load nothing more; call it before the jobs are shut down."""
        self._closed = True
        self._kick.stop()
        self._fresh.clear()
        self._waiting.clear()
        for job in self._running:
            job.drop()
        self._running.clear()
        self._loading.clear()

    def _want(self, wanted: _Wanted, asker: object) -> None:
        if self._closed or wanted in self._loading:
            return
        self._fresh[wanted] = asker
        if not self._kick.isActive():
            self._kick.start()

    def _take_fresh(self) -> None:
        # Wishes of one repaint come together: they go before all older ones, the topmost cell first.
        for wanted, asker in reversed(self._fresh.items()):
            self._waiting[wanted] = asker
            self._waiting.move_to_end(wanted)
        self._fresh.clear()
        while len(self._waiting) > _WAITING_LIMIT:
            self._waiting.popitem(last=False)
        self._start()

    def _stand_in(self, key: PictureKey) -> QPixmap | None:
        sides = self._sides.get(key)
        return self._cache[key, max(sides)] if sides else None

    def _start(self) -> None:
        while self._waiting and len(self._running) < self._workers and not self._closed:
            batch = [self._waiting.popitem()[0] for _ in range(min(_BATCH, len(self._waiting)))]
            self._loading.update(batch)
            held: list[Job] = []
            job = self._jobs.start(
                "Loading thumbnails",
                partial(_load_batch, self._source, batch),
                progress=self._arrived,
                done=partial(self._batch_over, held, batch),
                cancelled=partial(self._batch_over, held, batch, None),
                failed=partial(self._batch_failed, held, batch),
                lane=Lane.PICTURES,
                quiet=True,
            ).answer_only(self)
            held.append(job)
            self._running.add(job)

    def _arrived(self, loaded: _Loaded) -> None:
        wanted = loaded.wanted
        self._loading.discard(wanted)
        if loaded.image is None:
            self._broken.add(wanted.key)
        else:
            self._keep(wanted, QPixmap.fromImage(loaded.image))
        self.ready.emit(wanted.key)

    def _keep(self, wanted: _Wanted, pixmap: QPixmap) -> None:
        old = self._cache.pop((wanted.key, wanted.side), None)
        if old is not None:
            self._cached_bytes -= _bytes_of(old)
        self._cache[wanted.key, wanted.side] = pixmap
        self._sides.setdefault(wanted.key, set()).add(wanted.side)
        self._cached_bytes += _bytes_of(pixmap)
        while self._cached_bytes > self._budget and len(self._cache) > 1:
            (key, side), dropped = self._cache.popitem(last=False)
            self._cached_bytes -= _bytes_of(dropped)
            self._sides[key].discard(side)
            if not self._sides[key]:
                del self._sides[key]

    def _batch_over(self, held: list[Job], batch: list[_Wanted], _result: None) -> None:
        self._running.difference_update(held)
        self._loading.difference_update(batch)
        self._start()

    def _batch_failed(self, held: list[Job], batch: list[_Wanted], error: Exception) -> None:
        for wanted in batch:
            if wanted in self._loading:
                self._arrived(_Loaded(wanted, None))
        self._batch_over(held, batch, None)
        _log.error("loading thumbnails failed", exc_info=error)
        if not self._told:
            # A bug shows at every thumbnail; one crash dialog is enough.
            self._told = True
            show_failure(error)


def _load_batch(source: PictureSource, batch: list[_Wanted], report: ReportAny, cancel: CancelToken) -> None:
    for wanted in batch:
        cancel.checkpoint()
        report(_Loaded(wanted, _load(source, wanted)))


def _load(source: PictureSource, wanted: _Wanted) -> QImage | None:
    try:
        data = source.stored(wanted.content) if wanted.content is not None else None
        if data is None:
            data = source.first_paint(wanted.path)
    except PhotosimError:
        # The cell shows that there is no picture; whoever scans the file says why.
        return None
    if data is None:
        return None
    image = decoded_image(data)
    if image is None:
        return None
    if max(image.width(), image.height()) > wanted.side:
        image = image.scaled(
            QSize(wanted.side, wanted.side),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return image


def _bytes_of(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * max(1, pixmap.depth() // 8)
