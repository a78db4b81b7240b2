"""Every migration has a test of its own."""

import re

from tests.helpers.source import PACKAGE, modules

_NAME = re.compile(r"(?P<number>\d{4})_[a-z0-9_]+\.sql")


def _numbers() -> list[int]:
    names = sorted(path.name for path in (PACKAGE / "catalog" / "migrations").glob("*.sql"))
    matches = [_NAME.fullmatch(name) for name in names]
    assert all(matches), f"a migration is named NNNN_what_it_does.sql: {names}"
    return [int(match["number"]) for match in matches if match]


def test_migrations_are_numbered_without_gap() -> None:
    numbers = _numbers()
    assert numbers
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_migration_has_a_test() -> None:
    source = "\n".join(module.path.read_text(encoding="utf-8") for module in modules("tests/catalog"))
    missing = [number for number in _numbers() if f"def test_migration_{number:04}" not in source]
    assert not missing, f"tests/catalog needs test_migration_NNNN for {missing}"
