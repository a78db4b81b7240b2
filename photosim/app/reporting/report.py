"""Groups as one page that opens anywhere, today and in ten years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from photosim import __version__
from photosim.app.atomic import write_atomically
from photosim.app.reporting.report_parts import SHOWN_MEMBERS, group_part, problems_part
from photosim.app.reporting.style import STYLE
from photosim.app.reporting.words import TITLES, escaped, path_text
from photosim.domain.assets import asset_path
from photosim.domain.files import ProblemKind, display_path
from photosim.domain.similarity import Group
from photosim.domain.words import count_words, size_words

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace

MOST_THUMBNAILS = 2000
"""Beyond some twenty megabytes browsers get slow."""

_NAMED_FOLDERS = 6

# Nothing may be loaded or run, should something ever slip through the escaping.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write_report(
    workspace: Workspace, groups: Sequence[Group], path: str, *, most_thumbnails: int = MOST_THUMBNAILS
) -> None:
    """Write the groups as one HTML file that needs nothing else.

    Args:
        workspace: the library they come from.
        groups: shown in this order.
        path: an existing file is replaced.
        most_thumbnails: groups that would need more are left out, and the page says so.

    Raises:
        FileError: the file cannot be written; an existing one is as it was.
        LibraryError: the catalogue cannot be read.
    """
    page = "".join(_page(workspace, groups, most_thumbnails))
    write_atomically(path, page.encode("utf-8"))


def _page(workspace: Workspace, groups: Sequence[Group], most_thumbnails: int) -> Iterator[str]:
    shown = _fitting(groups, most_thumbnails)
    title = _title(groups)
    yield page_head(title)
    yield _header(workspace, groups, title)
    yield "<main>\n"
    if not groups:
        yield _EMPTY
    roots = workspace.library.roots()
    for number, group in enumerate(groups[:shown], start=1):
        contents = {member.photo.content for member in group.members[:SHOWN_MEMBERS]}
        yield group_part(number, group, workspace.library.thumbnails(contents), roots)
    yield _left_out(workspace, groups[shown:])
    yield problems_part(workspace.library.problems())
    yield "</main></body></html>\n"


def page_head(title: str, style: str = "") -> str:
    """The beginning of a page, up to its body; `style` is added to what all pages share."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<meta name="generator" content="photosim {__version__}">'
        f"<title>{title}</title><style>{STYLE}{style}</style></head>\n<body>"
    )


_EMPTY = (
    '<section class="group empty"><h2>No groups were found</h2>'
    "<p>No two photos of the library are close enough to belong together.</p></section>\n"
)


def _fitting(groups: Sequence[Group], most_thumbnails: int) -> int:
    """How many of the first groups can be shown."""
    used = 0
    for number, group in enumerate(groups):
        used += min(len(group.members), SHOWN_MEMBERS)
        if used > most_thumbnails:
            return number
    return len(groups)


def _title(groups: Sequence[Group]) -> str:
    relations = {group.relation for group in groups}
    return TITLES.get(relations.pop(), "Groups of photos") if len(relations) == 1 else "Groups of photos"


def _header(workspace: Workspace, groups: Sequence[Group], title: str) -> str:
    problems = sum(p.kind is not ProblemKind.OTHER_FILE for p in workspace.library.problems())
    members = sum(len(group.members) for group in groups)
    freed = sum(group.reclaimable_bytes for group in groups)
    facts = [
        ("free", size_words(freed), "can be freed"),
        ("", f"{len(groups):,}", "group" if len(groups) == 1 else "groups"),
        ("", f"{members:,}", "photos in groups"),
        ("", f"{workspace.library.photo_count():,}", "photos in the library"),
        ("", f"{problems:,}", "file left out" if problems == 1 else "files left out"),
    ]
    cells = "".join(
        f'<div class="{name}"><dt>{word}</dt><dd>{figure}</dd></div>' for name, figure, word in facts
    )
    logo = asset_path("icons", "photosim.svg").read_text(encoding="utf-8")
    when = datetime.now().astimezone()
    return (
        f'<header><div><div class="brand">{logo}<div><h1>{title}</h1>'
        f'<p class="about"><time datetime="{when.isoformat(timespec="seconds")}">{when:%Y-%m-%d %H:%M}</time>'
        f" &middot; {_folders(workspace)}</p></div></div>"
        f'<dl class="facts">{cells}</dl>'
        '<p class="promise">A proposal: no file was changed, moved or removed. A click on a photo opens the '
        "file.</p></div></header>\n"
    )


def _folders(workspace: Workspace) -> str:
    named = [path_text(root.path) for root in workspace.library.roots()]
    more = (
        f" and {count_words(len(named) - _NAMED_FOLDERS, 'more folder')}"
        if len(named) > _NAMED_FOLDERS
        else ""
    )
    library = path_text(workspace.library.folder)
    return f"{', '.join(named[:_NAMED_FOLDERS]) or 'no folders'}{more} &middot; library {library}"


def _left_out(workspace: Workspace, groups: Sequence[Group]) -> str:
    if not groups:
        return ""
    members = sum(len(group.members) for group in groups)
    freed = size_words(sum(group.reclaimable_bytes for group in groups))
    relation = groups[0].relation.value
    library = escaped(display_path(workspace.library.folder))
    return (
        f'<section class="note"><p><b>{count_words(len(groups), "more group")} '
        f"with {count_words(members, 'photo')} "
        f"({freed} to free) {'is' if len(groups) == 1 else 'are'} not shown</b>, so that this page stays "
        "light.</p>"
        f"<p>To see them all, open the library in photosim, or list them with <code>photosim --library "
        f"&quot;{library}&quot; groups --relation {relation}</code></p></section>\n"
    )
