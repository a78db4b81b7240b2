"""The keeper rules of a library."""

from __future__ import annotations

import sqlite3

from photosim.domain.rules import RuleSet

_NAME = "keeper-rules"


def load_rules(connection: sqlite3.Connection) -> RuleSet:
    """The saved rules, or those by default.

    Raises:
        RulesError: they were saved by a newer photosim.
    """
    row = connection.execute("SELECT value FROM settings WHERE name = ?", (_NAME,)).fetchone()
    return RuleSet() if row is None else RuleSet.from_json(row[0])


def save_rules(connection: sqlite3.Connection, rules: RuleSet | None) -> None:
    """Save the rules; None: those by default from now on, whatever a later photosim makes of them."""
    if rules is None:
        connection.execute("DELETE FROM settings WHERE name = ?", (_NAME,))
        return
    connection.execute(
        "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (_NAME, rules.to_json())
    )
