"""While the nearest are looked at, what is known already is shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from photosim.app.finding import search
from photosim.app.finding.verification import Verifier
from photosim.domain.photo import ContentId
from photosim.domain.similarity import Evidence
from photosim.gui.base.context import Context
from photosim.gui.search.view import SearchView
from tests.gui.making import Family, settled


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Looking is told of photo by photo, and goes on after the first one only when this is set."""
    monkeypatch.setattr(search, "_LOOKS_A_REPORT", 1)
    go = threading.Event()
    compare = Verifier.compare

    def held(
        verifier: Verifier, jpeg: bytes, contents: Sequence[ContentId]
    ) -> Iterator[tuple[ContentId, Evidence]]:
        for seen in compare(verifier, jpeg, contents):
            yield seen
            go.wait()

    monkeypatch.setattr(Verifier, "compare", held)
    yield go
    go.set()


def test_matches_are_shown_before_all_were_looked_at(
    qtbot: QtBot, context: Context, family: Family, go_on: threading.Event
) -> None:
    view = SearchView(context)
    qtbot.addWidget(view)
    view.resize(1100, 700)
    view.show()
    view.search_file(str(family.photos / "china.jpg"))
    qtbot.waitUntil(lambda: "looking closer: 1 of" in view.summary)
    assert view.busy
    assert len(view.grid.photos.items) == 5
    chosen = view.grid.photos.row_of(str(family.photos / "flower.jpg"))
    assert chosen is not None
    view.grid.select_row(chosen)
    go_on.set()
    settled(qtbot, context)
    assert "looking" not in view.summary
    item = view.grid.current_item()
    assert item is not None
    assert Path(item.path).name == "flower.jpg"


def test_a_new_search_does_not_wait_for_the_looks_of_the_last(
    qtbot: QtBot, context: Context, family: Family, go_on: threading.Event
) -> None:
    view = SearchView(context)
    qtbot.addWidget(view)
    view.show()
    view.search_file(str(family.photos / "china.jpg"))
    qtbot.waitUntil(lambda: "looking closer" in view.summary)
    view.search_file(str(family.photos / "flower.jpg"))
    qtbot.waitUntil(lambda: Path(view.grid.photos.items[0].path).name.startswith("flower"))
    go_on.set()
    settled(qtbot, context)
    assert Path(view.grid.photos.items[0].path).name.startswith("flower")
    assert "looking" not in view.summary
