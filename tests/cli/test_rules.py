"""`photosim rules` and `photosim self-check`."""

import json
from pathlib import Path

import pytest

from photosim.cli.contract import Exit
from photosim.domain.rules import RuleName, RuleSet
from tests.cli.conftest import Photosim


@pytest.fixture
def library(scanned: Path) -> Path:
    return scanned


def test_the_rules_are_shown_in_their_order(photosim: Photosim, library: Path) -> None:
    lines = photosim("rules", "show").out.splitlines()
    assert lines[0] == "Copies of one picture:"
    assert lines[1].split() == ["1.", "protected", "In", "a", "protected", "folder"]
    assert "Different shots of one moment or place:" in lines
    assert len([line for line in lines if "oldest" in line]) == 2
    told = json.loads(photosim("rules", "show", "--format", "json").out)
    assert RuleSet.from_json(json.dumps(told)) == RuleSet()


def test_out_changed_and_in_again(photosim: Photosim, library: Path, tmp_path: Path) -> None:
    file = tmp_path / "rules.json"
    assert photosim("rules", "export", file).out == f"Wrote the rules to “{file}”.\n"
    data = json.loads(file.read_text())
    data["copies"][0]["on"] = False
    data["folders"] = [str(library / "album")]
    data["copy_names"] = ["old *"]
    file.write_text(json.dumps(data))
    ended = photosim("rules", "import", file)
    assert ended.code == 0
    assert ended.out.startswith("Keepers are chosen by these rules from now on.\n")
    shown = photosim("rules", "show").out
    assert "     not asked: protected\n" in shown
    assert f"Preferred folders, best first:\n  {library / 'album'}\n" in shown
    assert "Names of copies: old *" in shown
    groups = json.loads(photosim("groups", "--format", "json").out)["groups"]
    assert groups
    ended = photosim("rules", "reset")
    assert ended.out.startswith("Keepers are chosen by the rules that photosim comes with.\n")
    assert "not asked" not in photosim("rules", "show").out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "is not JSON"),
        ('{"version": 9}', "newer photosim"),
        ('{"version": 1, "copies": [{"rule": "prettiest"}]}', "photosim knows no rule “prettiest”."),
    ],
)
def test_a_file_that_holds_no_rules(
    photosim: Photosim, library: Path, tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "rules.json"
    file.write_text(text)
    ended = photosim("rules", "import", file)
    assert ended.code == Exit.NOT_DONE
    assert words in ended.err
    assert json.loads(photosim("rules", "show", "--format", "json").out) == json.loads(RuleSet().to_json())


def test_a_file_that_is_not_there(photosim: Photosim, library: Path, tmp_path: Path) -> None:
    ended = photosim("rules", "import", tmp_path / "none.json")
    assert ended.code == Exit.NOT_DONE
    assert ended.err.startswith(f"photosim: Could not read the rules in “{tmp_path / 'none.json'}”: ")


def test_the_rules_decide_what_a_group_keeps(photosim: Photosim, library: Path, tmp_path: Path) -> None:
    def keeper() -> str:
        groups = json.loads(photosim("groups", "--format", "json").out)["groups"]
        (flower,) = (group["keeper"] for group in groups if "flower" in group["keeper"])
        return Path(flower).name

    assert keeper() == "flower.jpg"
    rules = json.loads(RuleSet(copy_names=("flower",)).to_json())
    rules["copies"] = [{"rule": name.value, "on": name is RuleName.PLAIN_NAME} for name in RuleName]
    (tmp_path / "rules.json").write_text(json.dumps(rules))
    assert photosim("rules", "import", tmp_path / "rules.json").code == 0
    assert keeper() == "flower-copy.jpg"


def test_self_check(photosim: Photosim, library: Path) -> None:
    told = json.loads(photosim("self-check", "--photos", "1", "--format", "json").out)
    assert [Path(path).name for path in told["photos"]] == ["china-burst.jpg"]
    assert told["made"] == len(told["edits"]) == 21
    assert 0 < told["found"] <= told["made"]
    assert told["unreadable"] == told["joined"] == told["strays"] == []
    assert told["found"] == sum(edit["found"] for edit in told["edits"])
    resaved = next(edit for edit in told["edits"] if edit["edit"] == "resaved")
    assert resaved["relations"] == {"re-encoded": 1}


def test_self_check_in_words(photosim: Photosim, library: Path) -> None:
    (library / "china-burst.jpg").unlink()
    ended = photosim("self-check", "--photos", "4")
    assert ended.code == Exit.DONE_WITH_PROBLEMS
    lines = ended.out.splitlines()
    assert lines[0].endswith("were found (100 %).") or "edited copies of 3 photos were found" in lines[0]
    assert "1 photo could not be read:" in lines
    assert f"  {library / 'china-burst.jpg'}" in lines
    assert lines[-1].endswith("nothing was left behind.")


def test_self_check_without_photos(photosim: Photosim, tmp_path: Path) -> None:
    ended = photosim("self-check")
    assert ended.code == Exit.NOT_DONE
    assert photosim("self-check", "--photos", "0").code == Exit.NOT_DONE


def test_groups_tell_what_belongs_to_their_photos(photosim: Photosim, library: Path) -> None:
    (library / "flower.jpg.xmp").write_text("<x/>")
    (library / "flower.MOV").write_bytes(b"film")
    groups = json.loads(photosim("groups", "--format", "json").out)["groups"]
    members = {Path(member["path"]).name: member for group in groups for member in group["members"]}
    assert members["flower.jpg"]["companions"] == [
        {"path": str(library / "flower.MOV"), "kind": "film"},
        {"path": str(library / "flower.jpg.xmp"), "kind": "sidecar"},
    ]
    assert members["flower-copy.jpg"]["companions"] == []
    assert "\n     together with flower.MOV and flower.jpg.xmp\n" in photosim("groups").out
