"""What does not fit beside something stands below it."""

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from photosim.gui.kit.folding import Folding
from photosim.gui.kit.theme import by_type_size


def test_it_folds_where_there_is_no_room_and_unfolds_again(qtbot: QtBot) -> None:
    text, button = QLabel("What will happen"), QPushButton("Do it")
    row = Folding(text, button, 200)
    qtbot.addWidget(row)
    needed = button.sizeHint().width() + by_type_size(200) + 8
    row.resize(needed, 60)
    row.show()
    assert not row.folded
    assert text.x() < button.x()
    row.resize(needed - 1, 60)
    assert row.folded
    qtbot.waitUntil(lambda: button.y() > text.y())
    row.resize(needed, 60)
    assert not row.folded


def test_it_folds_when_what_stands_beside_grows(qtbot: QtBot) -> None:
    button = QPushButton("Do it")
    row = Folding(QLabel("What will happen"), button, 200)
    qtbot.addWidget(row)
    row.resize(button.sizeHint().width() + by_type_size(200) + 8, 60)
    row.show()
    button.setText("Do all of it, and more besides")
    qtbot.waitUntil(lambda: row.folded)


def test_it_can_become_as_narrow_as_its_wider_part(qtbot: QtBot) -> None:
    first, second = QPushButton("A long text on a button"), QPushButton("Do it")
    row = Folding(first, second, 200)
    qtbot.addWidget(row)
    assert row.minimumSizeHint().width() == first.minimumSizeHint().width()
