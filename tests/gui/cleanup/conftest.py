"""A folder of real photos with copies, scanned, for windows that clean it up."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from photosim.app.finding.groups import find_groups
from photosim.app.workspace import open_workspace
from photosim.domain.actions import SET_ASIDE_FOLDER
from photosim.domain.marks import Mark
from photosim.domain.progress import CancelToken, silent
from photosim.domain.similarity import Group, Relation
from photosim.gui.base.context import Context
from photosim.gui.cleanup.dialog import CleanupDialog
from photosim.gui.cleanup.history import HistoryView
from tests.gui.making import ContextMaker
from tests.helpers.photos import sample_paths, save_jpeg
from tests.helpers.scanning import fill

Seen = dict[str, tuple[bytes, int, int]]


@dataclass(frozen=True)
class Place:
    """Photos, and the library they were scanned into.

    `china.jpg` with two exact copies and a small one; `flower.jpg` with an exact copy that has a film of
    its own.
    """

    photos: Path
    library: Path

    def seen(self) -> Seen:
        """Bytes, time and permissions of every file that is not set aside."""
        found: Seen = {}
        for path in sorted(self.photos.rglob("*")):
            if path.is_file() and SET_ASIDE_FOLDER not in path.parts:
                status = path.stat()
                name = str(path.relative_to(self.photos))
                found[name] = (path.read_bytes(), status.st_mtime_ns, stat.S_IMODE(status.st_mode))
        return found

    def mark(self, context: Context, marks: dict[str, Mark]) -> None:
        """Decide of files, as the review does."""
        context.workspace.library.set_marks({str(self.photos / name): mark for name, mark in marks.items()})


@pytest.fixture
def place(tmp_path: Path) -> Place:
    photos = tmp_path / "photos"
    (photos / "copies").mkdir(parents=True)
    china, flower = (Image.open(path).convert("RGB") for path in sample_paths())
    save_jpeg(china, photos / "china.jpg", "2023:05:01 10:00:00")
    save_jpeg(china.resize((320, 214)), photos / "copies" / "china-small.jpg", "2023:05:01 10:00:00")
    save_jpeg(flower, photos / "flower.jpg", "2024:06:02 18:30:00")
    for name in ("china.jpg", "flower.jpg"):
        shutil.copy(photos / name, photos / "copies" / name)
    shutil.copy(photos / "china.jpg", photos / "copies" / "china again.jpg")
    (photos / "copies" / "flower.mov").write_bytes(b"the only film")
    # The oldest is the one to keep.
    os.utime(photos / "china.jpg", ns=(1_600_000_000_000_000_001, 1_400_000_000_123_456_789))
    os.utime(photos / "copies" / "china.jpg", ns=(1_600_000_000_000_000_001, 1_500_000_000_123_456_789))
    library = tmp_path / "library"
    with open_workspace(str(library)) as workspace:
        fill(workspace, photos)
    return Place(photos, library)


@pytest.fixture
def opened(make_context: ContextMaker, place: Place) -> Context:
    """The library of `place`."""
    return make_context(place.library)


def groups_of(context: Context) -> list[Group]:
    return find_groups(context.workspace, Relation.SAME_PICTURE, silent, CancelToken())


@pytest.fixture
def open_dialog(qtbot: QtBot) -> Iterator[Callable[[Context], CleanupDialog]]:
    """Opens the dialog on all groups and waits until its plan is shown."""
    kept: list[CleanupDialog] = []

    def start(context: Context) -> CleanupDialog:
        dialog = CleanupDialog(context, groups_of(context))
        kept.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.page is dialog.plan_page)
        return dialog

    yield start
    for dialog in kept:
        # One that was closed has deleted itself.
        if isValid(dialog):
            dialog.accept()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def open_history(qtbot: QtBot) -> Iterator[Callable[[Context], HistoryView]]:
    """Opens the history and waits until it was read; ends when nothing is being read for it any more."""
    kept: list[HistoryView] = []
    contexts: list[Context] = []

    def start(context: Context) -> HistoryView:
        view = HistoryView(context)
        kept.append(view)
        contexts.append(context)
        qtbot.addWidget(view)
        view.resize(1100, 600)
        view.show()
        qtbot.waitUntil(lambda: not context.jobs.active)
        return view

    yield start
    qtbot.waitUntil(lambda: not any(context.jobs.active for context in contexts))
