"""A plan file made by an enemy: whatever it says, no file of the user changes, and a sentence says why."""

import copy
import json
import os
import random
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from photosim.cli.contract import Window
from photosim.cli.main import run
from photosim.domain.planfile import PlanFileError, plan_from_json
from tests.faults.scanning import TINY_MODEL
from tests.helpers.photos import sample_paths

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")

Fields = dict[str, Any]
_REFUSED = {2, 3}


class Ground:
    """A library with two copies of one photo, one more in a protected folder, and one outside of it."""

    def __init__(self, base: Path) -> None:
        self.base, self.library = base, base / "library"
        self.photos, self.safe, self.outside = base / "photos", base / "safe", base / "outside"
        for folder in (self.photos, self.safe, self.outside):
            folder.mkdir()
        target = BytesIO()
        with Image.open(sample_paths()[0]) as opened:
            opened.convert("RGB").resize((200, 140)).save(target, "JPEG")
        for path in (
            self.photos / "keep.jpg",
            self.photos / "go.jpg",
            self.safe / "go.jpg",
            self.outside / "go.jpg",
        ):
            path.write_bytes(target.getvalue())
        (self.photos / "link").symlink_to(self.outside)
        (self.photos / "loop").symlink_to(self.photos)
        self.call("scan", str(self.photos), "--protect", str(self.safe))
        self.call("plan", "-o", str(base / "plan.json"))
        self.plan: Fields = json.loads((base / "plan.json").read_text())
        assert len(self.plan["removals"]) == 2

    def call(self, *arguments: str) -> int:
        window = Window(open=lambda _folders, _library: 0, check=list)
        return run(["--library", str(self.library), "--model", str(TINY_MODEL), *arguments], window)

    def disk(self) -> dict[str, bytes | str]:
        """Every file and link but those of the library and the plans."""
        found: dict[str, bytes | str] = {}
        for top in (self.photos, self.safe, self.outside):
            for place, folders, names in os.walk(top):
                for name in (*folders, *names):
                    path = Path(place, name)
                    if path.is_symlink():
                        found[str(path)] = os.readlink(path)
                    elif path.is_file():
                        found[str(path)] = path.read_bytes()
        return found


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground(tmp_path_factory.mktemp("ground"))


def victims(ground: Ground) -> dict[str, str]:
    """Paths that an enemy would like to see removed."""
    photos, outside = ground.photos, ground.outside
    return {
        "outside": str(outside / "go.jpg"),
        "detour": f"{photos}/../outside/go.jpg",
        "detour within": f"{photos}/loop/../go.jpg",
        "relative": "photos/go.jpg",
        "through a link": str(photos / "link" / "go.jpg"),
        "through a loop": str(photos / "loop" / "go.jpg"),
        "the link itself": str(photos / "link"),
        "protected": str(ground.safe / "go.jpg"),
        "the catalogue": str(ground.library / "catalog.sqlite"),
        "a folder": str(photos),
        "a device": "/dev/null",
        "everything": "/",
        "nothing": "",
        "doubled": f"{photos}//go.jpg",
        "long": "/" + "x/" * 5000 + "go.jpg",
        "hidden aside": str(photos / ".photosim-set-aside" / "x" / "go.jpg"),
    }


def one_removal(ground: Ground) -> Fields:
    plan = copy.deepcopy(ground.plan)
    plan["removals"] = plan["removals"][:1]
    return plan


def refused(ground: Ground, plan: Fields, capsys: pytest.CaptureFixture[str]) -> str:
    """What was said when the plan was carried out and nothing happened."""
    path = ground.base / "hostile.json"
    path.write_text(json.dumps(plan))
    before = ground.disk()
    capsys.readouterr()
    for rehearse in (["--rehearse"], []):
        code = ground.call("apply", str(path), *rehearse)
        assert code in _REFUSED, (code, capsys.readouterr())
    assert ground.disk() == before
    said = capsys.readouterr()
    assert "Traceback" not in said.err + said.out
    assert "mistake in photosim" not in said.err
    return said.err + said.out


def test_no_victim_is_taken_from_where_it_must_not_be(
    ground: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, path in victims(ground).items():
        plan = one_removal(ground)
        plan["removals"][0]["victim"]["path"] = path
        # What an enemy says of folders and protection is not believed either.
        plan["roots"], plan["protected"] = ["/"], []
        plan["removals"][0]["decided"] = True
        said = refused(ground, plan, capsys)
        assert said, name


def test_no_keeper_is_believed_that_is_none(ground: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    for name, path in victims(ground).items():
        if name == "protected":
            continue  # a good keeper
        plan = one_removal(ground)
        plan["removals"][0]["keeper"]["path"] = path
        assert refused(ground, plan, capsys), name


@pytest.mark.parametrize("act", ["move", "hard-link", "symlink", "set-aside"])
def test_targets_lead_nowhere(ground: Ground, act: str, capsys: pytest.CaptureFixture[str]) -> None:
    plan = one_removal(ground)
    plan["removals"][0]["victim"]["path"] = str(ground.outside / "go.jpg")
    for target in ("/", "relative", f"{ground.photos}/../outside", str(ground.photos / "link"), "/dev/null"):
        plan["act"], plan["target"] = act, target
        refused(ground, plan, capsys)


def test_a_plan_of_everything_leaves_one_of_each(ground: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    plan = copy.deepcopy(ground.plan)
    keeper = plan["removals"][0]["keeper"]
    victim = plan["removals"][0]["victim"]
    swapped = {**plan["removals"][0], "victim": keeper, "keeper": keeper}
    plan["removals"] = [{**swapped, "keeper": {**victim, "path": str(ground.outside / "go.jpg")}}, swapped]
    assert refused(ground, plan, capsys)


def test_what_is_no_file_is_no_plan(ground: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = ground.base / "pipe.json"
    os.mkfifo(pipe)
    huge = ground.base / "huge.json"
    with huge.open("wb") as file:
        file.truncate(1 << 40)
    for path in (pipe, huge, Path("/dev/zero"), ground.base, ground.base / "nowhere.json"):
        assert ground.call("apply", str(path)) == 2, path
        said = capsys.readouterr().err
        assert f"“{path}”" in said
        assert "mistake" not in said


def mutations(chance: random.Random) -> Callable[[Any], Any]:
    odd = [None, True, -1, 2**70, 1.5, "", "\0", "..", [], {}, [[]], "\ud800", "x" * 10_000, float("nan")]

    def mutated(value: Any) -> Any:
        if chance.random() < 0.02:
            return chance.choice(odd)
        if isinstance(value, dict):
            return {key: mutated(inner) for key, inner in value.items() if chance.random() > 0.01}
        if isinstance(value, list):
            return [mutated(inner) for inner in value] * chance.choice((1, 1, 1, 2))
        return value

    return mutated


def test_doctored_plans_are_plans_or_refused(ground: Ground) -> None:
    chance = random.Random(5)
    text = json.dumps(ground.plan)
    told = set()
    for _ in range(1500):
        broken = bytearray(text.encode())
        for _ in range(chance.randint(1, 5)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        for attack in (json.dumps(mutations(chance)(ground.plan)), bytes(broken)):
            try:
                plan_from_json(attack)
            except PlanFileError as error:
                told.add(str(error))
    assert all(sentence.endswith((".", "anew.")) for sentence in told)
    assert 2 < len(told) < 100
    with pytest.raises(PlanFileError):
        plan_from_json("[" * 100_000)
