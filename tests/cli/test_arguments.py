import pytest

from photosim.cli.arguments import parse


def test_without_a_command_the_window_is_meant() -> None:
    options = parse([])
    assert options.command == "gui"
    assert options.folders == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["--library", "L", "--format", "json", "--debug", "scan", "A"],
        ["scan", "A", "--library", "L", "--format", "json", "--debug"],
        ["--library", "L", "scan", "--format", "json", "A", "--debug"],
    ],
)
def test_common_options_may_stand_before_and_after_the_command(arguments: list[str]) -> None:
    options = parse(arguments)
    assert (options.library, options.format, options.debug) == ("L", "json", True)
    assert options.folders == ["A"]


def test_defaults() -> None:
    options = parse(["query", "x.jpg"])
    assert (options.library, options.model, options.format, options.debug) == (None, None, "text", False)
    assert (options.k, options.region) == (20, None)


def test_a_region_is_four_numbers() -> None:
    assert parse(["query", "x.jpg", "--region", "1,2,30,40"]).region == (1, 2, 30, 40)


@pytest.mark.parametrize("region", ["1,2,3", "1,2,3,x", "-1,0,5,5", "0,0,0,5", "1,2,3,4,5", ""])
def test_a_wrong_region_is_refused_in_words(region: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(["query", "x.jpg", f"--region={region}"])
    assert ended.value.code == 2
    assert "is not a region" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-3", "many", "1.5"])
def test_a_wrong_number_is_refused_in_words(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["pairs", f"--max={number}"])
    assert "whole number above zero" in capsys.readouterr().err
