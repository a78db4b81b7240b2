"""A landmark is painted at the same pixel of every pane: in crops, turned, mirrored, resized copies."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from photosim.gui.base.context import Context
from photosim.gui.compare.pane import Mode
from photosim.gui.compare.view import CompareView
from tests.gui.compare.relatives import LANDMARKS, disc_near, group_of, photo_of, seen_landmarks


def settled(qtbot: QtBot, view: CompareView) -> None:
    qtbot.waitUntil(lambda: view.stage.settled and all(p.is_sharp for p in view.stage.pictures))


def worst(rows: list[list[QPointF]]) -> float:
    """The farthest that a landmark of one pane lies from the same one of the first pane."""
    first, *others = rows
    return max(
        max(abs(a.x() - b.x()), abs(a.y() - b.y()))
        for other in others
        for a, b in zip(first, other, strict=True)
    )


@pytest.mark.parametrize("copy", ["crop", "turned", "mirrored", "half", "again"])
def test_a_landmark_is_at_the_same_pixel_at_every_zoom(
    qtbot: QtBot, view: CompareView, relatives_context: Context, copy: str
) -> None:
    view.show_group(group_of(relatives_context, "original", copy))
    settled(qtbot, view)
    assert worst(seen_landmarks(view)) < 1
    for point in LANDMARKS:
        for zoom in (0.35, 1.0, 2.5):
            view.stage.look_at(point, zoom)
            settled(qtbot, view)
            assert worst(seen_landmarks(view, [point])) < 1, f"at {zoom:.0%}"


def test_from_a_copy_to_its_original_it_is_the_same(
    qtbot: QtBot, view: CompareView, relatives_context: Context
) -> None:
    view.show_group(group_of(relatives_context, "crop", "original", "turned", "mirrored"))
    settled(qtbot, view)
    points = [(x - 403, y - 201) for x, y in LANDMARKS]
    assert worst(seen_landmarks(view, points)) < 1


def test_moving_keeps_the_panes_together(qtbot: QtBot, view: CompareView, relatives_context: Context) -> None:
    view.show_group(group_of(relatives_context, "original", "crop", "turned", "half"))
    settled(qtbot, view)
    view.stage.look_at(LANDMARKS[0], 1.0)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
        qtbot.keyClick(view, key, Qt.KeyboardModifier.ShiftModifier)
    settled(qtbot, view)
    moved = seen_landmarks(view, LANDMARKS[:1])
    assert worst(moved) < 1
    middle = QPointF(view.stage.panes[0].rect().center())
    assert moved[0][0].x() > middle.x() + 20
    assert moved[0][0].y() > middle.y() + 20


def test_as_it_is_a_turned_copy_lies_on_its_side(
    qtbot: QtBot, view: CompareView, relatives_context: Context
) -> None:
    view.show_group(group_of(relatives_context, "original", "turned"))
    settled(qtbot, view)
    qtbot.keyClick(view, Qt.Key.Key_T)
    settled(qtbot, view)
    first, second = view.stage.panes
    assert first.shown is not None
    assert second.shown is not None
    # Turned to the left: what was below is at the right.
    above, below = LANDMARKS
    turned = [(y, 1600 - x) for x, y in (above, below)]
    image = second.grab().toImage()
    seen = [disc_near(image, second.place_of(second.shown, point)) for point in turned]
    wide = [disc_near(first.grab().toImage(), first.place_of(first.shown, p)) for p in LANDMARKS]
    assert seen[1].x() - seen[0].x() == pytest.approx(wide[1].y() - wide[0].y(), abs=1.5)
    assert seen[0].y() - seen[1].y() == pytest.approx(wide[1].x() - wide[0].x(), abs=1.5)


def test_flipping_changes_the_photo_but_not_the_place(
    qtbot: QtBot, view: CompareView, relatives_context: Context
) -> None:
    view.show_group(group_of(relatives_context, "original", "half"))
    settled(qtbot, view)
    before = seen_landmarks(view)
    pane = view.stage.panes[1]
    own = pane.shown
    qtbot.keyPress(view, Qt.Key.Key_X)
    assert pane.shown is not own
    assert pane.shown is not None
    assert pane.shown.pictures.photo.path == photo_of(relatives_context, "original").path
    after = seen_landmarks(view)
    assert worst([before[1], after[1]]) < 1
    qtbot.keyRelease(view, Qt.Key.Key_X)
    assert pane.shown is own


def test_the_divider_parts_the_two_at_the_same_place(
    qtbot: QtBot, view: CompareView, relatives_context: Context
) -> None:
    view.show_group(group_of(relatives_context, "original", "half"))
    qtbot.keyClick(view, Qt.Key.Key_W)
    assert view.mode is Mode.SWIPE
    settled(qtbot, view)
    (pane,) = view.stage.panes
    seen = []
    for share in (0.0, 1.0):
        pane.set_divider(share)
        seen.append(seen_landmarks(view)[0])
    assert worst(seen) < 1


def test_the_divider_follows_the_hand(qtbot: QtBot, view: CompareView, relatives_context: Context) -> None:
    view.show_group(group_of(relatives_context, "original", "half"))
    qtbot.keyClick(view, Qt.Key.Key_W)
    (pane,) = view.stage.panes
    center = view.stage.center
    middle = pane.rect().center()
    qtbot.mousePress(pane, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(pane, middle.__class__(pane.width() // 4, middle.y()))
    qtbot.mouseRelease(pane, Qt.MouseButton.LeftButton)
    assert pane.divider == pytest.approx(0.25, abs=0.01)
    assert view.stage.center == center
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert pane.divider > 0.26


def test_a_hand_drags_and_a_resting_hand_flips(
    qtbot: QtBot, open_view: Callable[..., CompareView], relatives_context: Context
) -> None:
    view = open_view(900, 600)
    view.show_group(group_of(relatives_context, "original", "half"))
    settled(qtbot, view)
    qtbot.keyClick(view, Qt.Key.Key_Z)
    pane = view.stage.panes[0]
    before, middle = view.stage.center, pane.rect().center()
    qtbot.mousePress(pane, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(pane, middle + middle.__class__(60, 30))
    qtbot.mouseRelease(pane, Qt.MouseButton.LeftButton)
    assert view.stage.center[0] == pytest.approx(before[0] - 60)
    assert view.stage.center[1] == pytest.approx(before[1] - 30)
    own = pane.shown
    qtbot.mousePress(pane, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.waitUntil(lambda: pane.shown is not own)
    qtbot.mouseRelease(pane, Qt.MouseButton.LeftButton)
    assert pane.shown is own


def test_what_cannot_be_laid_on_the_first_is_shown_beside_it(
    qtbot: QtBot, view: CompareView, relatives_context: Context, make_context: Callable[..., Context]
) -> None:
    from photosim.domain.similarity import Evidence

    nothing = Evidence(False, 0.0, 0.0, 0.0, 0, 0.0, False, 0.0)
    view.show_group(group_of(relatives_context, "original", "crop", evidence=nothing))
    settled(qtbot, view)
    assert "could not be laid on each other" in view.said
    assert "not laid on it" in view.stage.heads[1].note
    assert view.stage.pictures[1].is_sharp
