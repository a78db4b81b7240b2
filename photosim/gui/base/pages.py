"""The pages of the window."""

from enum import StrEnum


class Page(StrEnum):
    """The pages of the window, in the order of the rail; the value is also the name of the icon."""

    START = "start"
    PHOTOS = "photos"
    SEARCH = "search"
    GROUPS = "groups"
    PEOPLE = "people"
    MAP = "map"
    LOOKS = "looks"
    ODD = "odd"
    HISTORY = "history"
    PROBLEMS = "problems"


PAGE_WORDS = {
    Page.START: ("Start", "Scan folders, open libraries, try the demo"),
    Page.PHOTOS: ("Photos", "All photos of this library"),
    Page.SEARCH: ("Search", "Find the photos that look like a picture"),
    Page.GROUPS: ("Groups", "Photos that belong together"),
    Page.PEOPLE: ("People", "Who is in the photos"),
    Page.MAP: ("Map", "All photos on a map: what looks alike lies together"),
    Page.LOOKS: ("Looks", "Photos by how they look, like with like"),
    Page.ODD: ("Odd ones", "Photos that are damaged, blurred, empty, or unlike the rest"),
    Page.HISTORY: ("History", "What was done to files, and how to take it back"),
    Page.PROBLEMS: ("Problems", "Files that were left out, and why"),
}

_NUMBERED = 9


def page_keys(page: Page) -> str:
    """What the keyboard goes to a page with, "" where the digits have run out: Ctrl+0 zooms."""
    number = list(Page).index(page) + 1
    return f"Ctrl+{number}" if number <= _NUMBERED else ""
