import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from photosim.domain.files import Role, Root
from photosim.gui.base.pages import Page
from photosim.gui.kit.theme import Theme
from photosim.gui.library.facts import LibraryFacts, library_name
from photosim.gui.shell.start_page import PROMISE, StartPage

NORMAL, PROTECTED = Root("/trip/rome"), Root("/trip/best", Role.PROTECTED)
FULL = LibraryFacts(1234, (NORMAL, PROTECTED), (), frozenset())


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> StartPage:
    made = StartPage("/home/me/library")
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def texts(page: StartPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_a_newcomer_is_told_what_this_is_and_what_it_never_does(page: StartPage) -> None:
    page.show_opening("/home/me/library")
    page.show_facts(LibraryFacts(0, (), (), frozenset()), read_only=False)
    assert page.title.text() == "Find the photos you have twice"
    assert "changes none of your files" in page.subtitle.text()
    assert PROMISE in texts(page)
    assert not page.library_card.isVisible()
    assert not page.recent_card.isVisible()


def test_the_buttons_say_what_is_wanted(qtbot: QtBot, page: StartPage) -> None:
    for signal, button in (
        (page.scan_wanted, page.drop_zone.scan),
        (page.picture_wanted, page.drop_zone.picture),
        (page.demo_wanted, page.drop_zone.demo),
    ):
        with qtbot.waitSignal(signal):
            button.click()


def test_a_library_is_told_with_its_folders(qtbot: QtBot, page: StartPage) -> None:
    page.show_opening("/home/me/library")
    page.show_facts(FULL, read_only=False)
    assert page.title.text() == "My photos"
    assert page.subtitle.text() == "1,234 photos in 2 folders"
    assert {"/trip/rome", "/trip/best", "protected"} <= set(texts(page))
    buttons = {button.text(): button for button in page.library_card.findChildren(QPushButton)}
    with qtbot.waitSignal(page.page_wanted) as wanted:
        buttons["Show groups"].click()
    assert wanted.args == [Page.GROUPS]
    forget = page.library_card.findChildren(QToolButton)
    with qtbot.waitSignal(page.forget_wanted) as forgotten:
        forget[0].click()
    assert forgotten.args == ["/trip/rome"]


def test_a_folder_that_is_gone_is_said_to_be_gone(qtbot: QtBot, page: StartPage) -> None:
    page.show_facts(LibraryFacts(5, (NORMAL,), (), frozenset([NORMAL.path])), read_only=False)
    qtbot.waitUntil(lambda: "not there now; its photos stay listed" in texts(page))


def test_an_interrupted_scan_can_be_continued(qtbot: QtBot, page: StartPage) -> None:
    page.show_facts(LibraryFacts(5, (NORMAL,), (NORMAL,), frozenset()), read_only=False)
    go_on = next(
        button for button in page.library_card.findChildren(QPushButton) if button.text() == "Go on with it"
    )
    with qtbot.waitSignal(page.continue_wanted):
        go_on.click()


def test_a_read_only_library_offers_no_change(page: StartPage) -> None:
    page.show_facts(LibraryFacts(5, (NORMAL,), (NORMAL,), frozenset()), read_only=True)
    assert not page.drop_zone.scan.isEnabled()
    assert page.drop_zone.picture.isEnabled()
    assert not any(button.isVisible() for button in page.library_card.findChildren(QToolButton))
    again = next(
        button for button in page.library_card.findChildren(QPushButton) if button.text() == "Scan again…"
    )
    assert not again.isEnabled()


def test_recent_libraries_open_with_a_click(qtbot: QtBot, page: StartPage) -> None:
    page.show_recent(["/media/disk/archive"])
    button = page.recent_card.findChild(QPushButton)
    assert button.text() == "archive"
    with qtbot.waitSignal(page.library_wanted) as wanted:
        button.click()
    assert wanted.args == ["/media/disk/archive"]
    page.show_recent([])
    assert not page.recent_card.isVisible()


def test_a_library_that_does_not_open_says_why(page: StartPage) -> None:
    page.show_opening("/home/me/library")
    page.show_failed("The library is damaged.")
    assert page.subtitle.text() == "The library is damaged."
    assert not page.drop_zone.scan.isEnabled()
    assert page.drop_zone.demo.isEnabled()
    page.show_opening("/home/me/other")
    page.show_facts(FULL, read_only=False)
    assert page.drop_zone.scan.isEnabled()


def test_libraries_have_names() -> None:
    assert library_name("/home/me/library", "/home/me/library") == "My photos"
    assert library_name("/home/me/library/demo/library", "/home/me/library") == "Demo"
    assert library_name("/media/caf\udce9", "/home/me/library") == "caf\N{REPLACEMENT CHARACTER}"
