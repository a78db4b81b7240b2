"""Plans as files: whole after a journey, known by what they say, and not believed when they are broken."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from photosim.domain.actions import Act, CompanionProof, FileProof, Plan, Refusal, RefusalKind, Removal
from photosim.domain.companions import CompanionKind
from photosim.domain.files import FileStamp
from photosim.domain.photo import ContentId
from photosim.domain.planfile import PlanFileError, plan_from_json, plan_to_json, with_id
from photosim.domain.similarity import Relation

_PATHS = (
    some.binary(min_size=1, max_size=20)
    .filter(lambda name: b"\0" not in name)
    .map(lambda name: "/" + name.decode("utf-8", "surrogateescape"))
)
_NUMBERS = some.integers(0, 2**64 - 1)
_PROOFS = some.builds(
    FileProof,
    _PATHS,
    some.builds(FileStamp, _NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS),
    some.binary(min_size=32, max_size=32).map(ContentId),
)
_COMPANIONS = some.builds(CompanionProof, _PROOFS, some.sampled_from(CompanionKind), some.none() | _PROOFS)
_REMOVALS = some.builds(
    Removal,
    _PROOFS,
    _PROOFS,
    some.lists(_COMPANIONS, max_size=2).map(tuple),
    some.sampled_from(Relation),
    some.text(),
    some.text(),
    some.booleans(),
)
_REFUSALS = some.builds(Refusal, _PATHS, _PATHS, some.sampled_from(RefusalKind), some.text())
_PLANS = some.builds(
    Plan,
    some.just(""),
    some.text(),
    some.sampled_from(Act),
    some.none() | _PATHS,
    some.lists(_REMOVALS, max_size=3).map(tuple),
    some.lists(
        some.builds(Refusal, _PATHS, _PATHS, some.sampled_from(RefusalKind), some.text()), max_size=2
    ).map(tuple),
    some.lists(_PATHS, max_size=2).map(tuple),
    some.lists(_PATHS, max_size=2).map(tuple),
).map(with_id)


@given(_PLANS)
def test_plans_survive_the_journey(plan: Plan) -> None:
    text = plan_to_json(plan)
    assert text.isascii()
    assert plan_from_json(text) == plan
    assert plan_from_json(text.encode()) == plan


def _plan() -> Plan:
    file = FileProof("/a.jpg", FileStamp(1, 2, 3, 4), ContentId(b"x" * 32))
    film = CompanionProof(replace(file, path="/a.mov"), CompanionKind.FILM, replace(file, path="/k.mov"))
    removal = Removal(file, replace(file, path="/k.jpg"), (film,), Relation.IDENTICAL_BYTES, "g", "why")
    refusal = Refusal("/b.jpg", "/k.jpg", RefusalKind.CHAIN, "No.")
    return with_id(Plan("", "2026", Act.MOVE, "/there", (removal,), (refusal,), ("/",), ("/p",)))


def test_the_id_is_made_of_the_content() -> None:
    plan = _plan()
    assert len(plan.id) == 12
    assert with_id(replace(plan, id="mine", created_at="later")).id == plan.id
    assert with_id(replace(plan, act=Act.TRASH, target=None)).id != plan.id
    fields = json.loads(plan_to_json(plan))
    assert plan_from_json(json.dumps({**fields, "id": "../../etc"})).id == plan.id


def _broken(change: Any) -> str:
    fields = json.loads(plan_to_json(_plan()))
    change(fields)
    return json.dumps(fields)


@pytest.mark.parametrize(
    "change",
    [
        lambda fields: fields.pop("removals"),
        lambda fields: fields.update(removals={}),
        lambda fields: fields.update(removals=[3]),
        lambda fields: fields.update(act="burn"),
        lambda fields: fields.update(target=5),
        lambda fields: fields.update(target="/there\0/"),
        lambda fields: fields.update(created_at=None),
        lambda fields: fields["removals"][0].update(relation="twin"),
        lambda fields: fields["removals"][0].update(victim=None),
        lambda fields: fields["removals"][0]["victim"].update(path="\ud800"),
        lambda fields: fields["removals"][0]["victim"].update(path=3),
        lambda fields: fields["removals"][0]["victim"].update(content="xyz"),
        lambda fields: fields["removals"][0]["victim"].update(stamp=[1, 2, 3]),
        lambda fields: fields["removals"][0]["victim"].update(stamp=[1, 2, 3, True]),
        lambda fields: fields["removals"][0]["victim"].update(stamp=[1, 2, 3, 4.5]),
        lambda fields: fields["removals"][0]["companions"][0].update(kind="cat"),
        lambda fields: fields["refused"][0].update(kind="mood"),
        lambda fields: fields.update(roots=[None]),
    ],
)
def test_broken_plans_are_told(change: Any) -> None:
    with pytest.raises(PlanFileError, match="damaged or was changed by hand"):
        plan_from_json(_broken(change))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no JSON text"),
        ("[" * 100_000, "no JSON text"),
        (b"\xff\xff", "no JSON text"),
        ("[]", "not a plan of photosim"),
        ("{}", "not a plan of photosim"),
        ('{"photosim_plan": "1"}', "not a plan of photosim"),
        ('{"photosim_plan": 2}', "another version of photosim"),
    ],
)
def test_what_is_no_plan_is_told(text: str | bytes, words: str) -> None:
    with pytest.raises(PlanFileError, match=words):
        plan_from_json(text)


def test_decisions_are_believed_only_when_said() -> None:
    text = _broken(lambda fields: fields["removals"][0].update(decided="yes"))
    assert not plan_from_json(text).removals[0].decided


def test_names_of_one_file_count_once() -> None:
    plan = _plan()
    (removal,) = plan.removals
    assert (plan.bytes, plan.files) == (1, 2)
    far = replace(removal.companions[0], file=replace(removal.victim, stamp=FileStamp(5, 2, 3, 9)))
    unnumbered = replace(removal.victim, path="/c.jpg", stamp=FileStamp(7, 2, 3, 0))
    more = replace(plan, removals=(replace(removal, companions=(far,)), replace(removal, victim=unnumbered)))
    assert more.bytes == 1 + 5 + 7
