"""The pages that show the open library."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from photosim.domain.photo import Photo
from photosim.domain.scanning import ScanProgress
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.lazy import LazyView
from photosim.gui.base.pages import Page
from photosim.gui.shell.ahead import LoadingAhead
from photosim.gui.shell.tools import Tools

if TYPE_CHECKING:
    from photosim.gui.cleanup.history import HistoryView
    from photosim.gui.groups.view import GroupsView
    from photosim.gui.looks.view import LooksView
    from photosim.gui.map.view import MapView
    from photosim.gui.odd.view import OddView
    from photosim.gui.people.desk import PeopleDesk
    from photosim.gui.people.view import PeopleView
    from photosim.gui.photos.view import PhotosView
    from photosim.gui.problems.view import ProblemsView
    from photosim.gui.search.view import SearchView


class Views(QObject):
    """Makes the views of a library, each when it is first seen, and passes on what they wish.

    Args:
        context: the open library.
        window: what they are shown in.
    """

    page_wanted = Signal(str)
    status = Signal(str)
    """A sentence of the page that is shown."""
    scan_wanted = Signal()
    changed = Signal()
    """A page or a dialog has changed the library."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._desk: PeopleDesk | None = None
        self.photos = LazyView(context, _make_photos)
        self.search = LazyView(context, _make_search)
        self.groups = LazyView(context, self._make_groups)
        self.people = LazyView(context, self._make_people)
        self.map = LazyView(context, self._make_map)
        self.looks = LazyView(context, _make_looks)
        self.odd = LazyView(context, _make_odd)
        self.history = LazyView(context, self._make_history)
        self.problems = LazyView(context, _make_problems)
        self.tools = Tools(context, window, self)
        self.tools.changed.connect(self.changed)
        self._said: dict[Page, str] = {}
        for page, view in self.widgets.items():
            view.find_similar.connect(self.find_similar)
            view.find_people.connect(self.find_people)
            view.scan_requested.connect(self.scan_wanted)
            view.status.connect(partial(self._on_status, page))
        self.ahead = LoadingAhead(context.jobs, self)

    @property
    def widgets(self) -> dict[Page, LazyView[Any]]:
        """The widget of each page but the start page."""
        return {
            Page.PHOTOS: self.photos,
            Page.SEARCH: self.search,
            Page.GROUPS: self.groups,
            Page.PEOPLE: self.people,
            Page.MAP: self.map,
            Page.LOOKS: self.looks,
            Page.ODD: self.odd,
            Page.HISTORY: self.history,
            Page.PROBLEMS: self.problems,
        }

    def sentence(self, page: Page) -> str:
        """What a page said last for the status area."""
        return self._said.get(page, "")

    def on_scan(self, news: ScanProgress) -> None:
        """The running scan has news."""
        if self.photos.loaded is not None:
            self.photos.loaded.on_scan(news)

    def library_changed(self) -> None:
        """The library is another one now than before, as after a scan."""
        for view in self.widgets.values():
            view.refresh()

    def _on_status(self, page: Page, sentence: str) -> None:
        self._said[page] = sentence
        if self.widgets[page].isVisible():
            self.status.emit(sentence)

    def find_similar(self, photo: Photo) -> None:
        """Search for photos like this one."""
        self.page_wanted.emit(Page.SEARCH)
        self.search.load().search_photo(photo)

    def review_among(self, photos: Sequence[Photo]) -> None:
        """Show the groups that photos of the map are in."""
        from photosim.gui.groups.filter import Among  # noqa: PLC0415

        words = f"{count_words(len(photos), 'photo')} from the map"
        self.groups.load().review_among(Among(words, frozenset(photo.content for photo in photos)))
        self.page_wanted.emit(Page.GROUPS)

    def find_people(self, photo: Photo) -> None:
        """Show who is on this photo."""
        self._people().look_at(photo)

    def _people(self) -> PeopleView:
        """Go to the page of people."""
        self.page_wanted.emit(Page.PEOPLE)
        return self.people.load()

    def _people_desk(self, context: Context) -> PeopleDesk:
        """One for all pages: what was done on one can be taken back on another, in its order."""
        from photosim.gui.people.desk import PeopleDesk  # noqa: PLC0415

        if self._desk is None:
            self._desk = PeopleDesk(context, self)
        return self._desk

    def _make_groups(self, context: Context, parent: QWidget) -> GroupsView:
        from photosim.gui.groups.view import GroupsView  # noqa: PLC0415

        view = GroupsView(context, parent)
        view.removal_wanted.connect(self.tools.clean_up)
        return view

    def _make_history(self, context: Context, parent: QWidget) -> HistoryView:
        from photosim.gui.cleanup.history import HistoryView  # noqa: PLC0415

        view = HistoryView(context, parent)
        view.changed.connect(self.changed)
        return view

    def _make_people(self, context: Context, parent: QWidget) -> PeopleView:
        from photosim.gui.people.view import PeopleView  # noqa: PLC0415

        return PeopleView(context, self._people_desk(context), parent)

    def _make_map(self, context: Context, parent: QWidget) -> MapView:
        from photosim.gui.map.view import MapView  # noqa: PLC0415

        view = MapView(context, self._people_desk(context), parent)
        view.groups_wanted.connect(self.review_among)
        view.person_wanted.connect(lambda person: self._people().open_person(person))
        view.nearest_wanted.connect(lambda face: self._people().search_face(face))
        return view

    def clean_up(self) -> None:
        """Show what will be removed, once the groups are found."""
        self.page_wanted.emit(Page.GROUPS)
        self.groups.load().ask_for_removal()

    def search_file(self, path: str) -> None:
        """Search for photos like the one in this file."""
        self.page_wanted.emit(Page.SEARCH)
        self.search.load().search_file(path)

    def search_files(self, paths: Sequence[str]) -> None:
        """Search for photos like those in these files together."""
        self.page_wanted.emit(Page.SEARCH)
        self.search.load().search_files(paths)

    def search_bytes(self, data: bytes, name: str) -> None:
        """Search for photos like this encoded picture, called `name` on the page."""
        self.page_wanted.emit(Page.SEARCH)
        self.search.load().search_bytes(data, name)


def _make_photos(context: Context, parent: QWidget) -> PhotosView:
    from photosim.gui.photos.view import PhotosView  # noqa: PLC0415

    return PhotosView(context, parent)


def _make_search(context: Context, parent: QWidget) -> SearchView:
    from photosim.gui.search.view import SearchView  # noqa: PLC0415

    return SearchView(context, parent)


def _make_looks(context: Context, parent: QWidget) -> LooksView:
    from photosim.gui.looks.view import LooksView  # noqa: PLC0415

    return LooksView(context, parent)


def _make_odd(context: Context, parent: QWidget) -> OddView:
    from photosim.gui.odd.view import OddView  # noqa: PLC0415

    return OddView(context, parent)


def _make_problems(context: Context, parent: QWidget) -> ProblemsView:
    from photosim.gui.problems.view import ProblemsView  # noqa: PLC0415

    view = ProblemsView(context, parent)
    view.refresh()
    return view
