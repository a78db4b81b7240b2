"""The ground of the tests of the views: a small library of real photos, open in a window's context."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photosim.app.scan import scan
from photosim.app.thumbnails import Thumbnails
from photosim.app.workspace import open_workspace
from photosim.domain.files import Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanSettings
from photosim.gui.context import Context
from photosim.gui.jobs import Jobs
from photosim.gui.theme import Theme, ThemeMode
from photosim.gui.thumbnails import PictureSource, ThumbnailLoader
from tests.gui.views.making import ContextMaker, Family
from tests.helpers.photos import sample_paths, save_jpeg


@pytest.fixture(scope="session")
def family(tmp_path_factory: pytest.TempPathFactory) -> Family:
    """Made once: scanning starts processes."""
    base = tmp_path_factory.mktemp("family")
    folder = base / "photos"
    folder.mkdir()
    china, flower = (Image.open(path).convert("RGB") for path in sample_paths())
    save_jpeg(china, folder / "china.jpg", "2023:05:01 10:00:00")
    save_jpeg(china.crop((9, 6, 640, 427)), folder / "china-burst.jpg", "2023:05:01 10:00:01")
    save_jpeg(china.resize((320, 214)), folder / "china-small.jpg", "2023:05:01 10:00:00", quality=70)
    save_jpeg(flower, folder / "flower.jpg", "2024:06:02 18:30:00")
    shutil.copy(folder / "flower.jpg", folder / "flower-copy.jpg")
    with open_workspace(str(base / "library")) as workspace:
        scan(workspace, [Root(str(folder))], ScanSettings(), lambda _news: None, CancelToken())
    return Family(folder, base / "library")


@pytest.fixture
def make_context(qtbot: QtBot, qapp: QApplication) -> Iterator[ContextMaker]:
    """Opens a library for views; everything ends with the test."""
    made: list[Context] = []
    failures: list[Exception] = []

    def make(
        library: Path, source: PictureSource | None = None, mode: ThemeMode = ThemeMode.LIGHT
    ) -> Context:
        workspace = open_workspace(str(library))
        jobs = Jobs(failures.append)
        loader = ThumbnailLoader(source or Thumbnails(workspace), jobs)
        made.append(Context(workspace, jobs, loader, Theme(qapp, mode)))
        return made[-1]

    yield make
    for context in made:
        context.thumbnails.close()
        qtbot.waitUntil(lambda context=context: not context.jobs.active, timeout=30_000)  # type: ignore[misc]
        assert context.jobs.shutdown()
        context.workspace.close()
        context.thumbnails.deleteLater()
        context.jobs.deleteLater()
        context.theme.deleteLater()
    assert failures == []


@pytest.fixture
def context(make_context: ContextMaker, family: Family) -> Context:
    """The library of five real photos, open."""
    return make_context(family.library)


@pytest.fixture
def empty_context(make_context: ContextMaker, tmp_path: Path) -> Context:
    """A library with nothing in it."""
    return make_context(tmp_path / "empty")
