"""Looking for faces in the pictures of a library that nobody has looked at yet."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.cores import usable_cores
from photosim.app.people.everyone import people
from photosim.app.people.grouping import group_people
from photosim.app.people.models import face_finder, present_method
from photosim.domain.errors import Cancelled, FileError, LibraryReadOnlyError
from photosim.domain.files import FoundFile, Problem, ProblemKind, stamp_of
from photosim.domain.people import FacesSummary, FoundFace, LookedAt
from photosim.domain.photo import ContentId
from photosim.domain.progress import CancelToken, Progress, RateMeter, Report
from photosim.encoding.face_finder import PICTURE_SIDE, FaceFinder, faces_available
from photosim.imaging.pool import DecodePool

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace
    from photosim.imaging.preview import Raster

__all__ = ["faces_available", "faces_in_picture", "find_faces", "looked_at", "waiting"]

STAGE = "Looking for faces"
_BATCH = 32
_LOOK_UP_SECONDS = 0.2
_MOST_THREADS = 8
_AT_ONCE = 1000


def waiting(workspace: Workspace) -> int:
    """How many pictures of the library nobody has looked for faces in.

    Raises:
        LibraryError: the catalogue cannot be read.
        ModelError: the models of faces are not completely installed.
    """
    return len(workspace.library.people.waiting(present_method()))


def looked_at(workspace: Workspace) -> int:
    """How many pictures of the library were looked for faces in.

    Raises:
        LibraryError: the catalogue cannot be read.
        ModelError: the models of faces are not completely installed.
    """
    return workspace.library.people.looked_at(present_method())


def find_faces(workspace: Workspace, report: Report, cancel: CancelToken) -> FacesSummary:
    """Look for faces in every picture that was not looked at yet, then find out whose they are.

    What was found is kept in batches: stopped or killed, it goes on from there the next time.

    Args:
        workspace: whose library it is.
        report: told of pictures done.
        cancel: a stop is noticed within a second; it ends the work early, as told in the summary.

    Raises:
        LibraryError: the library cannot be changed.
        ModelError: a model's file is missing or damaged.
        PhotosimError: dlib is not installed; the sentence tells what to type.
    """
    if workspace.library.read_only:
        raise LibraryReadOnlyError(workspace.library.read_only_reason)
    start = time.monotonic()
    search = _Search(workspace, report, cancel)
    try:
        search.run()
    except Cancelled:
        pass
    else:
        search.group(cancel)
    if cancel.cancelled and search.few:
        # A moment's work, and what was found can be seen at once.
        search.group(CancelToken())
    return FacesSummary(
        pictures=search.pictures,
        faces=search.faces,
        people=len(people(workspace)),
        problems=tuple(search.problems),
        seconds=time.monotonic() - start,
        cancelled=cancel.cancelled,
    )


def faces_in_picture(workspace: Workspace, picture: str | bytes, name: str = "picture") -> list[FoundFace]:
    """The faces in a picture that need not be in the library, from left to right.

    Args:
        workspace: whose processes read it.
        picture: the path of a file, or what a file would hold.
        name: what to call the picture when it has no path.

    Raises:
        FileError: it cannot be read as a picture.
        ModelError: a model's file is missing or damaged.
        PhotosimError: dlib is not installed; the sentence tells what to type.
    """
    finder = face_finder()
    if isinstance(picture, bytes):
        raster = workspace.reader.render_bytes(picture, name, PICTURE_SIDE)
    else:
        raster = workspace.reader.render(picture, PICTURE_SIDE)
    return finder.find(_pixels(raster))


class _Search:
    """One search through a library."""

    def __init__(self, workspace: Workspace, report: Report, cancel: CancelToken) -> None:
        self._workspace = workspace
        self._catalog = workspace.library.people
        self._report = report
        self._cancel = cancel
        self._method = present_method()
        # Asked for here, so that its absence is told before anything begins.
        self._finder_of_all = face_finder()
        self._finders = threading.local()
        self._grouped = self._catalog.mark()[0]
        self._found: list[LookedAt] = []
        self.pictures = 0
        self.faces = 0
        self.problems: list[Problem] = []

    @property
    def few(self) -> bool:
        """Whether finding out whose faces are takes no time."""
        return self._catalog.mark()[0] <= _AT_ONCE

    def run(self) -> None:
        """Look at everything that waits.

        Raises:
            Cancelled: a stop was asked for; what was found is kept.
        """
        files = self._catalog.waiting(self._method)
        meter = RateMeter()
        self._report(Progress(STAGE, 0, len(files)))
        try:
            for number, (file, outcome) in enumerate(self._look_at_all(files), 1):
                self._take(outcome)
                self._report(
                    Progress(STAGE, number, len(files), meter.update(number), os.path.basename(file.path))
                )
        finally:
            self._store()

    def group(self, cancel: CancelToken) -> None:
        """Find out whose the faces are, if there are others than before, or somebody said something."""
        try:
            group_people(self._workspace, cancel)
        except Cancelled:
            return
        self._grouped = self._catalog.mark()[0]

    def _take(self, outcome: LookedAt | Problem) -> None:
        if isinstance(outcome, Problem):
            self.problems.append(outcome)
            return
        self._found.append(outcome)
        self.pictures += 1
        self.faces += len(outcome.faces)
        if len(self._found) >= _BATCH:
            self._store()

    def _store(self) -> None:
        if self._found:
            self._catalog.store(self._found, self._method)
            self._found = []
        # Each time there are half as many again, so that grouping never takes more than a part of the time.
        if not self._cancel.cancelled and self._catalog.mark()[0] > 1.5 * self._grouped + _BATCH:
            self.group(self._cancel)

    def _look_at_all(
        self, files: dict[ContentId, FoundFile]
    ) -> Iterator[tuple[FoundFile, LookedAt | Problem]]:
        """Look at files in threads, a few at a time, in whatever order they get done."""
        threads = min(usable_cores(), _MOST_THREADS)
        limits = self._workspace.library.settings().limits
        spec = self._workspace.encoder.input_spec
        todo = iter(files.items())
        running: dict[Future[LookedAt | Problem], FoundFile] = {}
        executor = ThreadPoolExecutor(threads, thread_name_prefix="photosim-faces")
        with DecodePool(spec, limits, threads) as pool, executor:
            try:
                while True:
                    self._cancel.checkpoint()
                    while len(running) < 2 * threads and (item := next(todo, None)) is not None:
                        running[executor.submit(self._look, pool, *item)] = item[1]
                    if not running:
                        return
                    done, _ = wait(running, _LOOK_UP_SECONDS, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield running.pop(future), future.result()
            finally:
                for future in running:
                    future.cancel()
                # Whoever waits for a picture is released.
                pool.close()

    def _look(self, pool: DecodePool, content: ContentId, file: FoundFile) -> LookedAt | Problem:
        self._cancel.checkpoint()
        try:
            _demand_same(file)
            raster = pool.render(file.path, PICTURE_SIDE, cancel=self._cancel)
        except FileError as error:
            return Problem(file.path, ProblemKind.UNREADABLE, error.reason)
        return LookedAt(content, tuple(self._finder().find(_pixels(raster))))

    def _finder(self) -> FaceFinder:
        finder: FaceFinder | None = getattr(self._finders, "finder", None)
        if finder is None:
            finder = self._finders.finder = self._finder_of_all.another()
        return finder


def _demand_same(file: FoundFile) -> None:
    """Refuse a file that is another one than the scan saw: its faces would be told of the wrong picture.

    Raises:
        FileError: it is, or it cannot be looked at.
    """
    try:
        status = os.stat(file.path)
    except OSError as error:
        raise FileError("look for faces in", file.path, f"{error.strerror}.") from error
    if not stamp_of(status).agrees_with(file.stamp):
        raise FileError("look for faces in", file.path, "It has changed since the last scan: scan again.")


def _pixels(raster: Raster) -> NDArray[np.uint8]:
    return np.frombuffer(raster.rgb, np.uint8).reshape(raster.height, raster.width, 3)
