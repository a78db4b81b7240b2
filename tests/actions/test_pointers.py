"""What a link of photosim leads to does not go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from photosim.actions.execute import rehearse
from photosim.actions.pointers import Pointers
from photosim.actions.system import System
from photosim.domain.actions import Act, Outcome, OutcomeState, Plan, RefusalKind
from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken, silent
from tests.actions.world import World, group
from tests.faults.failing_system import BinSystem


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.root()
    (tmp_path / "target").mkdir()
    return made


def _pointed(world: World) -> tuple[str, Photo, Photo]:
    """A link, what it leads to, and another copy of that."""
    victim, keeper, best = (world.photo(f"{name}.jpg", "a|") for name in ("go", "keep", "best"))
    world.execute(world.plan([group(keeper, victim)], act=Act.SYMLINK))
    assert os.path.islink(victim.path)
    return victim.path, keeper, best


def _plan(world: World, best: Photo, keeper: Photo, act: Act) -> Plan:
    target = str(world.base / "target") if act is Act.MOVE else None
    return world.plan([group(best, keeper)], act=act, target=target)


def _done(world: World, plan: Plan) -> Outcome:
    (outcome,) = world.execute(plan, BinSystem(world.base / "bin")).outcomes
    return outcome


@pytest.mark.parametrize("act", [Act.SET_ASIDE, Act.TRASH, Act.MOVE])
def test_what_a_link_leads_to_stays(world: World, act: Act) -> None:
    link, keeper, best = _pointed(world)
    before = world.disk()
    plan = _plan(world, best, keeper, act)
    (rehearsed,) = rehearse(plan, world.ground(), silent, CancelToken()).outcomes
    outcome = _done(world, plan)
    assert rehearsed == outcome
    assert (outcome.state, outcome.kind) == (OutcomeState.REFUSED, RefusalKind.POINTED)
    assert f"“{link}”, a link that photosim put in the place of another copy" in outcome.words
    assert world.disk() == before


@pytest.mark.parametrize("act", [Act.HARD_LINK, Act.SYMLINK])
def test_a_link_may_lead_to_what_is_replaced_itself(world: World, act: Act) -> None:
    link, keeper, best = _pointed(world)
    assert _done(world, _plan(world, best, keeper, act)).state is OutcomeState.DONE
    assert Path(link).read_bytes() == b"a|"


def test_once_the_link_is_gone_the_file_may_go(world: World) -> None:
    link, keeper, best = _pointed(world)
    with world.journal() as journal:
        record = journal.records()[0].id
    world.undo(record)
    assert not os.path.islink(link)
    assert _done(world, _plan(world, best, keeper, Act.SET_ASIDE)).state is OutcomeState.DONE


def test_a_link_that_was_taken_away_by_hand_holds_nothing(world: World) -> None:
    link, keeper, best = _pointed(world)
    os.unlink(link)
    assert _done(world, _plan(world, best, keeper, Act.SET_ASIDE)).state is OutcomeState.DONE


def test_a_link_that_cannot_be_looked_at_counts(world: World) -> None:
    link, keeper, _best = _pointed(world)

    class Blind(System):
        def status(self, name: str, at: int | None = None, *, follow: bool = False) -> os.stat_result:
            raise PermissionError(13, "Permission denied", name)

    with world.journal() as journal:
        assert Pointers(journal, system=Blind()).to(keeper.path) == link
        assert Pointers(journal).to(link) is None
