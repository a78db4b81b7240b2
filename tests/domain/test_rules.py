"""Rules as values and as text."""

import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photosim.domain.rule_words import RULE_WORDS
from photosim.domain.rules import COPIES, SHOTS, RuleName, RulesError, RuleSet, RuleUse, moved
from photosim.domain.similarity import Relation

_ORDERS = st.permutations(list(RuleName)).flatmap(
    lambda names: st.lists(st.booleans(), min_size=len(names), max_size=len(names)).map(
        lambda on: tuple(RuleUse(name, use) for name, use in zip(names, on, strict=True))
    )
)
_NAMES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8), max_size=4).map(
    tuple
)


@given(_ORDERS, _ORDERS, _NAMES, _NAMES)
def test_what_is_written_is_read_again(
    copies: tuple[RuleUse, ...], shots: tuple[RuleUse, ...], folders: tuple[str, ...], names: tuple[str, ...]
) -> None:
    rules = RuleSet(copies, shots, folders, names)
    assert RuleSet.from_json(rules.to_json()) == rules


def test_a_folder_that_is_not_utf8_comes_back() -> None:
    folder = os.fsdecode(b"/photos/caf\xe9")
    text = RuleSet(folders=(folder,)).to_json()
    assert RuleSet.from_json(text.encode().decode()).folders == (folder,)


def test_only_what_is_on_is_asked() -> None:
    copies = tuple(RuleUse(use.name, use.name is not RuleName.PROTECTED) for use in COPIES)
    rules = RuleSet(copies=copies)
    assert rules.asked(Relation.SAME_PICTURE)[0] is RuleName.FOLDER
    assert rules.asked(Relation.CROPPED) == rules.asked(Relation.SAME_PICTURE)
    assert rules.asked(Relation.SAME_MOMENT)[0] is RuleName.PROTECTED
    assert rules.asked(Relation.SAME_PLACE) == tuple(use.name for use in SHOTS)


def test_every_rule_has_one_place() -> None:
    assert {use.name for use in SHOTS} == set(RuleName)
    with pytest.raises(ValueError, match="one place"):
        RuleSet(copies=COPIES[1:])
    with pytest.raises(ValueError, match="one place"):
        RuleSet(shots=(*SHOTS, SHOTS[0]))


def test_rules_that_a_file_does_not_name_come_where_they_are_by_default() -> None:
    data = {"version": 1, "copies": [{"rule": "oldest"}, {"rule": "raw", "on": False}]}
    rules = RuleSet.from_json(json.dumps(data))
    names = [use.name for use in rules.copies]
    assert names[:4] == [use.name for use in COPIES[:4]]
    assert names.index(RuleName.OLDEST) < names.index(RuleName.RAW)
    assert names[names.index(RuleName.RAW) + 1] is RuleName.UNEDITED
    assert not next(use.on for use in rules.copies if use.name is RuleName.RAW)
    assert rules.shots == SHOTS


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _: "no json", "not JSON"),
        (lambda _: "[]", "names no version"),
        (lambda _: '{"version": "1"}', "names no version"),
        (lambda data: {**data, "version": 2}, "newer photosim"),
        (lambda data: {**data, "copies": {}}, "“copies” is not a list"),
        (lambda data: {**data, "shots": ["raw"]}, "an entry of “shots” is none"),
        (lambda data: {**data, "shots": [{"rule": "raw", "on": 1}]}, "an entry of “shots” is none"),
        (lambda data: {**data, "copies": [{"rule": "prettiest"}]}, "no rule “prettiest”"),
        (lambda data: {**data, "copies": [{"on": True}]}, "no rule “”"),
        (
            lambda data: {**data, "copies": [{"rule": "raw"}, {"rule": "raw"}]},
            "“raw” is in “copies” more than once",
        ),
        (lambda data: {**data, "folders": "x"}, "“folders” is not a list of texts"),
        (lambda data: {**data, "copy_names": [1]}, "“copy_names” is not a list of texts"),
    ],
)
def test_what_cannot_be_read_is_said(change: Callable[[dict[str, Any]], object], words: str) -> None:
    changed = change(json.loads(RuleSet().to_json()))
    text = changed if isinstance(changed, str) else json.dumps(changed)
    with pytest.raises(RulesError, match=words):
        RuleSet.from_json(text)


@pytest.mark.parametrize(
    ("start", "end", "result"), [(0, 2, "bcad"), (3, 0, "dabc"), (1, 1, "abcd"), (2, 3, "abdc")]
)
def test_moving(start: int, end: int, result: str) -> None:
    assert "".join(moved(tuple("abcd"), start, end)) == result


def test_every_rule_has_words() -> None:
    assert set(RULE_WORDS) == set(RuleName)
    for words in RULE_WORDS.values():
        assert words.explanation.endswith(".")
        assert not words.title.endswith(".")
