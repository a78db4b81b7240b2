"""Photos that belong together, and the one of them to keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from photosim.app.cores import usable_cores
from photosim.app.finding.descent_kept import kept_verdicts
from photosim.app.finding.keepers import Keepers
from photosim.app.finding.saving import complete_savings
from photosim.app.finding.verification import Verifier
from photosim.app.judging.judgements import said
from photosim.domain.judgements import Judged
from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken, Progress, RateMeter, Report
from photosim.domain.similarity import ContentPair, Evidence, Group, Pair, Relation, content_pair, seen_from
from photosim.similarity.describe import describe, pairs_to_verify
from photosim.similarity.graph import neighbor_pairs
from photosim.similarity.judged import judge_by_word, told_by_user
from photosim.similarity.pictures import Picture, find_moments, find_pictures, find_places
from photosim.similarity.relation import may_be_copies
from photosim.similarity.sentences import sentence
from photosim.similarity.strictness import widest_distance
from photosim.similarity.table import PhotoTable, tabulate

if TYPE_CHECKING:
    from photosim.app.workspace import Indexed, Workspace
    from photosim.domain.encoder import Thresholds
    from photosim.domain.rules import RuleSet
    from photosim.similarity.keeper_rules import Pick

_PAIRED_WITH = 20
_CHOOSING = "Choosing what to keep"


def find_groups(
    workspace: Workspace,
    relation: Relation,
    report: Report,
    cancel: CancelToken,
    rules: RuleSet | None = None,
    strictness: int | None = None,
) -> list[Group]:
    """All groups of one kind.

    Every member of a picture was laid on the group's medoid and found to be the same; of a moment or a
    place, every member lies within the model's distance of the medoid: groups never chain from like to
    like. Photos that the last scan did not find take part; photos that have no code yet
    are grouped by their bytes and pixels alone.

    Args:
        workspace: the library.
        relation: SAME_PICTURE, SAME_MOMENT (taken within seconds of each other) or SAME_PLACE. The
            last two hold two pictures or more, each with all of its copies.
        report: told of the progress.
        cancel: pauses or stops the work.
        rules: to choose keepers by; None: those of the library.
        strictness: how alike pictures must be to be the same, 0..100; None: that of the library.

    Returns:
        The groups, those that free most bytes first, then by id.

    Raises:
        Cancelled: a stop was asked for.
        LibraryError: the catalogue cannot be read.
        ModelError: the model's files are missing or damaged.
        RulesError: the library's rules were saved by a newer photosim.
        ValueError: there are no groups of this relation.
    """
    complete_savings(workspace.library, report, cancel)
    indexed = workspace.indexed()
    table = tabulate(workspace.photos(), indexed.contents, indexed.code)
    thresholds = workspace.encoder.thresholds
    if strictness is None:
        strictness = workspace.library.strictness()
    words_of_user = said(workspace)
    asked = _Asked(workspace.encoder.model_id, strictness, words_of_user.judged)
    with (
        Verifier(workspace.library, strictness) as verifier,
        kept_verdicts(workspace.library) as verdicts,
    ):
        pictures, same = workspace.remembered(
            asked, lambda: _find_pictures(table, thresholds, asked, verifier, report, cancel)
        )
        verifier.know(same)
        together = [
            sorted(number for picture in group for number in picture.contents)
            for group in _together(relation, table, pictures, thresholds, report, cancel)
        ]
        shown = [numbers for numbers in together if len(table.files_of(numbers)) > 1]
        pick = Keepers(workspace, rules or workspace.library.rules(), verifier.evidence, verdicts, cancel)
        _choose_all([table.files_of(numbers) for numbers in shown], relation, pick, report, cancel)
        pairs = [
            pair
            for numbers in shown
            for pair in pairs_to_verify(table, numbers, relation, thresholds.similar, pick)
        ]
        evidence = verifier.verify(pairs, report, cancel)
        groups = [
            told_by_user(describe(table, numbers, relation, workspace.encoder, evidence, pick), words_of_user)
            for numbers in _until_stopped(shown, cancel)
        ]
    return sorted(groups, key=lambda group: (-group.reclaimable_bytes, group.id))


def _until_stopped(groups: list[list[int]], cancel: CancelToken) -> Iterator[list[int]]:
    for numbers in groups:
        cancel.checkpoint()
        yield numbers


def _choose_all(
    groups: Sequence[Sequence[Photo]], relation: Relation, pick: Pick, report: Report, cancel: CancelToken
) -> None:
    """Choose all keepers, several at a time; `pick` remembers them."""

    def choose(photos: Sequence[Photo]) -> None:
        cancel.checkpoint()
        pick(photos, relation)

    meter = RateMeter()
    report(Progress(_CHOOSING, 0, len(groups), None))
    with ThreadPoolExecutor(usable_cores(), thread_name_prefix="choose") as pool:
        for done, _ in enumerate(pool.map(choose, groups), start=1):
            report(Progress(_CHOOSING, done, len(groups), meter.update(done)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What pictures depend on besides photos and codes."""

    model_id: str
    strictness: int
    judged: Judged


