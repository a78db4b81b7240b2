"""Where files lie after an act."""

from __future__ import annotations

import os
from collections.abc import Sequence

from photosim.domain.journal import Line, LineState
from photosim.gui.kit.dialogs import show_sentence
from photosim.gui.kit.files import attempt, show_in_folder


def place_of(lines: Sequence[Line]) -> str:
    """One of the files that were taken away and still lie where they were put; "" if there is none."""
    places = [
        step.place
        for line in lines
        if line.state is LineState.DONE
        for step in line.steps
        if step.place is not None
    ]
    # A drive may be unplugged; then the name of the first tells at least where they were.
    return next((place for place in places if os.path.exists(place)), places[0] if places else "")


def show_place(path: str) -> None:
    """Show a file in the system's file manager, or say why that is not possible."""
    if path:
        attempt(show_in_folder, path)
    else:
        show_sentence("Nothing of this plan lies in a folder any more.", None)
