"""The pages of the window."""

from enum import StrEnum


class Page(StrEnum):
    """The pages of the window, in the order of the rail; the value is also the name of the icon."""

    START = "start"
    PHOTOS = "photos"
    SEARCH = "search"
    GROUPS = "groups"
    HISTORY = "history"
    PROBLEMS = "problems"


PAGE_WORDS = {
    Page.START: ("Start", "Scan folders, open libraries, try the demo"),
    Page.PHOTOS: ("Photos", "All photos of this library"),
    Page.SEARCH: ("Search", "Find the photos that look like a picture"),
    Page.GROUPS: ("Groups", "Photos that belong together"),
    Page.HISTORY: ("History", "What was done to files, and how to take it back"),
    Page.PROBLEMS: ("Problems", "Files that were left out, and why"),
}
