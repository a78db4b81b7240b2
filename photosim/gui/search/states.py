"""What the page of search says while it has no matches to show."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtWidgets import QVBoxLayout, QWidget

from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.theme import Space, heading


def _welcome() -> EmptyState:
    return EmptyState(
        "drop",
        "Which picture are you looking for?",
        "Drop a picture here, or several, from a folder or straight from a web page, or paste one. "
        "It does not have to be in your library. Or sketch the colours that you remember.",
        outlined=True,
    )


def _searching() -> EmptyState:
    return EmptyState("search", "Searching…", "Comparing with every photo of your library.")


def _trouble() -> EmptyState:
    return EmptyState("failed", "The search did not work", "")


def _nothing() -> EmptyState:
    return EmptyState("photos", "No photos to compare with yet", "Choose the folders that hold your photos.")


@dataclass(frozen=True, slots=True)
class States:
    """One widget for each state.

    Attributes:
        welcome: nothing was asked yet.
        searching: an answer takes a while.
        trouble: a search failed.
        nothing: there is nothing to compare with.
    """

    welcome: EmptyState = field(default_factory=_welcome)
    searching: EmptyState = field(default_factory=_searching)
    trouble: EmptyState = field(default_factory=_trouble)
    nothing: EmptyState = field(default_factory=_nothing)


def welcome_page(welcome: EmptyState) -> QWidget:
    """The whole page while nothing was asked."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.M)
    column.addWidget(heading("Search"))
    column.addWidget(welcome, 1)
    return page
