"""What is printed: names of files give no commands to the terminal."""

import io
import json

from photosim.cli.console import Console

_NAME = "\x1b[31mred\x07 \u202egpj.exe\x9b2J\x7f 가족 🏖️.jpg"


def test_names_for_people_are_seen_and_not_obeyed() -> None:
    out, err = io.StringIO(), io.StringIO()
    console = Console(out=out, err=err)
    console.result({}, f"one\ttwo\n{_NAME}")
    console.line(_NAME)
    console.say(_NAME)
    console.replace_line(_NAME)
    seen = "␛[31mred␇ �gpj.exe�2J␡ 가족 🏖️.jpg"
    assert out.getvalue() == f"one\ttwo\n{seen}\n{seen}\n"
    assert err.getvalue() == f"{seen}\n\r{seen}\x1b[K"


def test_names_for_programs_are_exact() -> None:
    out = io.StringIO()
    Console(out=out, err=io.StringIO(), as_json=True).result({"path": _NAME}, "")
    assert json.loads(out.getvalue()) == {"path": _NAME}
