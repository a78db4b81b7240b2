"""What the keys do in the compare view."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class Command(StrEnum):
    """One thing to do."""

    NEXT = "next"
    PREVIOUS = "previous"
    NEXT_GROUP = "next-group"
    PREVIOUS_GROUP = "previous-group"
    KEEP_THIS = "keep-this"
    TOGGLE = "toggle"
    KEEP_BOTH = "keep-both"
    NOT_SAME = "not-same"
    ACCEPT = "accept"
    SIDE = "side"
    SWIPE = "swipe"
    DIFFERENCE = "difference"
    FLIP = "flip"
    ZOOM = "zoom"
    ZOOM_IN = "zoom-in"
    ZOOM_OUT = "zoom-out"
    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    AS_IT_IS = "as-it-is"
    FACTS = "facts"
    SIMILAR = "similar"
    HELP = "help"
    CLOSE = "close"


DECIDING = frozenset({Command.KEEP_THIS, Command.TOGGLE, Command.KEEP_BOTH, Command.NOT_SAME, Command.ACCEPT})
"""What makes sense only in a group of copies."""

LOOKING_HELP = (
    ("Left, Right", "Go to another photo"),
    ("S", "Side by side; again: two of them, or as many as fit"),
    ("W", "One under the other, with a divider to swipe"),
    ("D", "Show where they differ"),
    ("X, held", "Flip to the other photo; so does a press of the mouse that rests"),
    ("Z", "All of it, or 100 %; so does a double click"),
    ("Plus, Minus", "Larger or smaller; so does the wheel"),
    ("Shift+arrows", "Move what is seen; so does dragging. With a divider: move it"),
    ("T", "Turned and mirrored copies as they are, or laid on the others"),
    ("I", "Show or hide the facts"),
    ("F", "Find photos similar to this one"),
    ("Esc", "Back"),
)
"""What the keys do for the eye, for people."""

DECIDING_HELP = (
    ("1 to 9", "Keep the photo of this number"),
    ("P", "Keep the current photo"),
    ("Space", "Remove the current photo, or let it stay"),
    ("K", "Keep both"),
    ("N", "The current photo is not the same picture"),
    ("Enter", "Accept and go on to the next group"),
    ("U", "Undo the last step"),
    ("Page Down, Page Up", "Go to another group without accepting"),
)
"""What the keys decide, for people."""

_PLAIN = {
    Qt.Key.Key_Right: Command.NEXT,
    Qt.Key.Key_Left: Command.PREVIOUS,
    Qt.Key.Key_Down: Command.NEXT,
    Qt.Key.Key_Up: Command.PREVIOUS,
    Qt.Key.Key_PageDown: Command.NEXT_GROUP,
    Qt.Key.Key_PageUp: Command.PREVIOUS_GROUP,
    Qt.Key.Key_P: Command.KEEP_THIS,
    Qt.Key.Key_Space: Command.TOGGLE,
    Qt.Key.Key_K: Command.KEEP_BOTH,
    Qt.Key.Key_N: Command.NOT_SAME,
    Qt.Key.Key_Return: Command.ACCEPT,
    Qt.Key.Key_Enter: Command.ACCEPT,
    Qt.Key.Key_S: Command.SIDE,
    Qt.Key.Key_W: Command.SWIPE,
    Qt.Key.Key_D: Command.DIFFERENCE,
    Qt.Key.Key_X: Command.FLIP,
    Qt.Key.Key_Z: Command.ZOOM,
    Qt.Key.Key_Minus: Command.ZOOM_OUT,
    Qt.Key.Key_Plus: Command.ZOOM_IN,
    Qt.Key.Key_Equal: Command.ZOOM_IN,
    Qt.Key.Key_T: Command.AS_IT_IS,
    Qt.Key.Key_I: Command.FACTS,
    Qt.Key.Key_F: Command.SIMILAR,
    Qt.Key.Key_F1: Command.HELP,
    Qt.Key.Key_Escape: Command.CLOSE,
}
_SHIFTED = {
    Qt.Key.Key_Up: Command.UP,
    Qt.Key.Key_Down: Command.DOWN,
    Qt.Key.Key_Left: Command.LEFT,
    Qt.Key.Key_Right: Command.RIGHT,
}
_DIGITS = {Qt.Key(Qt.Key.Key_1.value + number - 1): number for number in range(1, 10)}


def command_of(event: QKeyEvent) -> tuple[Command, int] | None:
    """What a key means, and the number of the photo that it is about, from 1 on; 0: the current one."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    if event.text() == "?":
        return Command.HELP, 0
    # On many keyboards the plus needs Shift.
    if event.text() == "+":
        return Command.ZOOM_IN, 0
    if modifiers == Qt.KeyboardModifier.ShiftModifier and key in _SHIFTED:
        return _SHIFTED[key], 0
    if modifiers != Qt.KeyboardModifier.NoModifier:
        return None
    if key in _DIGITS:
        return Command.KEEP_THIS, _DIGITS[key]
    return (_PLAIN[key], 0) if key in _PLAIN else None
