"""Groups of photos that belong together: a list of them, the chosen one in full, and the review of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QStackedWidget, QWidget

from photosim.domain.progress import Progress
from photosim.domain.similarity import Group, Relation
from photosim.domain.words import count_words, size_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job
from photosim.gui.base.view import View, framed
from photosim.gui.compare.view import CompareView
from photosim.gui.groups.bar import GroupBar
from photosim.gui.groups.commands import HELP
from photosim.gui.groups.comparison import GroupComparison
from photosim.gui.groups.detail import GroupDetail
from photosim.gui.groups.filter import Among, GroupFilter
from photosim.gui.groups.finding import Found, find, named_people
from photosim.gui.groups.list import GroupList
from photosim.gui.groups.memory import GroupMemory
from photosim.gui.groups.model import GroupModel
from photosim.gui.groups.pane import GroupPane
from photosim.gui.groups.progress import GroupProgress
from photosim.gui.groups.review import Review, is_reviewable
from photosim.gui.groups.words import counts_words, progress_words
from photosim.gui.kit.dialogs import told_failure
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.key_overlay import KeyOverlay
from photosim.gui.kit.keys import on_keys

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

    removal_wanted = Signal(object)
    """The user wants to see what will be removed; carries the tuple of all groups of copies."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._job: Job | None = None
        self._found: dict[Relation, Found] = {}
        self._review: Review | None = None
        self._outdated = set(_NO_GROUPS)
        self._removal_asked = False
        self._model = GroupModel(self)
        # In their places from the start: Qt styles a widget anew whenever it gets another parent.
        self._front = QWidget(self)
        self._pages = QStackedWidget(self._front)
        self._pane = GroupPane(context, self._model, self._pages)
        self._comparison = GroupComparison(context, self._pane, self)
        self._bar = GroupBar(tuple(_NO_GROUPS))
        self._progress = GroupProgress()
        self._nothing = EmptyState("done", "", "")
        self._no_hit = EmptyState("filter", "No group fits", "No group has all that was asked for.")
        self._no_photos = EmptyState("photos", "No photos yet", "Choose the folders that hold your photos.")
        self._all_done = EmptyState("done", "All groups are reviewed", "")
        self._trouble = EmptyState("failed", "The groups could not be found", "")
        self._stopped = EmptyState("stop", "Stopped", "The search for groups was stopped.")
        self._help = KeyOverlay("Keys of the review", HELP, self)
        self._lay_out()
        self._connect()
        self._memory = GroupMemory(context, self._bar, self)
        self._bar.show_tools(shown=False)

    @property
    def group_list(self) -> GroupList:
        """The list of groups."""
        return self._pane.list

    @property
    def model(self) -> GroupModel:
        """The groups."""
        return self._model

    @property
    def pane(self) -> GroupPane:
        """The list and the chosen group."""
        return self._pane

    @property
    def detail(self) -> GroupDetail:
        """The chosen group."""
        return self._pane.detail

    @property
    def bar(self) -> GroupBar:
        """Relation, order, filters, progress."""
        return self._bar

    @property
    def review(self) -> Review | None:
        """What is decided of the groups of copies; None until they are found."""
        return self._review

    @property
    def comparison(self) -> CompareView:
        """The photos of the chosen group laid over each other."""
        return self._comparison.view

    @property
    def help(self) -> KeyOverlay:
        """What the keys do."""
        return self._help

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

    def ask_for_removal(self) -> None:
        """Emit `removal_wanted`, once the groups of copies are found."""
        self._bar.choose(Relation.SAME_PICTURE)
        if self._review is not None and not self.busy:
            self._want_removal()
        else:
            self._removal_asked = True
            self.refresh()

    def review_among(self, among: Among) -> None:
        """List only the groups of copies that hold one of these photos."""
        self._bar.choose(Relation.SAME_PICTURE)
        self._bar.narrow(GroupFilter(among=among))

    def showEvent(self, event: QShowEvent) -> None:
        """Finds the groups when they are first wanted."""
        super().showEvent(event)
        self._read_people()
        if self._bar.relation in self._outdated and not self.busy:
            self._find()

    def _read_people(self) -> None:
        """Names are given on another page: look anew who has one."""
        workspace = self._context.workspace
        self._context.jobs.start(
            "Reading who is in the photos",
            lambda _report, _cancel: named_people(workspace),
            done=self._bar.offer_people,
            quiet=True,
        ).answer_only(self)

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
            partial(find, self._context.workspace, relation),
            done=partial(self._on_found, relation),
            failed=partial(self._on_failed, relation),
            cancelled=partial(self._on_stopped, relation),
            progress=self._on_progress,
        )

    def _on_found(self, relation: Relation, found: Found) -> None:
        self._found[relation] = found
        if found.review is not None:
            if self._review is not None:
                found.review.carry_over(self._review)
            self._review = found.review
        self._show()
        if self._removal_asked and is_reviewable(relation):
            self._removal_asked = False
            self._want_removal()

    def _on_failed(self, relation: Relation, error: Exception) -> None:
        self._outdated.add(relation)
        self._removal_asked = False
        self._trouble.say("The groups could not be found", told_failure(error))
        self._pages.setCurrentWidget(self._trouble)

    def _on_stopped(self, relation: Relation) -> None:
        self._outdated.add(relation)
        self._removal_asked = False
        if relation not in self._found:
            self._pages.setCurrentWidget(self._stopped)

    def _on_progress(self, progress: object) -> None:
        if isinstance(progress, Progress):
            self._progress.show_progress(progress)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @property
    def _reviewing(self) -> Review | None:
        """The review of the groups that are listed, None where they are no copies."""
        return self._review if is_reviewable(self._bar.relation) else None

    @property
    def _groups(self) -> list[Group]:
        """All groups of the chosen relation, as they are by now."""
        review = self._reviewing
        return review.groups if review is not None else self._found[self._bar.relation].groups

    def _show(self) -> None:
        """Show the groups of the chosen relation, still on the group that was chosen before."""
        before = self.detail.group
        self._bar.offer(self._found[self._bar.relation].choices)
        self._model.arrange(self._bar.order, self._bar.wish)
        self._model.set_groups(self._groups, self._reviewing)
        self._pane.show_groups(self._reviewing, before.id if before is not None else None)
        self._update_words()

    def _update_words(self) -> None:
        relation = self._bar.relation
        found = self._found.get(relation)
        if found is None:
            return
        groups, review, shown = self._groups, self._reviewing, self._model.rowCount()
        if review is not None and groups:
            self._bar.show_progress(review.tally, shown)
        else:
            line = counts_words(groups) if groups else ""
            self._bar.say(line if shown == len(groups) else f"{shown:,} of {line}")
        self._bar.show_tools(shown=bool(groups))
        page: QWidget = self._pane
        if found.photos == 0:
            page = self._no_photos
        elif not groups:
            self._nothing.say(*_NO_GROUPS[relation])
            page = self._nothing
        elif not shown:
            page = self._no_hit
        self._pages.setCurrentWidget(page)
        self.status.emit(self._bar.counts or self.message.split(". ", maxsplit=1)[0])

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
        self._model.arrange(self._bar.order, self._bar.wish)
        self._pane.arrange()
        self._update_words()

    def _on_finished(self) -> None:
        assert self._review is not None
        self._comparison.close()
        tally = self._review.tally
        hidden = tally.total - tally.reviewed
        title = "All groups that are listed are reviewed" if hidden else "All groups are reviewed"
        text = "Nothing is to be removed."
        if tally.chosen:
            chosen = f"{count_words(tally.chosen, 'photo')} with {size_words(tally.chosen_bytes)}"
            text = f"{chosen} can go. Nothing has been touched yet."
        if hidden:
            text = f"{text} The filter hides {count_words(hidden, 'open group')}."
        self._all_done.say(title, text)
        self._back_button.setText("Show the other groups" if hidden else "Back to the groups")
        self._removal_button.setVisible(bool(tally.chosen))
        self._pages.setCurrentWidget(self._all_done)
        (self._removal_button if tally.chosen and not hidden else self._back_button).setFocus()
        self.status.emit(progress_words(tally))

    def _show_comparison(self, shown: bool) -> None:
        self._layers.setCurrentWidget(self._comparison.view if shown else self._front)
        if not shown and self._pages.currentWidget() is self._pane:
            self.group_list.setFocus()

    def _back_to_groups(self) -> None:
        assert self._review is not None
        if self._review.tally.reviewed < self._review.tally.total:
            self._bar.clear_filter()
            self._pane.go_to_open()
        self._update_words()
        self.group_list.setFocus()

    def _want_removal(self) -> None:
        if self._review is not None:
            self.removal_wanted.emit(tuple(self._review.groups))

    def _lay_out(self) -> None:
        messages = (
            self._nothing,
            self._no_hit,
            self._no_photos,
            self._all_done,
            self._trouble,
            self._stopped,
        )
        for page in (self._progress, self._pane, *messages):
            self._pages.addWidget(page)
        self.lead_to(self._pane, self._comparison.view, *messages)
        self._no_photos.add_button("Choose folders to scan", self.scan_requested.emit, primary=True)
        self._no_hit.add_button("Show all groups", self._bar.clear_filter)
        self._removal_button = self._all_done.add_button(
            "See what will be removed…", self._want_removal, primary=True
        )
        self._back_button = self._all_done.add_button("Back to the groups", self._back_to_groups)
        self._trouble.add_button("Try again", self._find)
        self._stopped.add_button("Start again", self._find, primary=True)
        column = framed(self._front)
        column.addWidget(self._bar)
        column.addWidget(self._pages, 1)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._front)
        self._layers.addWidget(self._comparison.view)

    def _connect(self) -> None:
        self._bar.relation_chosen.connect(self._on_relation)
        self._bar.arranged.connect(self._on_arranged)
        self._bar.removal_wanted.connect(self._want_removal)
        self._bar.help_wanted.connect(self._help.open)
        self._progress.stopped.connect(self._stop)
        self._pane.find_similar.connect(self.find_similar)
        self._pane.detail.find_people.connect(self.find_people)
        self._pane.said.connect(self.status)
        self._pane.decided.connect(self._update_words)
        self._pane.finished.connect(self._on_finished)
        self._pane.removal_wanted.connect(self._want_removal)
        self._pane.help_wanted.connect(self._help.open)
        self._pane.comparison_wanted.connect(self._comparison.open)
        self._comparison.shown.connect(self._show_comparison)
        on_keys(self, QKeySequence.StandardKey.Find, self._bar.focus_filter)
