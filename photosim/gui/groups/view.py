"""Groups of photos that belong together: a list of them, and the chosen one in full."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from photosim.domain.errors import PhotosimError
from photosim.domain.progress import CancelToken, Progress
from photosim.domain.similarity import Group, Relation
from photosim.domain.words import count_words, size_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job, ReportAny
from photosim.gui.base.view import View
from photosim.gui.groups.bar import GroupBar
from photosim.gui.groups.detail import GroupDetail
from photosim.gui.groups.list import GroupList
from photosim.gui.groups.model import GroupModel
from photosim.gui.groups.progress import GroupProgress
from photosim.gui.kit.dialogs import show_failure
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.splitter import QuietSplitter
from photosim.gui.photos.model import PhotoItem
from photosim.gui.photos.viewer import Viewer

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace

_NO_GROUPS = {
    Relation.SAME_PICTURE: (
        "No copies: every picture is there once",
        "Good news: there is nothing to clean up. Photos of the same moment or place are in their own lists.",
    ),
    Relation.SAME_MOMENT: (
        "No series",
        "No photos were taken within seconds of each other that show nearly the same.",
    ),
    Relation.SAME_PLACE: (
        "No photos that look alike",
        "Every photo of your library shows something of its own.",
    ),
}


class GroupsView(View):
    """Lists groups of one relation at a time; they are found in the background, when the view is seen.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._job: Job | None = None
        self._found: dict[Relation, list[Group]] = {}
        self._outdated = set(_NO_GROUPS)
        self._model = GroupModel(self)
        self._list = GroupList(context, self._model)
        self._detail = GroupDetail(context)
        self._bar = GroupBar(tuple(_NO_GROUPS))
        self._viewer = Viewer(context, self)
        self._progress = GroupProgress()
        self._pages = QStackedWidget()
        self._nothing = EmptyState("done", "", "")
        self._no_hit = EmptyState("filter", "No group fits", "No path in any group holds these words.")
        self._no_photos = EmptyState(
            "photos",
            "No photos yet",
            "Choose the folders where your photos lie.",
        )
        self._trouble = EmptyState("failed", "The groups could not be found", "")
        self._stopped = EmptyState("stop", "Stopped", "The search for groups was stopped.")
        self._lay_out()
        self._connect()

    @property
    def group_list(self) -> GroupList:
        """The list of groups."""
        return self._list

    @property
    def model(self) -> GroupModel:
        """The groups."""
        return self._model

    @property
    def detail(self) -> GroupDetail:
        """The chosen group."""
        return self._detail

    @property
    def bar(self) -> GroupBar:
        """Relation, order and filter."""
        return self._bar

    @property
    def message(self) -> str:
        """What the view says instead of groups, "" while it shows groups."""
        page = self._pages.currentWidget()
        return page.text if isinstance(page, EmptyState) else ""

    @property
    def busy(self) -> bool:
        """Whether groups are being looked for."""
        return self._job is not None and not self._job.ended

    def refresh(self) -> None:
        """The library has changed: find the groups anew, at once or when the view is next seen."""
        self._outdated = set(_NO_GROUPS)
        if self.isVisible():
            self._find()

    def showEvent(self, event: QShowEvent) -> None:
        """Finds the groups when they are first wanted."""
        super().showEvent(event)
        if self._bar.relation in self._outdated and not self.busy:
            self._find()

    def _find(self) -> None:
        relation = self._bar.relation
        if self._job is not None and not self._job.ended:
            self._job.drop()
        self._outdated.discard(relation)
        self._progress.start()
        if relation not in self._found:
            self._pages.setCurrentWidget(self._progress)
        self._job = self._context.jobs.start(
            "Finding groups",
            partial(_find_groups, self._context.workspace, relation),
            done=partial(self._on_found, relation),
            failed=partial(self._on_failed, relation),
            cancelled=partial(self._on_stopped, relation),
            progress=self._on_progress,
        )

    def _on_found(self, relation: Relation, answer: tuple[list[Group], int]) -> None:
        groups, photo_count = answer
        self._found[relation] = groups
        self._photo_count = photo_count
        self._show()

    def _on_failed(self, relation: Relation, error: Exception) -> None:
        self._outdated.add(relation)
        known = isinstance(error, PhotosimError)
        self._trouble.say(
            "The groups could not be found", str(error) if known else "Something went wrong inside photosim."
        )
        self._pages.setCurrentWidget(self._trouble)
        if not known:
            show_failure(error)

    def _on_stopped(self, relation: Relation) -> None:
        self._outdated.add(relation)
        if relation not in self._found:
            self._pages.setCurrentWidget(self._stopped)

    def _on_progress(self, progress: object) -> None:
        if isinstance(progress, Progress):
            self._progress.show_progress(progress)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show(self) -> None:
        """Show the groups of the chosen relation, still on the group that was chosen before."""
        relation = self._bar.relation
        before = self._detail.group
        self._model.set_groups(self._found[relation])
        row = self._model.row_of(before.id) if before is not None else None
        if self._model.rowCount():
            self._list.select_row(row or 0)
        else:
            self._detail.show_group(None)
        self._update_words()

    def _update_words(self) -> None:
        relation = self._bar.relation
        groups = self._found.get(relation)
        if groups is None:
            return
        line = counts_words(groups, relation)
        shown = self._model.rowCount()
        self._bar.say(line if shown == len(groups) else f"{shown:,} of {line}")
        page: QWidget = self._body
        if self._photo_count == 0:
            page = self._no_photos
        elif not groups:
            self._nothing.say(*_NO_GROUPS[relation])
            page = self._nothing
        elif not shown:
            page = self._no_hit
        self._pages.setCurrentWidget(page)
        if groups:
            self.status.emit(line)

    def _on_relation(self) -> None:
        relation = self._bar.relation
        if self.busy:
            assert self._job is not None
            self._job.drop()
        if relation in self._found:
            self._show()
        if relation in self._outdated or relation not in self._found:
            self._find()

    def _on_arranged(self) -> None:
        before = self._detail.group
        self._model.sort_by(self._bar.order)
        self._model.narrow(self._bar.text)
        row = self._model.row_of(before.id) if before is not None else None
        if self._model.rowCount():
            self._list.select_row(row or 0)
        self._update_words()

    def _enlarge(self, item: PhotoItem | None = None) -> None:
        row = self._detail.model.row_of(item.path) if item is not None else 0
        self._viewer.show_items(self._detail.model.items, row or 0)

    def _follow_viewer(self, item: PhotoItem) -> None:
        row = self._detail.model.row_of(item.path)
        if row is not None:
            self._detail.grid.select_row(row)

    def _lay_out(self) -> None:
        self._photo_count = 0
        self._body = QuietSplitter(Qt.Orientation.Horizontal)
        self._body.addWidget(self._list)
        self._body.addWidget(self._detail)
        self._body.setStretchFactor(1, 1)
        self._body.setSizes([300, 900])
        self._pages.addWidget(self._progress)
        self._pages.addWidget(self._body)
        for page in (self._nothing, self._no_hit, self._no_photos, self._trouble, self._stopped):
            self._pages.addWidget(page)
        self._no_photos.add_button("Choose folders to scan", self.scan_requested.emit, primary=True)
        self._no_hit.add_button("Show all groups", self._bar.clear_filter)
        self._trouble.add_button("Try again", self._find)
        self._stopped.add_button("Start again", self._find, primary=True)
        column = self._framed()
        column.addWidget(self._bar)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self._bar.relation_chosen.connect(self._on_relation)
        self._bar.arranged.connect(self._on_arranged)
        self._progress.stopped.connect(self._stop)
        self._list.current.connect(self._detail.show_group)
        self._list.entered.connect(self._detail.enter)
        self._list.enlarge.connect(self._enlarge)
        self._list.doubleClicked.connect(self._on_double_click)
        self._detail.enlarge.connect(self._enlarge)
        self._detail.find_similar.connect(self.find_similar)
        self._detail.left.connect(self._list.setFocus)
        self._viewer.moved.connect(self._follow_viewer)
        self.setFocusProxy(self._list)
        on_keys(self, QKeySequence.StandardKey.Find, self._bar.focus_filter)

    def _on_double_click(self, _index: object) -> None:
        self._enlarge()


def counts_words(groups: list[Group], relation: Relation) -> str:
    """How many groups and photos, and what their copies take."""
    photos = sum(len(group.members) for group in groups)
    parts = [count_words(len(groups), "group", "groups"), count_words(photos, "photo", "photos")]
    saving = sum(group.reclaimable_bytes for group in groups)
    if relation is Relation.SAME_PICTURE and saving:
        parts.append(f"{size_words(saving)} in copies")
    return ", ".join(parts)


def _find_groups(
    workspace: Workspace, relation: Relation, report: ReportAny, cancel: CancelToken
) -> tuple[list[Group], int]:
    from photosim.app.groups import find_groups  # noqa: PLC0415 - brings scikit-learn

    count = len(workspace.photos())
    return (find_groups(workspace, relation, report, cancel) if count else []), count
