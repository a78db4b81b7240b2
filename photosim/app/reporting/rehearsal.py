"""A rehearsal as one page: everything that a plan would do, in pictures, before anything is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from photosim.app.atomic import write_atomically
from photosim.app.cleaning.words import ACTS, CHECKS, act_way, origin_words, result_title
from photosim.app.reporting.rehearsal_parts import SHOWN_VICTIMS, STYLE, Sheet, keeper_part, refusals_part
from photosim.app.reporting.report import MOST_THUMBNAILS, page_head
from photosim.app.reporting.words import escaped, path_text
from photosim.domain.actions import Outcome, OutcomeState, Plan, Removal, Result
from photosim.domain.assets import asset_path
from photosim.domain.words import count_words, size_words

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace


def write_rehearsal(
    workspace: Workspace,
    plan: Plan,
    result: Result | None,
    path: str,
    *,
    most_thumbnails: int = MOST_THUMBNAILS,
) -> None:
    """Write a plan, and what its rehearsal found, as one HTML file that needs nothing else.

    Args:
        workspace: the library of the plan.
        plan: what would be done.
        result: of its rehearsal; None: only what the plan says, with nothing verified yet.
        path: an existing file is replaced.
        most_thumbnails: files that would need more are listed in words, and the page says so.

    Raises:
        FileError: the file cannot be written; an existing one is as it was.
        LibraryError: the catalogue cannot be read.
    """
    page = "".join(_page(workspace, plan, result, most_thumbnails))
    write_atomically(path, page.encode("utf-8"))


def _page(workspace: Workspace, plan: Plan, result: Result | None, most_thumbnails: int) -> Iterator[str]:
    outcomes = {outcome.removal.victim.path: outcome for outcome in result.outcomes} if result else {}
    yield page_head("Rehearsal", STYLE)
    yield _header(plan, result)
    yield "<main>\n"
    yield refusals_part(plan.refused, outcomes.values())
    if not plan.removals:
        yield _EMPTY
    parts = _by_keeper(plan)
    shown = _fitting(parts, most_thumbnails)
    for removals in parts[:shown]:
        yield keeper_part(removals, _sheet(workspace, removals, outcomes))
    yield _unshown(parts[shown:])
    yield "</main></body></html>\n"


_EMPTY = (
    '<section class="group empty"><h2>Nothing would go</h2>'
    "<p>No file was chosen, by you or by being identical to one that stays.</p></section>\n"
)


def _by_keeper(plan: Plan) -> list[list[Removal]]:
    """The removals that have a keeper in common, those that free most first."""
    ordered = sorted(plan.removals, key=lambda one: (one.keeper.path, one.victim.path))
    parts = [list(part) for _, part in groupby(ordered, key=lambda one: one.keeper.path)]
    return sorted(parts, key=lambda part: (-sum(one.bytes for one in part), part[0].keeper.path))


def _fitting(parts: Sequence[Sequence[Removal]], most_thumbnails: int) -> int:
    used = 0
    for number, part in enumerate(parts):
        used += 1 + min(len(part), SHOWN_VICTIMS)
        if used > most_thumbnails:
            return number
    return len(parts)


def _sheet(workspace: Workspace, removals: Sequence[Removal], outcomes: dict[str, Outcome]) -> Sheet:
    library = workspace.library
    files = [removals[0].keeper, *(removal.victim for removal in removals[:SHOWN_VICTIMS])]
    known = ((file.path, library.photo(file.path)) for file in files)
    return Sheet(
        photos={path: photo for path, photo in known if photo is not None},
        thumbnails=library.thumbnails({file.content for file in files}),
        outcomes=outcomes,
        roots=library.roots(),
    )


def _header(plan: Plan, result: Result | None) -> str:
    going = plan.removals
    if result is not None:
        going = tuple(one.removal for one in result.outcomes if one.state is OutcomeState.READY)
    left_alone = len(plan.refused) + (len(result.outcomes) - len(going) if result else 0)
    facts = [
        ("free", size_words(sum(one.bytes for one in going)), "would go"),
        ("", f"{sum(1 + len(one.companions) for one in going):,}", "files would go"),
        ("", f"{len({one.keeper.path for one in going}):,}", "photos stay for them"),
        ("", f"{left_alone:,}", "left alone"),
    ]
    cells = "".join(
        f'<div class="{name}"><dt>{word}</dt><dd>{figure}</dd></div>' for name, figure, word in facts
    )
    logo = asset_path("icons", "photosim.svg").read_text(encoding="utf-8")
    now = datetime.now().astimezone()
    verified = f"{result_title(result, plan.act)}." if result else "Nothing was verified yet."
    steps = [act_way(plan.act, plan.target), CHECKS, *([f"Chosen: {origin_words(plan)}."] if going else [])]
    return (
        f'<header><div><div class="brand">{logo}<div><h1>{ACTS[plan.act]}: a rehearsal</h1>'
        f'<p class="about"><time datetime="{now.isoformat(timespec="seconds")}">{now:%Y-%m-%d %H:%M}</time>'
        f" &middot; plan {escaped(plan.id)} &middot; {', '.join(map(path_text, plan.roots)) or 'no folders'}"
        f'</p></div></div><dl class="facts">{cells}</dl>'
        f'<ul class="steps">{"".join(f"<li>{escaped(step)}</li>" for step in steps)}</ul>'
        f'<p class="promise">Nothing was changed, moved or removed. {escaped(verified)} A click on a photo '
        "opens the file.</p></div></header>\n"
    )


def _unshown(parts: Sequence[Sequence[Removal]]) -> str:
    if not parts:
        return ""
    files = sum(len(part) for part in parts)
    freed = sum(removal.bytes for part in parts for removal in part)
    return (
        f'<section class="note"><p><b>{count_words(files, "more file")} ({size_words(freed)}) would go, and '
        "are not shown</b>, so that this page stays light.</p><p>The table that photosim writes of the same "
        "rehearsal (a file whose name ends in .csv) lists every one of them.</p></section>\n"
    )
