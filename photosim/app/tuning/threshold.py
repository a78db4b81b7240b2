"""The strictness that a user wants, from examples and from questions."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.finding.verification import Verifier
from photosim.app.judging.judgements import judge, undo
from photosim.domain.judgements import Judgement, JudgementChange, Verdict
from photosim.domain.progress import CancelToken, Report
from photosim.domain.similarity import ContentPair, Evidence, content_pair
from photosim.domain.strictness import GENEROUS, NORMAL, STRICT
from photosim.similarity.graph import neighbor_pairs
from photosim.similarity.relation import may_be_copies
from photosim.similarity.strictness import strictest, widest_distance
from photosim.similarity.threshold import ENOUGH_ANSWERS, Curves, Estimate, Label, next_question

if TYPE_CHECKING:
    from photosim.app.workspace import Indexed, Workspace
    from photosim.domain.photo import ContentId, Photo

_NEIGHBORS = 6
_MOST_LOOKS = 2000
"""Pairs that are looked at to find questions; of larger libraries a fair sample."""


@dataclass(frozen=True, slots=True)
class Question:
    """Two photos that the user may call the same or not.

    Attributes:
        first: a photo.
        second: another.
        pair: their contents.
        score: the strictest value at which they are called the same, 0..100.
    """

    first: Photo
    second: Photo
    pair: ContentPair
    score: float


@dataclass(frozen=True, slots=True)
class Examples:
    """What the pairs that the user pointed out by themselves ask of the strictness.

    Attributes:
        least: it must be at least so strict that the pairs called different are so, 0..101.
        most: and at most so strict that those called the same are, -1..100.
        lost: pairs called the same that no strictness joins; only the user's word does.
    """

    least: int = GENEROUS
    most: int = STRICT
    lost: tuple[ContentPair, ...] = ()

    @property
    def contradict(self) -> bool:
        """Whether no strictness does justice to all of them."""
        return self.least > self.most


class Tuning:
    """Questions about one library, and what follows from the answers; for one thread at a time.

    Answers are kept as judgements as they come. In a library that is open for reading only they last as long
    as this object.
    """

    def __init__(
        self,
        workspace: Workspace,
        questions: Iterable[Question],
        judgements: Iterable[Judgement],
        scores: Mapping[ContentPair, float | None],
    ) -> None:
        """See `prepare_tuning`.

        Args:
            workspace: the library.
            questions: pairs, in an order that has nothing to do with the pictures.
            judgements: what was said so far.
            scores: of the judged pairs; None where they are the same at no strictness.
        """
        self._workspace = workspace
        self._questions = list(questions)
        self._scores = np.array([question.score for question in self._questions], np.float64)
        self._judged_scores = dict(scores)
        self._said = {judgement.pair: judgement for judgement in judgements}
        self._steps: list[tuple[Question, JudgementChange | None]] = []
        self._skipped: set[ContentPair] = set()
        self._curves: Curves | None = None

    @property
    def answers(self) -> int:
        """How many questions were answered, now and earlier."""
        return len(self._labels(asked=True))

    @property
    def is_kept(self) -> bool:
        """Whether answers outlast this object."""
        return not self._workspace.library.read_only

    def next(self) -> Question | None:
        """The question that tells most now, or None when nothing is left to ask."""
        fresh = {content for step, _ in self._steps for content in step.pair}
        is_open = np.array([self._is_open(question.pair) for question in self._questions], np.bool_)
        # The same picture again and again tires, and tells little of the others.
        unseen = np.array([fresh.isdisjoint(question.pair) for question in self._questions], np.bool_)
        for allowed in (is_open & unseen, is_open):
            place = next_question(self._fit(), self._scores, allowed)
            if place is not None:
                return self._questions[place]
        return None

    def answer(self, question: Question, *, same: bool) -> None:
        """Take an answer, and keep it.

        Raises:
            LibraryError: the catalogue cannot be written.
        """
        verdict = Verdict.SAME if same else Verdict.NOT_SAME
        change = None
        if self.is_kept:
            change = judge(self._workspace, [question.pair], verdict, asked=True)
        self._said[question.pair] = Judgement(question.pair, verdict, datetime.now(UTC), asked=True)
        self._judged_scores[question.pair] = question.score
        self._steps.append((question, change))
        self._curves = None

    def skip(self, question: Question) -> None:
        """Do not ask this again."""
        self._skipped.add(question.pair)
        self._steps.append((question, None))

    def take_back(self) -> Question | None:
        """Take the last answer or skip back; returns its question, or None where there is none.

        Raises:
            LibraryError: the catalogue cannot be written.
        """
        if not self._steps:
            return None
        question, change = self._steps[-1]
        if change is not None:
            undo(self._workspace, change)
        self._steps.pop()
        self._skipped.discard(question.pair)
        self._said.pop(question.pair, None)
        self._curves = None
        return question

    def examples(self) -> Examples:
        """What the pairs ask for that the user pointed out without being asked."""
        told = [judgement for judgement in self._said.values() if not judgement.asked]
        scored = [(judgement, self._judged_scores.get(judgement.pair)) for judgement in told]
        different = [score for judgement, score in scored if judgement.verdict is Verdict.NOT_SAME]
        same = [score for judgement, score in scored if judgement.verdict is Verdict.SAME]
        return Examples(
            least=max((math.floor(score) + 1 for score in different if score is not None), default=GENEROUS),
            most=min((math.floor(score) for score in same if score is not None), default=STRICT),
            lost=tuple(
                judgement.pair
                for judgement, score in scored
                if judgement.verdict is Verdict.SAME and score is None
            ),
        )

    def recommended(self) -> int:
        """The strictness that answers and examples ask for; the present one while they ask for nothing."""
        present = self._workspace.library.strictness()
        wanted = self._fit().boundary() if self.answers >= ENOUGH_ANSWERS else present
        examples = self.examples()
        if examples.contradict:
            return wanted
        return min(max(wanted, examples.least), examples.most)

    def precision(self, strictness: int) -> Estimate | None:
        """Of the pairs that this strictness calls the same and that are not plainly identical, how many are.

        Only answers to questions count, as they are a fair choice. None where there are no such pairs.
        """
        called = [question for question in self._questions if question.score >= strictness]
        told = [self._asked_verdict(question.pair) for question in called]
        unasked = [question.score for question, verdict in zip(called, told, strict=True) if verdict is None]
        right, wrong = told.count(Verdict.SAME), told.count(Verdict.NOT_SAME)
        return self._fit().precision(np.array(unasked, np.float64), right, wrong)

    def _fit(self) -> Curves:
        if self._curves is None:
            self._curves = Curves(self._labels(asked=True))
        return self._curves

    def _labels(self, *, asked: bool) -> list[Label]:
        labels = []
        for judgement in self._said.values():
            score = self._judged_scores.get(judgement.pair)
            if judgement.asked is asked and judgement.verdict is not Verdict.KEEP_BOTH and score is not None:
                labels.append(Label(score, judgement.verdict is Verdict.SAME))
        return labels

    def _is_open(self, pair: ContentPair) -> bool:
        return pair not in self._said and pair not in self._skipped

    def _asked_verdict(self, pair: ContentPair) -> Verdict | None:
        judgement = self._said.get(pair)
        return judgement.verdict if judgement is not None and judgement.asked else None


def prepare_tuning(workspace: Workspace, report: Report, cancel: CancelToken) -> Tuning:
    """Look for pairs worth asking about.

    Args:
        workspace: the library.
        report: told of the progress.
        cancel: pauses or stops the work.

    Raises:
        Cancelled: a stop was asked for.
        LibraryError: the catalogue cannot be read or written.
        ModelError: the model's files are missing or damaged.
    """
    indexed = workspace.indexed()
    judgements = workspace.library.judgements()
    near = _near_pairs(workspace, indexed, report, cancel)
    known = indexed.photos_by_content
    judged = [one.pair for one in judgements if one.pair[0] in known and one.pair[1] in known]
    # Scores are made from what the verification itself says.
    with Verifier(workspace.library, NORMAL) as verifier:
        evidence = verifier.verify([*near, *judged], report, cancel)
    scores = {pair: _score(indexed, pair, evidence) for pair in judged}
    questions = _questions(indexed, near, evidence)
    return Tuning(workspace, questions, judgements, scores)


def _near_pairs(
    workspace: Workspace, indexed: Indexed, report: Report, cancel: CancelToken
) -> list[ContentPair]:
    """Pairs of the library that some strictness might call the same, at most `_MOST_LOOKS`."""
    bound = widest_distance(GENEROUS, workspace.encoder.thresholds)
    near = neighbor_pairs(indexed.code, _NEIGHBORS, bound, report, cancel)
    pairs = [
        content_pair(indexed.contents[first], indexed.contents[second])
        for first, second in zip(near.first.tolist(), near.second.tolist(), strict=True)
    ]
    return sorted((pair for pair in pairs if _may_be_asked(indexed, pair)), key=_shuffled)[:_MOST_LOOKS]


def _questions(
    indexed: Indexed, pairs: Iterable[ContentPair], evidence: Mapping[ContentPair, Evidence]
) -> list[Question]:
    """Of the pairs those that join something: of several ways between two pictures the surest only."""
    scored = [(score, pair) for pair in pairs if (score := _score(indexed, pair, evidence)) is not None]
    scored.sort(key=lambda item: (-item[0], _shuffled(item[1])))
    group_of: dict[bytes, bytes] = {}

    def root(name: bytes) -> bytes:
        while (above := group_of.get(name, name)) != name:
            name = above
        return name

    found = []
    for score, pair in scored:
        first, second = (_photo(indexed, content) for content in pair)
        one, two = root(first.preview_digest), root(second.preview_digest)
        if one != two:
            group_of[max(one, two)] = min(one, two)
            found.append(Question(first, second, pair, score))
    return sorted(found, key=lambda question: _shuffled(question.pair))


def _score(indexed: Indexed, pair: ContentPair, evidence: Mapping[ContentPair, Evidence]) -> float | None:
    found = evidence.get(pair)
    return None if found is None or not _may_be_asked(indexed, pair) else strictest(found)


def _may_be_asked(indexed: Indexed, pair: ContentPair) -> bool:
    first, second = (_photo(indexed, content) for content in pair)
    return first.preview_digest != second.preview_digest and may_be_copies(first, second)


def _photo(indexed: Indexed, content: ContentId) -> Photo:
    photos = indexed.photos_by_content[content]
    return next((photo for photo in photos if not photo.missing), photos[0])


def _shuffled(pair: ContentPair) -> bytes:
    """An order by which nothing about the pictures can be told, and that is the same every time."""
    return hashlib.blake2b(b"".join(pair), digest_size=16).digest()
