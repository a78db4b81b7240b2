"""A picture on the left, what is most like it on the right."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from photosim.domain.photo import Photo
from photosim.domain.similarity import Match
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job
from photosim.gui.base.view import View, framed
from photosim.gui.compare.view import CompareView
from photosim.gui.kit import words
from photosim.gui.kit.dialogs import told_failure
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.splitter import QuietSplitter
from photosim.gui.kit.theme import Space, mark
from photosim.gui.photos.grid import PhotoGrid
from photosim.gui.photos.model import PhotoItem, item_of_match
from photosim.gui.photos.pair_panel import ComparePanel
from photosim.gui.photos.picture import PictureView, Region
from photosim.gui.photos.viewer import Viewer
from photosim.gui.photos.zoom import ZoomSlider
from photosim.gui.search.bar import SearchBar, count_box
from photosim.gui.search.comparison import SearchComparison
from photosim.gui.search.examples import added
from photosim.gui.search.found import FoundPane
from photosim.gui.search.query_panel import QueryPanel
from photosim.gui.search.request import (
    Answer,
    History,
    Looked,
    SearchRequest,
    Visit,
    request_of_data,
    request_of_file,
    request_of_photo,
    request_of_several,
    request_of_sketch,
)
from photosim.gui.search.sketch import SketchDialog
from photosim.gui.search.states import States, welcome_page
from photosim.gui.search.words import item_of_sketched, looking_words, summary_words
from photosim.gui.search.work import run_search

_PATIENCE_MS = 200
"""Earlier matches stay for so long before the view says that it is searching."""


class SearchView(View):
    """Search by file, by bytes, by photo of the library, by a part of any of them, by several, by a sketch.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._history = History()
        self._job: Job | None = None
        self._shown: tuple[Match, ...] = ()
        # In their places from the start: Qt styles a widget anew whenever it gets another parent.
        self._front = QWidget(self)
        self._pages = QStackedWidget(self._front)
        self._work = QuietSplitter(Qt.Orientation.Horizontal, self._pages)
        self._query = QueryPanel(context)
        self._found = FoundPane(context, lambda: self._query.facts)
        self._grid = self._found.grid
        self._viewer = Viewer(context, self)
        self._summary = ElidedLabel()
        mark(self._summary, "muted")
        self._count = count_box()
        self._comparison = SearchComparison(context, self, self._front)
        self._answers = QStackedWidget(self)
        self._states = States()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._bar = SearchBar(self)
        self._set_up_controls()
        self._lay_out()
        self._connect()

    @property
    def grid(self) -> PhotoGrid:
        """The matches."""
        return self._grid

    @property
    def query_panel(self) -> QueryPanel:
        """The query."""
        return self._query

    @property
    def compare_panel(self) -> ComparePanel:
        """The chosen match against the query."""
        return self._found.compare

    @property
    def comparison(self) -> CompareView:
        """The query and a match laid on each other."""
        return self._comparison.view

    @property
    def summary(self) -> str:
        """What was found, in words."""
        return self._summary.text()

    @property
    def message(self) -> str:
        """What the view says instead of matches, "" while it shows matches."""
        page: QWidget | None = self._states.welcome
        if self._pages.currentWidget() is self._work:
            page = self._answers.currentWidget()
        return page.text if isinstance(page, EmptyState) else ""

    @property
    def busy(self) -> bool:
        """Whether a search is under way."""
        return self._job is not None and not self._job.ended

    @property
    def count(self) -> int:
        """How many matches are asked for."""
        return int(self._count.currentData())

    def search_file(self, path: str) -> None:
        """Search for a file; it need not be in the library."""
        self._search(request_of_file(path))

    def search_bytes(self, data: bytes, name: str) -> None:
        """Search for an encoded picture that came from the clipboard or a browser."""
        self._search(request_of_data(data, name))

    def search_photo(self, photo: Photo) -> None:
        """Search for a photo of the library."""
        self._search(request_of_photo(photo))

    def search_files(self, paths: Sequence[str]) -> None:
        """Search with one file or with several together."""
        self._search(request_of_several([request_of_file(path) for path in paths], ()))

    def add_example(self, wish: tuple[Photo, bool]) -> None:
        """Go on searching for what is also like a photo (True), or less like it (False)."""
        visit, (photo, wanted) = self._history.current, wish
        request = added(
            visit.request if visit is not None else None, [request_of_photo(photo)], wanted=wanted
        )
        if request is None:
            self.status.emit("Say first what you want more of: M on a photo")
        else:
            self._search(request)

    def sketch(self) -> None:
        """Let the user sketch colours, from the sketch on that is searched for now, if it is one."""
        visit = self._history.current
        known = visit.request.data if visit is not None and visit.request.sketch else None
        dialog = SketchDialog(self._context.theme, known, self)
        dialog.searched.connect(lambda data: self._search(request_of_sketch(data)))
        dialog.open()

    def refresh(self) -> None:
        """The library has changed: search again for what is shown."""
        self._history.outdate()
        if self._history.current is not None:
            self._run(self._history.current)

    def travel(self, steps: int) -> None:
        """Go back (-1) or forward (1) among the searches so far."""
        before = self._history.current
        visit = self._history.go(steps)
        if visit is not None and visit is not before:
            self._run(visit)

    def _search(self, request: SearchRequest) -> None:
        visit = self._history.current
        if visit is None or visit.request != request:
            visit = Visit(request, self.count)
            self._history.visit(visit)
        elif self.busy:
            # Asked twice for the same.
            return
        self._run(visit)

    def _run(self, visit: Visit) -> None:
        if self._job is not None and self.busy:
            self._job.drop()
        self._update_travel()
        self._pages.setCurrentWidget(self._work)
        self._query.show_request(visit.request)
        self._found.close_compare()
        self._shown = ()
        if visit.answer is not None and visit.count == self.count:
            self._show_all(visit, visit.answer)
            return
        visit.count = self.count
        self._patience.start()
        self._job = self._context.jobs.start(
            f"Searching for {visit.request.title}",
            partial(run_search, self._context.workspace, visit.request, visit.count),
            done=partial(self._show_all, visit),
            progress=partial(self._show_so_far, visit),
            failed=self._on_failed,
            quiet=True,
        )

    def _show_so_far(self, visit: Visit, looking: object) -> None:
        if isinstance(looking, Looked) and looking.answer.result.matches:
            self._show(visit, looking.answer)
            self._summary.setText(looking_words(looking.answer.result.matches, looking.progress))

    def _show_all(self, visit: Visit, answer: Answer) -> None:
        visit.answer = answer
        self._show(visit, answer)
        if answer.result.matches:
            self.status.emit(f"{words.sentence(self._summary.text())} for {visit.request.title}")

    def _show(self, visit: Visit, answer: Answer) -> None:
        self._patience.stop()
        matches, sketched = answer.result.matches, visit.request.sketch
        if not self._shown or matches != self._shown:
            make = item_of_sketched if sketched else item_of_match
            self._found.show_items(map(make, matches), anew=not self._shown)
            self._query.show_query(answer, self._library_photo())
        if not matches:
            self._summary.setText("")
            self._answers.setCurrentWidget(self._states.nothing)
            return
        self._summary.setText("Closest in colours" if sketched else summary_words(matches))
        if not self._shown:
            self._answers.setCurrentWidget(self._found)
            self._take_keyboard()
        self._shown = matches

    def _on_failed(self, error: Exception) -> None:
        self._patience.stop()
        self._found.show_items((), anew=True)
        self._summary.setText("")
        self._states.trouble.say("The search did not work", told_failure(error))
        self._answers.setCurrentWidget(self._states.trouble)
        self.status.emit("The search did not work")

    def _say_searching(self) -> None:
        self._summary.setText("")
        self._answers.setCurrentWidget(self._states.searching)

    def _on_region(self, region: Region | None) -> None:
        visit, size = self._history.current, self._query.size_in_pixels
        if visit is not None and size is not None:
            self._search(visit.request.with_region(region, size))

    def _on_count(self, _index: int) -> None:
        if self._history.current is not None:
            self._run(self._history.current)

    def _compare_large(self) -> None:
        item = self._grid.current_item()
        visit = self._history.current
        query = (visit.request.photo if visit is not None else None) or self._library_photo()
        if item is None or item.photo is None:
            return
        if query is None or query.path == item.path:
            self.status.emit("Only photos of this library are compared, and the query is none of them")
        else:
            self._comparison.open(query, item.photo, self._grid)

    def _library_photo(self) -> Photo | None:
        # A file that lies in the library finds itself: its own match knows everything of it.
        visit = self._history.current
        if visit is None or visit.request.path is None:
            return None
        item = self._found.model.find(os.path.abspath(visit.request.path))
        return item.photo if item is not None else None

    def _enlarge(self, item: PhotoItem) -> None:
        row = self._found.model.row_of(item.path)
        if row is not None:
            self._viewer.show_items(self._found.model.items, row)

    def _follow_viewer(self, item: PhotoItem) -> None:
        row = self._found.model.row_of(item.path)
        if row is not None:
            self._grid.select_row(row)

    def _update_travel(self) -> None:
        self._bar.allow(back=self._history.can_go_back, forward=self._history.can_go_forward)

    def _take_keyboard(self) -> None:
        """The matches get the keyboard, unless the user is busy with a control of this view."""
        focus = QApplication.focusWidget()
        mine = focus is not None and self.isAncestorOf(focus)
        if self.isVisible() and not (mine and isinstance(focus, QComboBox | PictureView)):
            self._grid.setFocus()

    def _retry(self) -> None:
        if self._history.current is not None:
            self._run(self._history.current)

    def _set_up_controls(self) -> None:
        self._states.welcome.add_button("Open a picture", self._bar.choose_file, primary=True)
        self._states.welcome.add_button("Paste", self._bar.paste)
        self._states.welcome.add_button("Sketch", self.sketch)
        self._states.trouble.add_button("Try again", self._retry)
        self._states.nothing.add_button("Choose folders to scan", self.scan_requested.emit, primary=True)

    def _lay_out(self) -> None:
        left = QWidget(self._work)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._bar)
        column.addWidget(self._query, 1)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self._summary, 1)
        head.addWidget(self._count)
        head.addWidget(ZoomSlider(self._grid))
        for page in (self._found, self._states.searching, self._states.nothing, self._states.trouble):
            self._answers.addWidget(page)
        right = QWidget(self._work)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self._answers, 1)
        self._work.addWidget(left)
        self._work.addWidget(right)
        self._work.setStretchFactor(0, 2)
        self._work.setStretchFactor(1, 3)
        self._pages.addWidget(welcome_page(self._states.welcome))
        self._pages.addWidget(self._work)
        column = framed(self._front)
        column.addWidget(self._pages)

    def _connect(self) -> None:
        self._bar.travel.connect(self.travel)
        self._bar.files_chosen.connect(self.search_files)
        self._bar.sketch_wanted.connect(self.sketch)
        self._query.sketch_wanted.connect(self.sketch)
        self._query.wished.connect(self._search)
        self._grid.example.connect(self.add_example)
        self._bar.data_pasted.connect(partial(self.search_bytes, name="pasted picture"))
        self._bar.status.connect(self.status)
        self._patience.timeout.connect(self._say_searching)
        self._query.region_chosen.connect(self._on_region)
        self._count.currentIndexChanged.connect(self._on_count)
        self._grid.enlarge.connect(self._enlarge)
        self._viewer.moved.connect(self._follow_viewer)
        self._found.compare.compare_wanted.connect(self._compare_large)
        on_keys(self._grid, Qt.Key.Key_C, self._compare_large)
        for source in (self._grid, self._found.compare, self._comparison):
            source.find_similar.connect(self.find_similar)
        self.find_similar.connect(self.search_photo)
        self._grid.find_people.connect(self.find_people)
        states = self._states
        self.lead_to(self._grid, states.welcome, states.nothing, states.trouble)
