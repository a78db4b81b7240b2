"""The page that a user opens, sends and prints."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import pytest

from photosim.app.finding.groups import find_groups
from photosim.app.reporting.report import write_report
from photosim.app.reporting.report_parts import SHOWN_MEMBERS
from photosim.app.reporting.words import short_folder
from photosim.app.workspace import Workspace
from photosim.domain.errors import FileError
from photosim.domain.files import Root
from photosim.domain.progress import CancelToken, silent
from photosim.domain.similarity import Group, Relation
from photosim.domain.words import percent_words
from tests.app.family import NOT_UTF8, SCRIPT, family_library

pytestmark = pytest.mark.usefixtures("lent_processes")

VOID = {"meta", "img", "br", "path", "rect", "circle", "stop"}


class Page(HTMLParser):
    """The tags, attributes and text of a page; every tag is closed in its turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.text += data

    def with_class(self, name: str) -> list[dict[str, str]]:
        return [attrs for _, attrs in self.tags if name in attrs.get("class", "").split()]

    def links(self) -> list[str]:
        return [attrs["href"] for tag, attrs in self.tags if tag == "a"]

    def images(self) -> list[str]:
        return [attrs["src"] for tag, attrs in self.tags if tag == "img"]


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with family_library(tmp_path_factory.mktemp("report")) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def groups(family: Workspace) -> list[Group]:
    return find_groups(family, Relation.SAME_PICTURE, silent, CancelToken())


def page_of(workspace: Workspace, groups: list[Group], folder: Path, most: int = 2000) -> Page:
    target = folder / "report.html"
    write_report(workspace, groups, str(target), most_thumbnails=most)
    return Page(target.read_text(encoding="utf-8"))


def test_it_shows_every_group_with_its_keeper_and_reasons(
    family: Workspace, groups: list[Group], tmp_path: Path
) -> None:
    page = page_of(family, groups, tmp_path)
    assert [attrs["id"] for attrs in page.with_class("group")] == [group.id for group in groups]
    assert len(page.with_class("keeper")) == len(groups) == 2
    assert len(page.images()) == sum(len(group.members) for group in groups) == 7
    assert "Copies of the same picture" in page.text
    assert "Keep china.jpg: among the largest" in page.text
    assert "others none" in page.text
    assert "identical file" in page.text
    assert "7photos in groups" in page.text.replace("photos in groups7", "7photos in groups")


def test_it_needs_nothing_else_and_runs_nothing(
    family: Workspace, groups: list[Group], tmp_path: Path
) -> None:
    page = page_of(family, groups, tmp_path)
    assert all(source.startswith("data:image/jpeg;base64,/9j/") for source in page.images())
    assert all(link.startswith("file:///") for link in page.links())
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page.html)
    assert not re.search(r"@import|url\((?!#)", page.html)
    tags = {tag for tag, _ in page.tags}
    assert tags.isdisjoint({"script", "link", "iframe", "object", "form", "base"})
    (policy,) = [a["content"] for _, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy


def test_names_cannot_break_out(family: Workspace, groups: list[Group], tmp_path: Path) -> None:
    page = page_of(family, groups, tmp_path)
    assert SCRIPT in page.text
    assert "broken<b>.jpg" in page.text
    assert not any(tag in {"script", "b"} and attrs for tag, attrs in page.tags)
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)
    spoofed = replace(groups[0].members[0].photo, path='/p/" onclick="x()\u202egpj.exe\n<i>.jpg')
    member = replace(groups[0].members[0], photo=spoofed)
    page = page_of(family, [replace(groups[0], members=(member, *groups[0].members[1:]))], tmp_path)
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)
    # A name that turns its own reading direction round would hide its true ending.
    assert "\u202e" not in page.html


def test_links_lead_to_the_very_files(family: Workspace, groups: list[Group], tmp_path: Path) -> None:
    page = page_of(family, groups, tmp_path)
    linked = [os.fsdecode(unquote_to_bytes(urlsplit(link).path)) for link in page.links()]
    assert linked == [member.photo.path for group in groups for member in group.members]
    assert any(path.endswith(NOT_UTF8) for path in linked)
    assert all(os.path.exists(path) for path in linked)


