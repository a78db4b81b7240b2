"""The rehearsal as a page and as a table: whole, harmless, and honest about what it leaves out."""

import csv
import html.parser
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from photosim.app.cleaning.cleanup import rehearse
from photosim.app.cleaning.planning import make_plan
from photosim.app.finding.groups import find_groups
from photosim.app.reporting.rehearsal import write_rehearsal
from photosim.app.reporting.rehearsal_table import COLUMNS, write_table
from photosim.app.workspace import Workspace
from photosim.domain.actions import Act, Outcome, OutcomeState, Plan, Refusal, RefusalKind, Result
from photosim.domain.errors import FileError
from photosim.domain.photo import ContentId
from photosim.domain.planfile import with_id
from photosim.domain.progress import CancelToken, silent
from photosim.domain.similarity import Relation
from tests.app.family import SCRIPT, family_library

pytestmark = pytest.mark.usefixtures("lent_processes")


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("rehearsal")
    with family_library(folder) as workspace:
        (folder / "photos" / "backup" / "china copy.xmp").write_text("stars")
        yield workspace


@pytest.fixture(scope="module")
def plan(family: Workspace) -> Plan:
    groups = find_groups(family, Relation.SAME_PICTURE, silent, CancelToken())
    return make_plan(family, groups, silent, CancelToken(), include=[Relation.REENCODED])


class Page(html.parser.HTMLParser):
    """What a page holds."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.links: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_shows_what_stays_beside_what_goes(family: Workspace, plan: Plan, tmp_path: Path) -> None:
    result = rehearse(family, plan, silent, CancelToken())
    family.stop_reading()
    write_rehearsal(family, plan, result, str(tmp_path / "r.html"))
    page = Page(tmp_path / "r.html")
    for words in (
        "china.jpg stays",
        "china copy.jpg",
        "with china copy.xmp",
        "identical file",
        "passed every",
    ):
        assert words in page.text, words
    assert "Nothing was changed, moved or removed." in page.text
    assert page.tags.count("img") == 7
    assert {link.partition(":")[0] for link in page.links} == {"file", "data"}
    assert "script" not in page.tags
    assert SCRIPT in page.text


def test_what_stays_is_told_with_its_reason(family: Workspace, plan: Plan, tmp_path: Path) -> None:
    first, *others = plan.removals
    reason = f"“{first.victim.path}” stays beside “{first.keeper.path}”: it was changed."
    refused = Outcome(first, OutcomeState.REFUSED, RefusalKind.CHANGED, reason)
    result = Result("", (refused, *(Outcome(one, OutcomeState.READY) for one in others)), 0, cancelled=False)
    write_rehearsal(family, plan, result, str(tmp_path / "r.html"))
    page = Page(tmp_path / "r.html")
    assert page.text.count(reason) == 2
    assert "1 file is left alone, for safety" in page.text
    write_table(plan, result, str(tmp_path / "r.csv"))
    rows = read_table(tmp_path / "r.csv")
    assert [row["state"] for row in rows].count("refused") == 1
    assert next(row for row in rows if row["state"] == "refused")["reason"] == reason


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_has_a_row_for_every_file(family: Workspace, plan: Plan, tmp_path: Path) -> None:
    refusal = Refusal("/x/=SUM(A1).jpg", "", RefusalKind.CHAIN, "=HYPERLINK(1)\nstays.")
    full = with_id(replace(plan, refused=(refusal,)))
    write_table(full, None, str(tmp_path / "r.csv"))
    rows = read_table(tmp_path / "r.csv")
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == plan.files + 1
    assert {row["state"] for row in rows} == {"planned", "refused"}
    assert sum(int(row["bytes"] or 0) for row in rows) == plan.bytes
    sidecar = next(row for row in rows if row["file"].endswith(".xmp"))
    assert sidecar["belongs_to"].endswith("china copy.jpg")
    # A cell that begins with an equals sign would be computed by whoever opens the table.
    assert rows[-1]["reason"] == "'=HYPERLINK(1)\N{REPLACEMENT CHARACTER}stays."
    assert rows[-1]["file"] == "/x/=SUM(A1).jpg"


def test_a_page_stays_light_and_says_so(family: Workspace, plan: Plan, tmp_path: Path) -> None:
    write_rehearsal(family, plan, None, str(tmp_path / "r.html"), most_thumbnails=6)
    page = Page(tmp_path / "r.html")
    assert "Nothing was verified yet." in page.text
    assert "1 more file (13.1 kB) would go" in page.text
    assert "are not shown" in page.text


def test_a_plan_of_files_that_the_library_does_not_know(
    family: Workspace, plan: Plan, tmp_path: Path
) -> None:
    gone = replace(plan.removals[0].victim, path="/gone/away.jpg", content=ContentId(b"?" * 32))
    old = with_id(replace(plan, removals=(replace(plan.removals[0], victim=gone),)))
    write_rehearsal(family, old, None, str(tmp_path / "r.html"))
    page = Page(tmp_path / "r.html")
    assert "away.jpg" in page.text
    assert "no preview" in page.text


def test_an_empty_plan_is_a_page_too(family: Workspace, tmp_path: Path) -> None:
    nothing = make_plan(family, [], silent, CancelToken(), act=Act.TRASH)
    write_rehearsal(family, nothing, None, str(tmp_path / "r.html"))
    page = Page(tmp_path / "r.html")
    assert "Nothing would go" in page.text
    assert "cannot undo" in page.text
    write_table(nothing, None, str(tmp_path / "r.csv"))
    assert read_table(tmp_path / "r.csv") == []


def test_a_place_that_cannot_be_written_is_named(family: Workspace, plan: Plan, tmp_path: Path) -> None:
    for write in (
        lambda path: write_rehearsal(family, plan, None, path),
        lambda path: write_table(plan, None, path),
    ):
        with pytest.raises(FileError, match="nowhere"):
            write(str(tmp_path / "nowhere" / "r"))
