from datetime import UTC, datetime
from itertools import pairwise

from photosim.domain.judgements import (
    NOTHING_JUDGED,
    VERDICT_WORDS,
    Judged,
    Judgement,
    JudgementChange,
    Said,
    Verdict,
)
from photosim.domain.photo import ContentId
from photosim.domain.similarity import content_pair

NOW = datetime(2026, 5, 1, tzinfo=UTC)
A, B, C, D = (ContentId(bytes([number]) * 32) for number in range(4))


def said_of(*words: tuple[ContentId, ContentId, Verdict]) -> Said:
    return Said(Judgement(content_pair(one, other), verdict, NOW) for one, other, verdict in words)


def test_what_was_said_is_found_from_either_side() -> None:
    said = said_of((B, A, Verdict.NOT_SAME), (C, D, Verdict.SAME))
    assert len(said) == 2
    assert said.of(A, B) is said.of(B, A) is Verdict.NOT_SAME
    assert said.of(D, C) is Verdict.SAME
    assert said.of(A, C) is said.of(A, A) is None
    assert said.pairs(Verdict.NOT_SAME) == {(A, B)}
    assert said.pairs(Verdict.KEEP_BOTH) == frozenset()
    assert said.judged == Judged(same=frozenset({(C, D)}), different=frozenset({(A, B)}))
    assert Said().judged == NOTHING_JUDGED


def test_what_may_go_for_another() -> None:
    said = said_of((A, B, Verdict.KEEP_BOTH), (A, C, Verdict.NOT_SAME), (A, D, Verdict.SAME))
    assert not said.lets_go(A, B)
    assert not said.lets_go(C, A)
    assert said.lets_go(A, D)
    assert said.lets_go(B, C)
    assert said.lets_go(A, A)


def test_a_group_is_kept_whole_when_all_of_it_was_said_to_stay() -> None:
    keep = Verdict.KEEP_BOTH
    said = said_of((A, B, keep), (B, C, keep), (C, A, keep), (A, D, Verdict.SAME))
    assert said.keeps_all([A, B])
    assert said.keeps_all([C, B, A, A])
    # Something new joined.
    assert not said.keeps_all([A, B, C, D])
    assert not said.keeps_all([A, D])
    assert not said.keeps_all([A])
    assert not said.keeps_all([])


def test_contradictions_are_found_however_long_the_way() -> None:
    chain = [ContentId(bytes([number]) * 32) for number in range(9)]
    links = [(one, other, Verdict.SAME) for one, other in pairwise(chain)]
    assert said_of(*links, (chain[0], C, Verdict.SAME)).contradictions() == []
    crossed = said_of(*links[:-1], (chain[7], chain[0], Verdict.NOT_SAME), (chain[8], A, Verdict.NOT_SAME))
    assert crossed.contradictions() == [(chain[0], chain[7])]


def test_a_change_has_its_inverse() -> None:
    one, other = (Judgement((A, B), verdict, NOW) for verdict in (Verdict.SAME, Verdict.NOT_SAME))
    change = JudgementChange((one,), (other,))
    assert change.inverse == JudgementChange((other,), (one,))
    assert change.inverse.inverse == change


def test_every_verdict_has_words() -> None:
    assert set(VERDICT_WORDS) == set(Verdict)
