"""The parts of the report: a group, its photos, the problems."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping, Sequence

from photosim.app.reporting.words import (
    PROBLEMS,
    escaped,
    file_link,
    name_text,
    path_text,
    short_folder,
)
from photosim.domain.files import Problem, ProblemKind, Role, Root, display_path
from photosim.domain.photo import ContentId
from photosim.domain.similarity import Group, Member
from photosim.domain.words import RELATION_WORDS, count_words, dimension_words, percent_words, size_words

SHOWN_MEMBERS = 60
"""Photos of one group that are shown; the rest are listed by name."""

_LISTED_MEMBERS = 1000
_LISTED_PROBLEMS = 1000


def group_part(
    number: int, group: Group, thumbnails: Mapping[ContentId, bytes], roots: Sequence[Root]
) -> str:
    """One group: what it frees, why its keeper is proposed, its photos."""
    shown, rest = group.members[:SHOWN_MEMBERS], group.members[SHOWN_MEMBERS:]
    photos = "".join(
        _photo(member, thumbnails.get(member.photo.content), roots, is_keeper=not place)
        for place, member in enumerate(shown)
    )
    free = group.reclaimable_bytes
    freed = f"{size_words(free)} can be freed" if free else "nothing to free"
    return (
        f'<section class="group" id="{escaped(group.id)}">'
        f'<div class="title"><h2>Group {number:,}</h2><span>{count_words(len(group.members), "photo")}</span>'
        f'<span class="free">{freed}</span></div>'
        f'<p class="why"><b>Keep {name_text(group.keeper.path)}</b>: {escaped("; ".join(group.reasons))}</p>'
        f'<div class="photos">{photos}</div>{_rest(rest)}</section>\n'
    )


def problems_part(problems: Sequence[Problem]) -> str:
    """What could not be compared, folded up; files that never were pictures only as a number."""
    kinds = Counter(problem.kind for problem in problems)
    others = kinds.pop(ProblemKind.OTHER_FILE, 0)
    real = [problem for problem in problems if problem.kind is not ProblemKind.OTHER_FILE]
    if not problems:
        return ""
    rows = "".join(
        f"<tr><td>{PROBLEMS[problem.kind]}</td><td>{path_text(problem.path)}</td>"
        f"<td>{escaped(problem.reason)}</td></tr>"
        for problem in real[:_LISTED_PROBLEMS]
    )
    more = len(real) - _LISTED_PROBLEMS
    notes = [
        f"{count_words(more, 'more problem')} not listed here." if more > 0 else "",
        f"{count_words(others, 'other file')} that {'is' if others == 1 else 'are'} no picture "
        f"{'was' if others == 1 else 'were'} passed over."
        if others
        else "",
    ]
    by_kind = ", ".join(f"{PROBLEMS[kind].lower()}: {kinds[kind]:,}" for kind in ProblemKind if kinds[kind])
    title = f"{count_words(len(real), 'file')} left out ({by_kind})" if real else "No picture was left out"
    return (
        f'<details class="problems"><summary>{title}</summary>'
        f"{f'<table>{rows}</table>' if rows else ''}"
        f"{''.join(f'<p>{note}</p>' for note in notes if note)}</details>\n"
    )


def _photo(member: Member, thumbnail: bytes | None, roots: Sequence[Root], *, is_keeper: bool) -> str:
    photo = member.photo
    classes = " ".join([*(["keeper"] if is_keeper else []), *(["missing"] if photo.missing else [])])
    image = (
        f'<img alt="" decoding="async" src="data:image/jpeg;base64,{base64.b64encode(thumbnail).decode()}">'
        if thumbnail
        else "no preview"
    )
    badge = '<span class="badge">Keep</span>' if is_keeper else ""
    body = f'<span class="frame">{image}{badge}</span><span class="name">{name_text(photo.path)}</span>'
    # What is not there cannot be opened.
    linked = body if photo.missing else f'<a href="{file_link(photo.path)}">{body}</a>'
    caption = f"<figcaption>{_caption(member, roots, is_keeper=is_keeper)}</figcaption>"
    return f'<figure class="{classes}" title="{_hint(member)}">{linked}{caption}</figure>'


def _hint(member: Member) -> str:
    facts = member.photo.facts
    told = ", ".join(
        [
            facts.format,
            *([f"taken {facts.taken_at:%Y-%m-%d %H:%M:%S}"] if facts.taken_at else []),
            *([facts.camera] if facts.camera else []),
            *([member.words] if member.words else []),
            f"distance to the keeper {member.distance:.3f}",
        ]
    )
    return f"{escaped(display_path(member.photo.path))}&#10;{escaped(told)}"


def _caption(member: Member, roots: Sequence[Root], *, is_keeper: bool) -> str:
    photo = member.photo
    figures = [
        dimension_words(photo.facts.width, photo.facts.height),
        size_words(photo.stamp.size),
        *([f"{photo.facts.taken_at:%Y-%m-%d}"] if photo.facts.taken_at else []),
    ]
    chips = [
        *([] if is_keeper else [_relation_chip(member)]),
        *(['<span class="chip safe">protected</span>'] if photo.role is Role.PROTECTED else []),
        *(['<span class="chip gone">not found</span>'] if photo.missing else []),
    ]
    return (
        f'<span class="figures">{"".join(f"<span>{figure}</span>" for figure in figures)}</span>'
        f'<span class="folder">{path_text(short_folder(photo.path, roots))}</span>'
        f"{'<span class=chips>' + ''.join(chips) + '</span>' if chips else ''}"
    )


def _relation_chip(member: Member) -> str:
    words = RELATION_WORDS[member.relation]
    if member.relation.is_identical:
        return f'<span class="chip sure">{words}</span>'
    # Where a probability saturates it is still one: certain is only what is identical.
    probability = min(member.probability, 0.999)
    return f'<span class="chip">{words}, {percent_words(probability)}</span>'


def _rest(members: Sequence[Member]) -> str:
    if not members:
        return ""
    items = "".join(f"<li>{path_text(member.photo.path)}</li>" for member in members[:_LISTED_MEMBERS])
    unlisted = len(members) - _LISTED_MEMBERS
    more = f"<li>and {count_words(unlisted, 'more photo')}</li>" if unlisted > 0 else ""
    summary = count_words(len(members), "more photo")
    return f"<details><summary>{summary}</summary><ul>{items}{more}</ul></details>"