def test_what_is_missing_has_no_link(family: Workspace, groups: list[Group], tmp_path: Path) -> None:
    china, _ = groups
    gone = replace(china.members[1], photo=replace(china.members[1].photo, missing=True))
    page = page_of(family, [replace(china, members=(china.members[0], gone))], tmp_path)
    assert len(page.links()) == 1
    assert len(page.with_class("missing")) == 1
    assert "not found" in page.text


def test_problems_are_listed_and_other_files_counted(
    family: Workspace, groups: list[Group], tmp_path: Path
) -> None:
    page = page_of(family, groups, tmp_path)
    assert "1 file left out (" in page.text
    assert "1 other file that is no picture was passed over." in page.text
    assert "notes.txt" not in page.text
    assert not any("open" in attrs for tag, attrs in page.tags if tag == "details")


def test_a_heavy_page_says_what_it_does_not_show(
    family: Workspace, groups: list[Group], tmp_path: Path
) -> None:
    page = page_of(family, groups, tmp_path, most=6)
    assert len(page.images()) == 5
    assert "1 more group with 2 photos" in page.text
    assert "groups --relation same-picture" in page.text
    assert "2groups" in page.text.replace("groups2", "2groups")


def test_of_a_giant_group_the_rest_is_listed(family: Workspace, groups: list[Group], tmp_path: Path) -> None:
    china = groups[0]
    giant = replace(china, members=(*china.members, *[china.members[-1]] * SHOWN_MEMBERS))
    page = page_of(family, [giant], tmp_path)
    assert len(page.images()) == SHOWN_MEMBERS
    assert f"{len(china.members)} more photos" in page.text


def test_a_photo_without_a_stored_thumbnail_has_its_place(
    family: Workspace, groups: list[Group], tmp_path: Path
) -> None:
    china = groups[0]
    unknown = replace(china.members[1].photo, content=china.keeper.content[::-1])
    page = page_of(
        family,
        [replace(china, members=(china.members[0], replace(china.members[1], photo=unknown)))],
        tmp_path,
    )
    assert len(page.images()) == 1
    assert "no preview" in page.text


def test_no_groups_no_problem(workspace: Workspace, tmp_path: Path) -> None:
    page = page_of(workspace, [], tmp_path)
    assert "No groups were found" in page.text
    assert page.with_class("problems") == []


@pytest.mark.parametrize("relation", [Relation.SAME_MOMENT, Relation.SAME_PLACE])
def test_the_other_kinds(family: Workspace, relation: Relation, tmp_path: Path) -> None:
    page = page_of(family, find_groups(family, relation, silent, CancelToken()), tmp_path)
    assert relation.value.replace("-", " ") in page.text


def test_an_unwritable_place_is_told(family: Workspace, groups: list[Group], tmp_path: Path) -> None:
    with pytest.raises(FileError, match="missing"):
        write_report(family, groups, str(tmp_path / "missing" / "report.html"))


@pytest.mark.parametrize(
    ("probability", "words"),
    [(1.0, "100 %"), (0.999, "over 99 %"), (0.66, "66 %"), (0.001, "under 1 %"), (0.0, "0 %")],
)
def test_percent_never_claims_a_certainty(probability: float, words: str) -> None:
    assert percent_words(probability) == words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/disk/photos/a.jpg", "photos"),
        ("/disk/photos/2019/may/a.jpg", "photos/2019/may"),
        (
            "/disk/photos/2019/a week in the mountains with all of us/the last day/a.jpg",
            "photos/\u2026/the last day",
        ),
        ("/disk/photos old/a.jpg", "/disk/photos old"),
        ("/one/trip/x/a.jpg", "/one/trip/x"),
    ],
)
def test_a_folder_is_named_from_its_scanned_folder_on(path: str, words: str) -> None:
    roots = [Root("/disk/photos"), Root("/one/trip"), Root("/two/trip"), Root("/")]
    assert short_folder(path, roots) == words
