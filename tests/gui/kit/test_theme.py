import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

import photosim.gui
from photosim.domain.assets import asset_path
from photosim.gui.kit import icons
from photosim.gui.kit.theme import DARK, LIGHT, Colors, Theme, ThemeMode, heading, mark, muted


def luminance(color: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    parts = QColor(color).getRgbF()
    return 0.2126 * linear(parts[0]) + 0.7152 * linear(parts[1]) + 0.0722 * linear(parts[2])


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("text", ["text", "muted", "accent", "good", "warning", "danger"])
@pytest.mark.parametrize("ground", ["window", "rail", "surface", "raised"])
def test_every_text_can_be_read_on_every_ground(colors: Colors, text: str, ground: str) -> None:
    assert contrast(getattr(colors, text), getattr(colors, ground)) >= 4.5


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_chosen_and_offered_things_can_be_read(colors: Colors) -> None:
    assert contrast(colors.on_accent, colors.accent) >= 4.5
    assert contrast(colors.text, colors.accent_soft) >= 4.5
    assert contrast(colors.text, colors.hover) >= 4.5


def test_the_user_wishes_win_over_the_system(qapp: QApplication) -> None:
    theme = Theme(qapp, ThemeMode.LIGHT)
    told: list[Colors] = []
    theme.changed.connect(told.append)
    theme.set_mode(ThemeMode.DARK)
    assert told == [DARK]
    assert theme.colors is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    theme.set_mode(ThemeMode.LIGHT)
    assert qapp.palette().color(QPalette.ColorRole.Text) == QColor(LIGHT.text)


def test_a_button_draws_its_icon_anew_for_another_theme(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, ThemeMode.LIGHT)
    button = QPushButton()
    qtbot.addWidget(button)
    icons.give(button, "stop")
    button.ensurePolished()
    assert not button.icon().isNull()
    with qtbot.waitExposed(button):
        button.show()
    light = button.icon().pixmap(48).toImage()
    theme.set_mode(ThemeMode.DARK)
    dark = button.icon().pixmap(48).toImage()
    assert brightest(light) < brightest(dark)
    theme.set_mode(ThemeMode.LIGHT)


def brightest(image: object) -> int:
    return max(
        image.pixelColor(x, y).lightness()  # type: ignore[attr-defined]
        for x in range(image.width())  # type: ignore[attr-defined]
        for y in range(image.height())  # type: ignore[attr-defined]
        if image.pixelColor(x, y).alpha() > 200  # type: ignore[attr-defined]
    )


def test_every_icon_that_is_named_in_the_code_exists_and_draws(qapp: QApplication) -> None:
    used = set()
    for source in Path(photosim.gui.__file__).parent.rglob("*.py"):
        text = source.read_text(encoding="utf-8")
        drawn = r'(?:icons\.(?:icon|pixmap)|IconLabel|EmptyState|Banner)\(\s*"([a-z-]+)"'
        used |= set(re.findall(drawn, text))
        used |= set(re.findall(r'icons\.give\([^,]+, "([a-z-]+)"', text))
    assert len(used) > 15
    for name in sorted(used):
        drawn = icons.pixmap(name, QColor("#ff0000"), 24, 2.0).toImage()
        assert (drawn.width(), drawn.height()) == (48, 48)
        assert any(drawn.pixelColor(x, y).alpha() > 200 for x in range(48) for y in range(48)), name


def test_icons_are_drawn_in_strokes_that_take_any_colour(qapp: QApplication) -> None:
    own_colours = {"photosim", "arrow-light", "arrow-dark", "check-light", "check-dark"}
    for path in asset_path("icons").glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("<svg "), path
        if path.stem not in own_colours:
            assert 'stroke="currentColor"' in text, path


def test_an_unknown_icon_is_a_mistake(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", QColor("#000000"), 16)


def test_headings_are_larger_than_text(qtbot: QtBot, theme: Theme) -> None:
    first, second, text = heading("One"), heading("Two", 2), muted("three")
    for widget in (first, second, text):
        qtbot.addWidget(widget)
    assert first.font().pointSizeF() > second.font().pointSizeF() > text.font().pointSizeF()


def test_marking_a_widget_changes_its_look_at_once(qtbot: QtBot, theme: Theme) -> None:
    button = QPushButton("Scan")
    qtbot.addWidget(button)
    button.show()
    before = button.grab().toImage()
    mark(button, "primary")
    assert button.grab().toImage() != before
