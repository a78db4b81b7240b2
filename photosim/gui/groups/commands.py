"""What can be done with a group, and by which keys."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class Command(StrEnum):
    """One thing to do with the current group or the current photo of it."""

    ACCEPT = "accept"
    KEEP_THIS = "keep-this"
    TOGGLE = "toggle"
    KEEP_ONLY = "keep-only"
    KEEP_ALL = "keep-all"
    NOT_SAME = "not-same"
    REOPEN = "reopen"
    UNDO = "undo"
    COMPARE = "compare"
    ENLARGE = "enlarge"
    SIMILAR = "similar"
    NEXT_GROUP = "next-group"
    PREVIOUS_GROUP = "previous-group"
    NEXT_PHOTO = "next-photo"
    PREVIOUS_PHOTO = "previous-photo"
    REMOVE = "remove"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Wish:
    """A command of the user.

    Attributes:
        command: what to do.
        number: of the photo that it is about, from 1 on; 0: the current one.
        repeated: whether the key is merely held down: nobody decides group after group that way.
    """

    command: Command
    number: int = 0
    repeated: bool = False


DECIDING = frozenset(
    {
        Command.ACCEPT,
        Command.KEEP_THIS,
        Command.TOGGLE,
        Command.KEEP_ONLY,
        Command.KEEP_ALL,
        Command.NOT_SAME,
        Command.REOPEN,
        Command.UNDO,
        Command.REMOVE,
    }
)
"""What makes sense only among copies, of which some can go."""

KEYS = {
    Command.ACCEPT: "Enter",
    Command.KEEP_THIS: "1 to 9",
    Command.TOGGLE: "Space",
    Command.KEEP_ONLY: "O",
    Command.KEEP_ALL: "K",
    Command.NOT_SAME: "N",
    Command.COMPARE: "C",
    Command.UNDO: "U",
    Command.ENLARGE: "E",
    Command.SIMILAR: "F",
    Command.REMOVE: "R",
    Command.HELP: "?",
}
"""The keys as menus and buttons show them."""

HELP = (
    ("Up, Down", "Go to another group"),
    ("Left, Right", "Go to another photo of the group"),
    ("1 to 9", "Keep the photo of this number"),
    ("P", "Keep the current photo"),
    ("Space", "Remove the current photo, or let it stay"),
    ("O", "Keep only the one to keep: all others go"),
    ("K", "Keep all photos of the group"),
    ("Enter", "Accept what is chosen and go on to the next open group"),
    ("N", "The current photo is not the same picture"),
    ("C", "Compare the photos, laid over each other"),
    ("E", "See the photo large"),
    ("F", "Find photos similar to it"),
    ("U", "Undo the last step"),
    ("Shift+Up, Shift+Down", "Choose several groups, for Enter and N"),
    ("Ctrl+F", "Filter by name or folder"),
    ("R", "Show what will be removed, and remove it"),
    ("Esc", "Close what is on top, or go back to the list"),
)
"""What the keys of the review do, for people."""

_BY_KEY = {
    Qt.Key.Key_Return: Command.ACCEPT,
    Qt.Key.Key_Enter: Command.ACCEPT,
    Qt.Key.Key_P: Command.KEEP_THIS,
    Qt.Key.Key_Space: Command.TOGGLE,
    Qt.Key.Key_O: Command.KEEP_ONLY,
    Qt.Key.Key_K: Command.KEEP_ALL,
    Qt.Key.Key_N: Command.NOT_SAME,
    Qt.Key.Key_U: Command.UNDO,
    Qt.Key.Key_C: Command.COMPARE,
    Qt.Key.Key_E: Command.ENLARGE,
    Qt.Key.Key_F: Command.SIMILAR,
    Qt.Key.Key_R: Command.REMOVE,
}
_DIGITS = {Qt.Key(Qt.Key.Key_1.value + number - 1): number for number in range(1, 10)}


def wish_of(event: QKeyEvent) -> Wish | None:
    """What a key means, or None."""
    if event.text() == "?":
        return Wish(Command.HELP)
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    key = Qt.Key(event.key())
    if key in _DIGITS:
        return Wish(Command.KEEP_THIS, _DIGITS[key], event.isAutoRepeat())
    command = _BY_KEY.get(key)
    return Wish(command, repeated=event.isAutoRepeat()) if command is not None else None
