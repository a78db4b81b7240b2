"""The window on a library that another model has encoded."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from pytestqt.qtbot import QtBot

from photosim.gui.shell.main_window import MainWindow

Open = Callable[..., MainWindow]


def encoded_by_another(library: Path) -> None:
    """Give the codes of a library to a model of another name."""
    with closing(sqlite3.connect(library / "catalog.sqlite")) as connection, connection:
        connection.execute("UPDATE models SET name = 'another'")


def test_one_button_encodes_anew(
    qtbot: QtBot, open_window: Open, filled_photos: Path, tmp_path: Path
) -> None:
    encoded_by_another(tmp_path / "library")
    window = open_window()
    qtbot.waitUntil(window.outdated.isVisible)
    assert window.outdated.words.text() == (
        "5 photos were encoded by another model: what looks like them is not found until they are encoded "
        "anew. All that you decided and named stays."
    )
    assert window.outdated.button.isVisible()
    hidden: list[bool] = []
    window.desk.scan_started.connect(lambda _scan: hidden.append(window.outdated.isHidden()))
    # Asked again when the scan has ended.
    with qtbot.waitSignal(window.desk.outdated) as told:
        window.outdated.button.click()
    assert (hidden, told.args) == ([True], [""])
    assert window.status.message.text() == "Scanned: 0 new photos, 5 encoded anew"
    assert not window.outdated.isVisible()


def test_a_second_window_tells_and_cannot(
    qtbot: QtBot, open_window: Open, filled_photos: Path, tmp_path: Path
) -> None:
    encoded_by_another(tmp_path / "library")
    open_window()
    second = open_window()
    qtbot.waitUntil(second.outdated.isVisible)
    assert second.desk.read_only_reason
    assert not second.outdated.button.isVisible()


def test_nothing_is_said_of_the_model_in_use(qtbot: QtBot, open_window: Open, filled_photos: Path) -> None:
    window = open_window()
    with qtbot.waitSignal(window.desk.outdated) as told:
        window.desk.refresh_facts()
    assert told.args == [""]
    assert not window.outdated.isVisible()
