"""What the report says, escaped: whatever comes from a file's name passes through here."""

from __future__ import annotations

import html
import os
from collections.abc import Sequence
from pathlib import PurePath

from photosim.domain.files import ProblemKind, Root, display_path
from photosim.domain.similarity import Relation

TITLES = {
    Relation.SAME_PICTURE: "Copies of the same picture",
    Relation.SAME_MOMENT: "Shots of the same moment",
    Relation.SAME_PLACE: "Views of the same place",
}

PROBLEMS = {
    ProblemKind.UNREADABLE: "Cannot be read",
    ProblemKind.NOT_AN_IMAGE: "Not a picture",
    ProblemKind.OTHER_FILE: "Other file",
    ProblemKind.DAMAGED: "Damaged",
    ProblemKind.TOO_LARGE: "Too large",
    ProblemKind.TOO_SLOW: "Takes too long",
}


_LONG_FOLDER = 48


def escaped(text: str) -> str:
    """Text as it may stand in HTML, in an attribute too."""
    return html.escape(text, quote=True)


def path_text(path: str) -> str:
    """A path, or a part of one, for HTML; kept apart from the text around it, whatever script it is in."""
    return f"<bdi>{escaped(display_path(path))}</bdi>"


def name_text(path: str) -> str:
    """The file's name for HTML."""
    return path_text(os.path.basename(path))


def short_folder(path: str, roots: Sequence[Root]) -> str:
    """The file's folder, from the name of the scanned folder on where that name is the only one.

    The middle of a long one is left out.
    """
    folder = os.path.dirname(path)
    names = [os.path.basename(root.path) for root in roots]
    for name, root in zip(names, roots, strict=True):
        inside = folder == root.path or folder.startswith(os.path.join(root.path, ""))
        if inside and name and names.count(name) == 1:
            return _without_middle(name + folder[len(root.path) :])
    return folder


def _without_middle(folder: str) -> str:
    """Where it begins and where it ends tell most."""
    parts = folder.split(os.sep)
    if len(folder) <= _LONG_FOLDER or len(parts) < 3:
        return folder
    return os.path.join(parts[0], "\N{HORIZONTAL ELLIPSIS}", parts[-1])


def file_link(path: str) -> str:
    """The address of an absolute path, every byte of its name kept, safe within an attribute."""
    return escaped(PurePath(path).as_uri())
