"""The parts of the rehearsal's page: what stays beside what goes for it, and what is refused."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from photosim.app.reporting.words import escaped, file_link, name_text, path_text, short_folder
from photosim.domain.actions import FileProof, Outcome, OutcomeState, Refusal, Removal
from photosim.domain.files import Root
from photosim.domain.photo import ContentId, Photo
from photosim.domain.words import RELATION_WORDS, count_words, dimension_words, size_words

SHOWN_VICTIMS = 24
"""Files that go for one that stays, shown as pictures; the rest are listed by name."""

STYLE = """
.going .frame { border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.going .frame img { opacity: .72; }
.refused .frame img { opacity: 1; }
.because { display: block; color: var(--text); }
.beside { display: block; overflow-wrap: anywhere; }
.steps { margin: 18px 0 0; padding-left: 20px; color: var(--muted); font-size: 14px; max-width: 76ch; }
.steps li { margin-top: 4px; }
.no { display: block; margin-top: 4px; color: var(--warning); overflow-wrap: anywhere; }
.group .title { margin-bottom: 14px; }
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page needs to know of files.

    Attributes:
        photos: as the library knows them now, by path.
        thumbnails: JPEGs, by content.
        outcomes: of a rehearsal, by the path of what goes.
        roots: of the library, to shorten the names of folders.
    """

    photos: Mapping[str, Photo]
    thumbnails: Mapping[ContentId, bytes]
    outcomes: Mapping[str, Outcome]
    roots: Sequence[Root]


def keeper_part(removals: Sequence[Removal], sheet: Sheet) -> str:
    """One file that stays, and all that goes because it does."""
    keeper = removals[0].keeper
    shown, rest = removals[:SHOWN_VICTIMS], removals[SHOWN_VICTIMS:]
    going = [removal for removal in removals if not _refused(sheet.outcomes.get(removal.victim.path))]
    victims = "".join(_victim(removal, sheet) for removal in shown)
    more = "".join(f"<li>{path_text(removal.victim.path)}: {escaped(removal.words)}</li>" for removal in rest)
    listed = f"<details><summary>{count_words(len(rest), 'more file')}</summary><ul>{more}</ul></details>"
    return (
        '<section class="group"><div class="title">'
        f"<h2>{name_text(keeper.path)} stays</h2><span>{count_words(len(going), 'photo')} would go</span>"
        f'<span class="free">{size_words(sum(removal.bytes for removal in going))}</span></div>'
        f'<div class="photos">{_keeper(keeper, sheet)}{victims}</div>{listed if rest else ""}</section>\n'
    )


def refusals_part(refused: Sequence[Refusal], outcomes: Iterable[Outcome]) -> str:
    """Everything that stays although it was asked for, with the reason; nothing if there is nothing."""
    reasons = [
        *(refusal.reason for refusal in refused),
        *(outcome.words for outcome in outcomes if _refused(outcome)),
    ]
    if not reasons:
        return ""
    rows = "".join(f"<tr><td>Stays</td><td>{escaped(reason)}</td></tr>" for reason in reasons)
    title = f"{count_words(len(reasons), 'file is', 'files are')} left alone, for safety"
    return f'<details class="problems" open><summary>{title}</summary><table>{rows}</table></details>\n'


def _keeper(keeper: FileProof, sheet: Sheet) -> str:
    figures = _figures(keeper, sheet)
    folder = path_text(short_folder(keeper.path, sheet.roots))
    badge = '<span class="badge">Keep</span>'
    return (
        f'<figure class="keeper">{_picture(keeper, sheet, badge)}<figcaption>{figures}'
        f'<span class="folder">{folder}</span></figcaption></figure>'
    )


def _victim(removal: Removal, sheet: Sheet) -> str:
    outcome = sheet.outcomes.get(removal.victim.path)
    refused = _refused(outcome)
    sure = " sure" if removal.relation.is_identical else ""
    chips = [
        f'<span class="chip{sure}">{RELATION_WORDS[removal.relation]}</span>',
        *(['<span class="chip">your decision</span>'] if removal.decided else []),
        *(['<span class="chip gone">stays</span>'] if refused else []),
    ]
    beside = "".join(
        f'<span class="beside">with {name_text(companion.file.path)}</span>'
        for companion in removal.companions
    )
    no = f'<span class="no">{escaped(outcome.words)}</span>' if refused and outcome is not None else ""
    return (
        f'<figure class="{"refused" if refused else "going"}">{_picture(removal.victim, sheet, "")}'
        f'<figcaption>{_figures(removal.victim, sheet)}<span class="because">{escaped(removal.words)}</span>'
        f'<span class="folder">{path_text(short_folder(removal.victim.path, sheet.roots))}</span>{beside}'
        f'<span class="chips">{"".join(chips)}</span>{no}</figcaption></figure>'
    )


def _picture(file: FileProof, sheet: Sheet, badge: str) -> str:
    thumbnail = sheet.thumbnails.get(file.content)
    image = (
        f'<img alt="" decoding="async" src="data:image/jpeg;base64,{base64.b64encode(thumbnail).decode()}">'
        if thumbnail
        else "no preview"
    )
    return (
        f'<a href="{file_link(file.path)}"><span class="frame">{image}{badge}</span>'
        f'<span class="name">{name_text(file.path)}</span></a>'
    )


def _figures(file: FileProof, sheet: Sheet) -> str:
    photo = sheet.photos.get(file.path)
    told = [size_words(file.stamp.size)]
    if photo is not None:
        told.insert(0, dimension_words(photo.facts.width, photo.facts.height))
        told += [f"{photo.facts.taken_at:%Y-%m-%d}"] if photo.facts.taken_at else []
    return f'<span class="figures">{"".join(f"<span>{figure}</span>" for figure in told)}</span>'


def _refused(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.state in (OutcomeState.REFUSED, OutcomeState.FAILED)
