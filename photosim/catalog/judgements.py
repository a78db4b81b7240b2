"""The user's judgements on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from photosim.domain.judgements import Judgement, Verdict
from photosim.domain.photo import ContentId
from photosim.domain.similarity import ContentPair

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def load_judgements(connection: sqlite3.Connection) -> list[Judgement]:
    """All judgements, by pair."""
    rows = connection.execute(
        "SELECT first, second, verdict, judged_at, asked FROM judgements ORDER BY first, second"
    )
    return [
        Judgement(
            pair=(ContentId(first), ContentId(second)),
            verdict=Verdict(verdict),
            judged_at=_EPOCH + judged_at * _TICK,
            asked=bool(asked),
        )
        for first, second, verdict, judged_at, asked in rows
    ]


def save_judgements(connection: sqlite3.Connection, judgements: Iterable[Judgement]) -> None:
    """Write judgements down; each takes the place of what was said of its pair before."""
    connection.executemany(
        "INSERT OR REPLACE INTO judgements (first, second, verdict, judged_at, asked) VALUES (?, ?, ?, ?, ?)",
        [
            (
                *judgement.pair,
                judgement.verdict.value,
                (judgement.judged_at - _EPOCH) // _TICK,
                judgement.asked,
            )
            for judgement in judgements
        ],
    )


def forget_judgements(connection: sqlite3.Connection, pairs: Iterable[ContentPair]) -> None:
    """Take judgements out; pairs without one are no matter."""
    connection.executemany("DELETE FROM judgements WHERE first = ? AND second = ?", pairs)
