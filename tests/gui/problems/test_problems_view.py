from types import SimpleNamespace

import pytest
from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from photosim.domain.files import Problem, ProblemKind
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Jobs
from photosim.gui.kit.theme import Theme
from photosim.gui.problems.model import ProblemsModel
from photosim.gui.problems.view import ProblemsView

PROBLEMS = [
    Problem("/trip/b/IMG_2.jpg", ProblemKind.DAMAGED, "The JPEG picture is damaged."),
    Problem("/trip/a/IMG_9.jpg", ProblemKind.TOO_LARGE, "It has more pixels than the limit."),
    Problem("/trip/a/notes.txt", ProblemKind.OTHER_FILE, "It is no picture."),
    Problem("/trip/a/caf\udce9.png", ProblemKind.NOT_AN_IMAGE, "It holds text."),
]


def names(model: QAbstractItemModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = ProblemsModel()
    model.set_problems(PROBLEMS)
    qtmodeltester.check(model)
    model.show_others(True)
    model.set_filter("img")
    qtmodeltester.check(model)


def test_other_files_are_a_count_until_they_are_asked_for() -> None:
    model = ProblemsModel()
    model.set_problems(PROBLEMS)
    assert (model.real_problems, model.other_files) == (3, 1)
    assert names(model) == ["caf\N{REPLACEMENT CHARACTER}.png", "IMG_9.jpg", "IMG_2.jpg"]
    model.show_others(True)
    assert "notes.txt" in names(model)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IMG_2", ["IMG_2.jpg"]),
        ("trip/a img", ["IMG_9.jpg"]),
        ("DAMAGED", ["IMG_2.jpg"]),
        ("too large", ["IMG_9.jpg"]),
        ("nothing like it", []),
    ],
)
def test_the_filter_looks_at_name_folder_and_reason(text: str, found: list[str]) -> None:
    model = ProblemsModel()
    model.set_problems(PROBLEMS)
    model.set_filter(text)
    assert names(model) == found


def test_columns_sort_both_ways() -> None:
    model = ProblemsModel()
    model.set_problems(PROBLEMS)
    model.sort(0, Qt.SortOrder.AscendingOrder)
    rising = names(model)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert names(model) == rising[::-1]
    assert model.problem(0).path == PROBLEMS[1].path
    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in range(3)] == [
        "File",
        "Why it was left out",
        "Folder",
    ]


@pytest.fixture
def view(qtbot: QtBot, jobs: Jobs, theme: Theme) -> ProblemsView:
    library = SimpleNamespace(problems=lambda: PROBLEMS)
    made = ProblemsView(Context(SimpleNamespace(library=library), jobs, None, theme))  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: made.model.rowCount() == 3)
    return made


def test_the_view_says_how_much_was_left_out(view: ProblemsView) -> None:
    assert view.summary.text() == "3 files could not become photos. 1 other file is no picture."
    view.others.click()
    assert view.model.rowCount() == 4


def test_chosen_rows_are_copied_as_text(view: ProblemsView) -> None:
    assert not view.copy.isEnabled()
    said: list[str] = []
    view.status.connect(said.append)
    view.table.selectAll()
    view.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 3
    assert "/trip/a/IMG_9.jpg\tIt has more pixels than the limit." in lines
    assert said == ["3 lines copied"]


def test_only_one_folder_can_be_opened_at_a_time(view: ProblemsView) -> None:
    view.table.selectRow(0)
    assert view.open_folder.isEnabled()
    view.table.selectionModel().select(
        view.model.index(1, 0),
        QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
    )
    assert not view.open_folder.isEnabled()


def test_an_empty_answer_is_explained(view: ProblemsView) -> None:
    view.filter.setText("nothing like it")
    assert view.empty.isVisible()
    assert "Nothing matches" in view.empty.text
    view.filter.clear()
    view.show_problems([])
    assert "Nothing to worry about" in view.empty.text
