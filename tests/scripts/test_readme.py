"""What the README tells people to type exists."""

import re
import shlex

import pytest

from photosim.cli.arguments import parse
from tests.helpers.source import ROOT

_TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
_COMMANDS = re.findall(r"`photosim ([a-z][^`]*)`", _TEXT)


def test_all_commands_are_shown() -> None:
    commands = (ROOT / "photosim" / "cli" / "commands").glob("[a-z]*.py")
    assert {command.split()[0] for command in _COMMANDS} == {
        command.stem.replace("_", "-") for command in commands
    }


@pytest.mark.parametrize("command", _COMMANDS)
def test_each_command_is_understood(command: str) -> None:
    assert parse(shlex.split(command)).command == command.split(maxsplit=1)[0]


def test_each_named_place_exists() -> None:
    places = re.findall(r"`?\b((?:photosim|scripts|tests)/[\w/.]+)", _TEXT)
    assert len(places) > 12
    missing = [place for place in places if not (ROOT / place).exists() and "photosim/library" not in place]
    assert not missing
