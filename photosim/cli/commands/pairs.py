"""`photosim pairs`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from photosim.app.cleaning.companions import companions_of
from photosim.app.finding.groups import candidate_pairs
from photosim.cli.beside import companions_json
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.evidence import evidence_json
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.companions import Companions
from photosim.domain.files import display_path, plain_path
from photosim.domain.similarity import Pair
from photosim.domain.words import RELATION_WORDS, percent_words


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """List the candidate pairs."""
    with (
        library(options, existing=True, compares=True) as workspace,
        stoppable() as cancel,
        progress_line(console) as line,
    ):
        pairs = candidate_pairs(workspace, options.max, line.show, cancel)
        photos = [photo for pair in pairs for photo in (pair.first, pair.second)]
        companions = companions_of(photos, cancel)
    console.result(as_json(pairs, companions), as_text(pairs))
    return Exit.DONE


def as_json(pairs: Sequence[Pair], companions: Companions) -> dict[str, object]:
    """The pairs by their stable names; null for companions in a folder that could not be listed."""
    return {
        "pairs": [
            {
                "first": plain_path(pair.first.path),
                "second": plain_path(pair.second.path),
                "distance": round(pair.distance, 6),
                "probability": round(pair.probability, 6),
                "relation": pair.relation.value,
                "words": pair.words,
                "evidence": evidence_json(pair.evidence),
                "companions": {
                    "first": companions_json(pair.first, companions),
                    "second": companions_json(pair.second, companions),
                },
            }
            for pair in pairs
        ]
    }


def as_text(pairs: Sequence[Pair]) -> str:
    """The pairs for people, closest first."""
    if not pairs:
        return "No pairs were found."
    return "\n".join(
        f"{percent_words(pair.probability):>9}  {pair.distance:.3f}  {RELATION_WORDS[pair.relation]:<17}  "
        f"{display_path(pair.first.path)}\n{'':>37}{display_path(pair.second.path)}"
        for pair in pairs
    )