def _find_pictures(
    table: PhotoTable,
    thresholds: Thresholds,
    asked: _Asked,
    verifier: Verifier,
    report: Report,
    cancel: CancelToken,
) -> tuple[list[Picture], dict[ContentPair, Evidence]]:
    """The pictures, and what showed that their contents are the same."""
    pictures = find_pictures(
        table,
        widest_distance(asked.strictness, thresholds),
        lambda pairs: verifier.verify(pairs, report, cancel),
        report,
        cancel,
        judged=asked.judged,
    )
    return pictures, {pair: found for pair, found in verifier.evidence.items() if found.same}


def candidate_pairs(
    workspace: Workspace, limit: int | None, report: Report, cancel: CancelToken
) -> list[Pair]:
    """Pairs of files that lie close together, for benchmarks: each with its twenty nearest.

    Those within the model's distance of similar pictures are looked at, and told as the same picture
    only if they are.

    Args:
        workspace: the library.
        limit: at most so many, the closest; None: all.
        report: told of the progress.
        cancel: pauses or stops the work.

    Returns:
        The pairs by distance, then by path; far ones too, as UNRELATED.

    Raises:
        Cancelled: a stop was asked for.
        LibraryError: the catalogue cannot be read.
        ModelError: the model's files are missing or damaged.
    """
    indexed = workspace.indexed()
    close: list[tuple[float, Photo, Photo]] = []
    for distance, first, second in _close_files(indexed, report, cancel):
        cancel.checkpoint()
        # Equal distances are taken whole, or the cut would depend on the order of the rows.
        if limit is not None and len(close) >= limit and (not limit or distance > close[-1][0]):
            break
        one, two = sorted((first, second), key=lambda photo: photo.path)
        close.append((distance, one, two))
    close.sort(key=lambda pair: (pair[0], pair[1].path, pair[2].path))
    with Verifier(workspace.library) as verifier:
        evidence = verifier.verify(_questions(close[:limit], workspace), report, cancel)
    found, words_of_user = [], said(workspace)
    for distance, one, two in close[:limit]:
        seen = seen_from(one.content, two.content, evidence)
        verdict = words_of_user.of(one.content, two.content)
        relation, probability = judge_by_word(one, two, distance, workspace.encoder, seen, verdict)
        words = sentence(one, two, relation, seen)
        found.append(Pair(one, two, distance, probability, relation, seen, words))
    return found


def _questions(close: list[tuple[float, Photo, Photo]], workspace: Workspace) -> list[ContentPair]:
    bound = widest_distance(workspace.library.strictness(), workspace.encoder.thresholds)
    return [
        content_pair(one.content, two.content)
        for distance, one, two in close
        if distance <= bound and one.preview_digest != two.preview_digest and may_be_copies(one, two)
    ]


def _together(
    relation: Relation,
    table: PhotoTable,
    pictures: list[Picture],
    thresholds: Thresholds,
    report: Report,
    cancel: CancelToken,
) -> list[list[Picture]]:
    match relation:
        case Relation.SAME_PICTURE:
            return [[picture] for picture in pictures]
        case Relation.SAME_MOMENT:
            return find_moments(table, pictures, thresholds.similar, report, cancel)
        case Relation.SAME_PLACE:
            return find_places(table, pictures, thresholds.similar, report, cancel)
    raise ValueError(f"there are no groups of the relation {relation.value}")


def _close_files(
    indexed: Indexed, report: Report, cancel: CancelToken
) -> Iterator[tuple[float, Photo, Photo]]:
    """Distance and files of each pair, closest first."""
    files = [indexed.photos_by_content[content] for content in indexed.contents]
    for photos in files:
        for first, second in combinations(photos, 2):
            yield 0.0, first, second
    pairs = neighbor_pairs(indexed.code, _PAIRED_WITH, 2.0, report, cancel)
    for place in pairs.distance.argsort(kind="stable").tolist():
        distance = float(pairs.distance[place])
        for first, second in product(files[int(pairs.first[place])], files[int(pairs.second[place])]):
            yield distance, first, second
