"""A picture on the left, its like on the right: by file, by bytes, by photo, by a part."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken, Progress
from photosim.domain.similarity import Match, Relation
from photosim.gui.base.context import Context
from photosim.gui.search.request import History, Visit, request_of_data, request_of_file, request_of_photo
from photosim.gui.search.view import SearchView
from photosim.gui.search.words import looking_words, summary_words
from photosim.gui.search.work import run_search
from tests.gui.making import Family, encoded, photo, settled


@pytest.fixture
def view(qtbot: QtBot, context: Context) -> SearchView:
    return view_of(qtbot, context)


def view_of(qtbot: QtBot, context: Context) -> SearchView:
    made = SearchView(context)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def names(view: SearchView) -> list[str]:
    return [Path(item.path).name for item in view.grid.photos.items]


def relations(view: SearchView) -> list[Relation]:
    return [item.match.relation for item in view.grid.photos.items if item.match is not None]


def photo_named(context: Context, name: str) -> Photo:
    return next(known for known in context.workspace.photos() if Path(known.path).name == name)


def flower_png(family: Family) -> bytes:
    return encoded(QImage(str(family.photos / "flower.jpg")))


def test_before_anything_is_asked_it_says_what_to_do(view: SearchView) -> None:
    assert "Drop a picture here" in view.message
    assert view.summary == ""


def test_a_file_finds_its_like_closest_first(
    qtbot: QtBot, view: SearchView, family: Family, context: Context
) -> None:
    with qtbot.waitSignal(view.status) as blocker:
        view.search_file(str(family.photos / "china.jpg"))
    settled(qtbot, context)
    assert view.message == ""
    assert set(names(view)[:3]) == {"china.jpg", "china-small.jpg", "china-burst.jpg"}
    assert relations(view)[0] is Relation.IDENTICAL_BYTES
    assert len(names(view)) == 5
    assert "identical file" in view.summary
    assert "china.jpg" in blocker.args[0]
    assert view.query_panel.picture.has_image
    assert view.query_panel.size_in_pixels == (640, 427)
    assert view.query_panel.facts["Taken"].text == "2023-05-01 10:00"


def test_a_file_outside_of_the_library_shows_its_facts(
    qtbot: QtBot, view: SearchView, family: Family, context: Context, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.png"
    outside.write_bytes(flower_png(family))
    view.search_file(str(outside))
    settled(qtbot, context)
    assert set(names(view)[:2]) == {"flower.jpg", "flower-copy.jpg"}
    facts = {label: fact.text for label, fact in view.query_panel.facts.items()}
    assert facts["Name"] == "outside.png"
    assert facts["Pixels"] == "640 \N{MULTIPLICATION SIGN} 427"
    assert facts["Folder"] == str(tmp_path)
    assert facts["File size"].endswith("kB")


def test_pasted_bytes_find_their_like(
    qtbot: QtBot, view: SearchView, family: Family, context: Context
) -> None:
    view.search_bytes(flower_png(family), "pasted picture")
    settled(qtbot, context)
    assert set(names(view)[:2]) == {"flower.jpg", "flower-copy.jpg"}
    assert view.query_panel.picture.has_image


def test_a_photo_finds_its_copies_but_not_itself(qtbot: QtBot, view: SearchView, context: Context) -> None:
    view.search_photo(photo_named(context, "flower.jpg"))
    settled(qtbot, context)
    assert names(view)[0] == "flower-copy.jpg"
    assert "flower.jpg" not in names(view)
    assert relations(view)[0] is Relation.IDENTICAL_BYTES


def test_a_part_drawn_with_the_mouse_is_searched_for(
    qtbot: QtBot, view: SearchView, context: Context, family: Family
) -> None:
    view.search_file(str(family.photos / "flower.jpg"))
    settled(qtbot, context)
    picture = view.query_panel.picture
    target = picture.target()

    def at(x: float, y: float) -> QPointF:
        return QPointF(target.x() + x * target.width(), target.y() + y * target.height())

    qtbot.mousePress(picture, Qt.MouseButton.LeftButton, pos=at(0.2, 0.1).toPoint())
    qtbot.mouseMove(picture, at(0.7, 0.5).toPoint())
    with qtbot.waitSignal(picture.region_chosen) as blocker:
        qtbot.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=at(0.7, 0.5).toPoint())
    assert blocker.args[0] == pytest.approx((0.2, 0.1, 0.5, 0.4), abs=0.01)
    settled(qtbot, context)
    visit = view._history.current
    assert visit is not None
    assert visit.answer is not None
    assert visit.request.pixels == pytest.approx((128, 42, 320, 171), abs=6)
    assert (visit.answer.result.query.width, visit.answer.result.query.height) == visit.request.pixels[2:]  # type: ignore[index]
    assert Relation.IDENTICAL_BYTES not in relations(view)
    assert view.query_panel.size_in_pixels == (640, 427)
    qtbot.mouseClick(view.query_panel._whole, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert relations(view)[0] is Relation.IDENTICAL_BYTES


def test_a_part_is_chosen_by_keyboard_too(
    qtbot: QtBot, view: SearchView, context: Context, family: Family
) -> None:
    view.search_bytes(flower_png(family), "pasted picture")
    settled(qtbot, context)
    picture = view.query_panel.picture
    picture.setFocus()
    qtbot.keyClick(picture, Qt.Key.Key_R)
    for _ in range(5):
        qtbot.keyClick(picture, Qt.Key.Key_Left)
        qtbot.keyClick(picture, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(picture, Qt.Key.Key_Return)
    visit = view._history.current
    assert visit is not None
    assert visit.request.region == pytest.approx((0.15, 0.25, 0.5, 0.6))
    settled(qtbot, context)
    assert visit.answer is not None
    assert visit.answer.result.query.width == 320
    qtbot.keyClick(picture, Qt.Key.Key_Escape)
    settled(qtbot, context)
    assert view._history.current.request.region is None  # type: ignore[union-attr]


def test_a_newer_query_makes_the_older_stale(
    qtbot: QtBot, view: SearchView, context: Context, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()
    real = run_search

    def slow_for_china(*arguments: object) -> object:
        if arguments[1].name == "china.jpg":  # type: ignore[attr-defined]
            assert held.wait(90)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("photosim.gui.search.view.run_search", slow_for_china)
    view.search_file(str(family.photos / "china.jpg"))
    view.search_file(str(family.photos / "flower.jpg"))
    qtbot.waitUntil(lambda: view.grid.photos.rowCount() > 0)
    held.set()
    settled(qtbot, context)
    assert names(view)[0].startswith("flower")
    assert view.query_panel.facts["Name"].text.startswith("flower")


def test_a_search_that_takes_long_says_so(
    qtbot: QtBot, view: SearchView, context: Context, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()
    real = run_search

    def slow(*arguments: object) -> object:
        assert held.wait(90)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("photosim.gui.search.view.run_search", slow)
    view.search_file(str(family.photos / "china.jpg"))
    qtbot.waitUntil(lambda: "Searching" in view.message)
    held.set()
    settled(qtbot, context)
    assert view.message == ""


def test_a_file_that_is_no_picture_fails_with_the_reason(
    qtbot: QtBot, view: SearchView, context: Context, tmp_path: Path
) -> None:
    path = tmp_path / "notes.jpg"
    path.write_text("no picture at all")
    view.search_file(str(path))
    settled(qtbot, context)
    assert "The search did not work" in view.message
    assert str(path) in view.message
    assert view.grid.photos.rowCount() == 0
    path.unlink()
    view._retry()
    settled(qtbot, context)
    assert str(path) in view.message


def test_an_empty_library_has_nothing_to_compare_with(
    qtbot: QtBot, empty_context: Context, family: Family
) -> None:
    view = view_of(qtbot, empty_context)
    view.search_file(str(family.photos / "china.jpg"))
    settled(qtbot, empty_context)
    assert "No photos to compare with yet" in view.message


def test_back_and_forward_through_the_searches(
    qtbot: QtBot, view: SearchView, context: Context, family: Family
) -> None:
    view.search_file(str(family.photos / "china.jpg"))
    settled(qtbot, context)
    china = names(view)
    view.search_photo(photo_named(context, "flower.jpg"))
    settled(qtbot, context)
    flower = names(view)
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(view.grid, Qt.Key.Key_Left, alt)
    # Known answers are shown at once, without another search.
    assert names(view) == china
    qtbot.keyClick(view.grid, Qt.Key.Key_Right, alt)
    assert names(view) == flower
    assert view.query_panel.facts["Name"].text == "flower.jpg"
    settled(qtbot, context)


def test_asking_for_the_same_again_makes_no_second_stop(
    qtbot: QtBot, view: SearchView, context: Context
) -> None:
    for _ in range(3):
        view.search_photo(photo_named(context, "flower.jpg"))
    settled(qtbot, context)
    assert not view._history.can_go_back


def test_another_number_of_matches_searches_again(
    qtbot: QtBot, view: SearchView, context: Context, family: Family
) -> None:
    view.search_file(str(family.photos / "china.jpg"))
    settled(qtbot, context)
    assert view.count == 20
    view._count.setCurrentIndex(2)
    assert view.count == 100
    assert view.busy
    settled(qtbot, context)
    assert view._history.current.count == 100  # type: ignore[union-attr]


def test_after_a_scan_the_search_is_made_again(
    qtbot: QtBot, view: SearchView, context: Context, family: Family
) -> None:
    view.search_file(str(family.photos / "china.jpg"))
    settled(qtbot, context)
    view.refresh()
    assert view.busy
    settled(qtbot, context)
    assert len(names(view)) == 5


def test_a_match_is_compared_with_the_query(
    qtbot: QtBot, view: SearchView, context: Context, family: Family
) -> None:
    view.search_file(str(family.photos / "china.jpg"))
    settled(qtbot, context)
    assert view.grid.hasFocus()
    panel = view.compare_panel
    assert not panel.isVisible()
    row = names(view).index("china-small.jpg")
    view.grid.select_row(row)
    qtbot.keyClick(view.grid, Qt.Key.Key_Return)
    assert panel.isVisible()
    rows = {line.label: line for line in panel.facts.rows}
    assert rows["Pixels"].values == (
        "640 \N{MULTIPLICATION SIGN} 427 (0.3 MP)",
        "320 \N{MULTIPLICATION SIGN} 214",
    )
    assert rows["Pixels"].differs
    assert rows["Name"].values == ("china.jpg", "china-small.jpg")
    assert not rows["Camera"].differs
    qtbot.keyClick(view.grid, Qt.Key.Key_Home)
    assert panel.item == view.grid.photos.item(0)
    qtbot.keyClick(view.grid, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    place = view.grid.visualRect(view.grid.photos.index(1)).center()
    qtbot.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.item == view.grid.photos.item(1)
    panel._close.click()
    assert not panel.isVisible()
    settled(qtbot, context)


def test_find_similar_makes_the_match_the_query(
    qtbot: QtBot, view: SearchView, context: Context, family: Family
) -> None:
    view.search_file(str(family.photos / "china.jpg"))
    settled(qtbot, context)
    view.grid.select_row(names(view).index("flower.jpg"))
    qtbot.keyClick(view.grid, Qt.Key.Key_F)
    settled(qtbot, context)
    assert view.query_panel.facts["Name"].text == "flower.jpg"
    assert view._history.can_go_back


def test_the_clipboard_is_searched_for(
    qtbot: QtBot, view: SearchView, context: Context, family: Family
) -> None:
    clipboard = QGuiApplication.clipboard()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(family.photos / "china.jpg"))])
    clipboard.setMimeData(mime)
    view._bar.paste()
    settled(qtbot, context)
    assert names(view)[0] == "china.jpg"
    mime = QMimeData()
    mime.setData("image/png", flower_png(family))
    clipboard.setMimeData(mime)
    view._bar.paste()
    settled(qtbot, context)
    assert names(view)[0].startswith("flower")
    clipboard.clear()
    with qtbot.waitSignal(view.status) as blocker:
        view._bar.paste()
    assert blocker.args == ["There is no picture on the clipboard."]


def test_a_cancelled_search_does_no_work(context: Context) -> None:
    from photosim.domain.errors import Cancelled

    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        run_search(context.workspace, request_of_file("/nowhere.jpg"), 20, print, token)


def test_bytes_that_cannot_be_read_have_no_parts(context: Context) -> None:
    from photosim.domain.errors import PhotosimError

    request = request_of_data(b"\0\0\0\x18ftypheic", "pasted").with_region((0, 0, 0.5, 0.5), (10, 10))
    with pytest.raises(PhotosimError) as error:
        run_search(context.workspace, request, 20, print, CancelToken())
    assert str(error.value) == (
        "Could not read “pasted”: The HEIF picture is damaged, or of a kind that photosim cannot decode. "
        "Copy the picture itself in the other program and paste it again, "
        "or save it as a file and drop that here."
    )


def test_the_history_forgets_what_lay_ahead_and_what_lies_far_back() -> None:
    history = History(limit=3)
    assert history.go(-1) is None
    for name in "abcd":
        history.visit(Visit(request_of_file(f"/{name}"), 20))
    assert history.go(-9).request.name == "b"  # type: ignore[union-attr]
    assert not history.can_go_back
    history.visit(Visit(request_of_photo(photo(1)), 20))
    assert not history.can_go_forward
    assert history.go(-1).request.name == "b"  # type: ignore[union-attr]


def test_a_part_lies_inside_the_picture() -> None:
    request = request_of_file("/a.jpg").with_region((0.999, 0.999, 0.001, 0.001), (10, 7))
    assert request.pixels == (9, 6, 1, 1)
    assert request_of_file("/a.jpg").pixels is None


def test_the_summary_counts_by_relation() -> None:
    def match(relation: Relation) -> Match:
        return Match(photo(1), 0.5, 0.5, relation)

    found = [Relation.IDENTICAL_BYTES, Relation.SAME_PICTURE, Relation.SAME_PICTURE, Relation.UNRELATED]
    assert summary_words([match(relation) for relation in found]) == "1 identical file, 2 of the same picture"
    assert summary_words([match(Relation.UNRELATED)]) == "Nothing like it; these come closest"
    looked = Progress("Looking closer", 20, 100)
    assert (
        looking_words([match(Relation.CROPPED)], looked)
        == "1 of the same picture · looking closer: 20 of 100"
    )
    assert looking_words([match(Relation.UNRELATED)], looked) == "Looking closer: 20 of 100"


def test_everything_has_a_name_for_a_screen_reader(view: SearchView) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox

    for control in (*view.findChildren(QAbstractButton), *view.findChildren(QComboBox)):
        assert control.accessibleName() or getattr(control, "text", str)()
    for widget in (view.grid, view.query_panel.picture, view.compare_panel):
        assert widget.accessibleName()


def test_a_match_is_laid_on_a_query_of_the_library(
    qtbot: QtBot, view: SearchView, context: Context, family: Family
) -> None:
    with qtbot.waitSignal(view.status):
        view.search_file(str(family.photos / "china.jpg"))
    row = view.grid.photos.row_of(str(family.photos / "china-small.jpg"))
    assert row is not None
    view.grid.select_row(row)
    view.grid.setFocus()
    qtbot.keyClick(view.grid, Qt.Key.Key_C)
    assert view.comparison.isVisible()
    assert view.comparison.choice is None
    assert view.comparison.current == view.grid.photos.item(row).photo
    qtbot.keyClick(view.comparison, Qt.Key.Key_Escape)
    assert not view.comparison.isVisible()
    assert view.grid.hasFocus()
    view.grid.select_row(view.grid.photos.row_of(str(family.photos / "china.jpg")) or 0)
    with qtbot.waitSignal(view.status) as said:
        qtbot.keyClick(view.grid, Qt.Key.Key_C)
    assert "Only photos of this library" in said.args[0]
    view.grid.select_row(row)
    qtbot.keyClick(view.grid, Qt.Key.Key_C)
    qtbot.keyClick(view.comparison, Qt.Key.Key_F)
    assert not view.comparison.isVisible()
    settled(qtbot, context)
