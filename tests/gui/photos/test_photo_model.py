"""The model behind every grid: its roles, its orders, and what a running scan does to it."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from photosim.domain.files import FileStamp, Role
from photosim.domain.similarity import Match, Relation
from photosim.gui.photos.model import (
    ITEM_ROLE,
    PhotoItem,
    PhotoModel,
    PhotoOrder,
    item_of,
    item_of_match,
    listing,
    ordered,
)
from tests.gui.making import photo


def names(model: PhotoModel) -> list[str]:
    return [model.data(model.index(row)) for row in range(model.rowCount())]  # type: ignore[misc]


def filled(*paths: str) -> PhotoModel:
    model = PhotoModel()
    model.set_items([item_of(photo(number, path=path)) for number, path in enumerate(paths)])
    return model


def test_it_is_a_model_through_all_its_changes(qtmodeltester: ModelTester) -> None:
    model = PhotoModel()
    qtmodeltester.check(model)
    model.set_items([item_of(photo(number)) for number in range(20)])
    model.add_items([item_of(photo(number)) for number in range(15, 30)])
    model.sort_by(PhotoOrder.LARGEST)
    model.narrow("00001")
    model.remove_paths([photo(number).path for number in (3, 10, 11, 12, 19)])
    model.narrow("")
    assert model.rowCount() == model.total == 25
    qtmodeltester.check(model)


def test_the_roles_of_a_photo() -> None:
    model = PhotoModel()
    known = photo(
        1,
        path="/tour/<b>Paris.jpg",
        size=3_400_000,
        taken=datetime(2024, 5, 1, 17, 3),  # noqa: DTZ001 - the camera's own clock
        missing=True,
        role=Role.PROTECTED,
    )
    model.set_items([item_of(known)])
    index = model.index(0)
    assert index.data(ITEM_ROLE) == item_of(known)
    assert index.data() == "<b>Paris.jpg"
    tooltip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "/tour/&lt;b&gt;Paris.jpg" in tooltip
    for said in (
        "4000 \N{MULTIPLICATION SIGN} 3000 (12 MP)",
        "3.4 MB",
        "2024-05-01 17:03",
        "Missing",
        "protected",
    ):
        assert said in tooltip
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "<b>Paris.jpg, 4000 \N{MULTIPLICATION SIGN} 3000, missing, protected"
    for role in (Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.SizeHintRole):
        assert index.data(role) is None


def test_the_roles_of_a_match_and_of_a_file_not_read_yet() -> None:
    model = PhotoModel()
    match = Match(photo(1, path="/a.jpg"), 0.25, 0.934, Relation.SAME_PICTURE)
    model.set_items(
        [
            item_of_match(match),
            PhotoItem("/b.jpg", FileStamp(10, 0, 1, 1)),
            PhotoItem("/c.jpg", FileStamp(1, 0, 1, 2), mark="Keep"),
        ]
    )
    assert "Same picture, 93 % alike" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "Distance 0.250" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "same picture, 93 % alike" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "b.jpg"
    assert "10 bytes" in model.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(2).data(Qt.ItemDataRole.AccessibleTextRole) == "c.jpg, keep"


def test_a_name_that_is_not_utf8_is_shown_readably() -> None:
    model = filled("/photos/caf\udce9.jpg")
    assert model.index(0).data() == "caf\N{REPLACEMENT CHARACTER}.jpg"
    assert "\N{REPLACEMENT CHARACTER}" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert model.item(0).path == "/photos/caf\udce9.jpg"


def moment(year: int) -> datetime:
    return datetime(year, 1, 1, 12)  # noqa: DTZ001 - the camera's own clock


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (PhotoOrder.GIVEN, "bca"),
        (PhotoOrder.NAME, "abc"),
        (PhotoOrder.FOLDER, "cba"),
        (PhotoOrder.NEWEST, "cab"),
        (PhotoOrder.OLDEST, "bac"),
        (PhotoOrder.LARGEST, "bac"),
    ],
)
def test_the_orders(order: PhotoOrder, expected: str) -> None:
    items = [
        item_of(photo(1, path="/y/B", size=30, taken=moment(2001))),
        item_of(photo(2, path="/x/c", size=10, taken=moment(2030))),
        item_of(photo(3, path="/z/a", size=20)),
    ]
    model = PhotoModel()
    model.set_items(items)
    model.sort_by(order)
    assert "".join(names(model)).lower() == expected
    assert [item.path for item in ordered(items, order)] == [item.path for item in model.items]


def test_sorting_keeps_what_is_chosen(qtbot: QtBot) -> None:
    model = filled("/c", "/a", "/b")
    chosen = QPersistentModelIndex(model.index(0))
    model.sort_by(PhotoOrder.NAME)
    assert (chosen.row(), chosen.data()) == (2, "c")


def test_items_sorted_in_a_worker_are_not_sorted_again() -> None:
    model = PhotoModel()
    model.sort_by(PhotoOrder.NAME)
    items = [item_of(photo(1, path="/b")), item_of(photo(2, path="/a"))]
    by_name = listing(items, PhotoOrder.NAME)
    assert [item.path for item in by_name.items] == ["/a", "/b"]
    by_name.items.reverse()
    model.take(by_name)
    assert names(model) == ["b", "a"]
    model.take(listing(items, PhotoOrder.GIVEN))
    assert names(model) == ["a", "b"]
    model.narrow("b")
    model.take(by_name)
    assert names(model) == ["b"]


def test_a_photo_of_the_library_gets_a_cell_when_it_is_looked_at() -> None:
    photos = [photo(number, taken=moment(2000 + number)) for number in range(4)]
    listed = listing(photos, PhotoOrder.NEWEST)
    assert [id(row) for row in listed.items] == [id(photo) for photo in reversed(photos)]
    model = PhotoModel()
    model.set_items(photos)
    model.add_items([photo(4, path="/last"), replace(item_of(photos[1]), mark="Keep")])
    assert model.find("/last") == model.item(4) == item_of(photo(4, path="/last"))
    assert [item.mark for item in model.items] == ["", "Keep", "", "", ""]
    assert model.find("/unknown") is None


def test_a_part_of_what_is_shown_stays_as_it_was() -> None:
    model = filled("/a", "/b", "/c")
    shown, before = model.items, model.items[:]
    model.remove_paths(["/a"])
    assert [item.path for item in shown] == ["/b", "/c"]
    assert [item.path for item in before] == ["/a", "/b", "/c"]
    assert [item.path for item in before[1:]] == ["/b", "/c"]


def test_the_filter_wants_every_word_and_ignores_case() -> None:
    model = filled("/Paris/Tower 1.jpg", "/Paris/river.jpg", "/Rome/tower.jpg")
    model.narrow("  TOWER paris ")
    assert names(model) == ["Tower 1.jpg"]
    assert model.total == 3
    model.narrow("nowhere")
    assert names(model) == []
    model.narrow("")
    assert len(names(model)) == 3


def test_a_growing_library_appends_and_replaces_in_place(qtbot: QtBot) -> None:
    model = filled("/b", "/a")
    model.sort_by(PhotoOrder.NAME)
    changed: list[tuple[int, int]] = []
    inserted: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda top, bottom: changed.append((top.row(), bottom.row())))
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    model.add_items(
        [item_of(photo(9, path="/a", size=77)), *(item_of(photo(n, path=f"/0{n}")) for n in range(3))]
    )
    assert names(model) == ["a", "b", "00", "01", "02"]
    assert (changed, inserted) == ([(0, 0)], [(2, 4)])
    assert model.item(0).stamp.size == 77
    model.sort_by(PhotoOrder.NAME)
    assert names(model) == ["00", "01", "02", "a", "b"]


def test_what_the_filter_hides_still_counts() -> None:
    model = PhotoModel()
    model.narrow("paris")
    model.add_items(
        [item_of(photo(1, path="/rome.jpg", size=5)), item_of(photo(2, path="/paris.jpg", size=7))]
    )
    assert names(model) == ["paris.jpg"]
    assert (model.total, model.total_bytes) == (2, 12)


def test_the_sums_follow_every_change() -> None:
    model = PhotoModel()
    model.set_items([item_of(photo(1, size=10, missing=True)), item_of(photo(2, size=20))])
    assert (model.total_bytes, model.missing) == (30, 1)
    model.add_items([item_of(photo(1, size=15)), item_of(photo(3, size=1, missing=True))])
    assert (model.total, model.total_bytes, model.missing) == (3, 36, 1)
    model.remove_paths([photo(3).path, "/unknown"])
    assert (model.total, model.total_bytes, model.missing) == (2, 35, 0)
    model.set_items([])
    assert (model.total, model.total_bytes, model.missing) == (0, 0, 0)


def test_a_photo_is_found_by_its_path_wherever_it_stands() -> None:
    model = filled("/c", "/a", "/b")
    assert model.row_of("/a") == 1
    model.sort_by(PhotoOrder.NAME)
    assert model.row_of("/a") == 0
    model.narrow("b")
    assert (model.row_of("/a"), model.row_of("/b")) == (None, 0)
    assert model.find("/a") is not None
    assert model.find("/x") is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["add", "remove", "sort", "narrow", "take"]), st.sets(st.integers(0, 12))),
        max_size=12,
    )
)
def test_rows_are_known_through_any_changes(changes: list[tuple[str, set[int]]]) -> None:
    model = filled("/p/3.jpg", "/p/1.jpg", "/p/2.jpg")
    for change, numbers in changes:
        paths = [f"/p/{number}.jpg" for number in sorted(numbers)]
        items = [item_of(photo(number, path=f"/p/{number}.jpg")) for number in sorted(numbers)]
        match change:
            case "add":
                model.add_items(items)
            case "remove":
                model.remove_paths(paths)
            case "sort":
                model.sort_by(PhotoOrder.NAME)
            case "narrow":
                model.narrow("1" if numbers else "")
            case _:
                model.set_items(items)
        shown = [item.path for item in model.items]
        assert [model.row_of(path) for path in shown] == list(range(len(shown)))
        assert all(model.row_of(f"/p/{n}.jpg") is None for n in range(13) if f"/p/{n}.jpg" not in shown)


def test_asking_for_data_loses_no_reference() -> None:
    """One of Qt's Python releases lost a reference to None at each call, and died after some thousand."""
    model = filled("/a.jpg")
    index = model.index(0)
    before = [sys.getrefcount(thing) for thing in (None, True, False)]
    for _ in range(2000):
        index.data(Qt.ItemDataRole.DecorationRole)
        index.data()
        index.data(ITEM_ROLE)
    after = [sys.getrefcount(thing) for thing in (None, True, False)]
    assert all(abs(a - b) < 500 for a, b in zip(after, before, strict=True))
