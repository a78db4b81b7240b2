"""`photosim query IMAGE`."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from photosim.app.finding.search import SearchResult, search_bytes, search_file
from photosim.app.workspace import Workspace
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.evidence import evidence_json
from photosim.cli.work import library
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path
from photosim.domain.words import RELATION_WORDS, dimension_words, percent_words

_STANDARD_INPUT = "-"
_MAX_INPUT_BYTES = 2 * 1024**3


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Find the photos that are closest to a picture."""
    with library(options, read_only=True) as workspace:
        if not workspace.library.photo_count():
            raise PhotosimError("The library has no photos yet: photosim scan FOLDER")
        result = _search(workspace, options)
    console.result(as_json(result, options.image), as_text(result))
    return Exit.DONE


def as_json(result: SearchResult, image: str) -> dict[str, object]:
    """The result by its stable names."""
    return {
        "query": display_path(result.query.path or image),
        "matches": [
            {
                "path": display_path(match.photo.path),
                "distance": round(match.distance, 6),
                "probability": round(match.probability, 6),
                "relation": match.relation.value,
                "words": match.words,
                "evidence": evidence_json(match.evidence),
            }
            for match in result.matches
        ],
    }


def as_text(result: SearchResult) -> str:
    """The result for people, closest first."""
    query = result.query
    lines = [f"Closest to “{display_path(query.name)}” ({dimension_words(query.width, query.height)}):"]
    lines += [
        f"  {percent_words(match.probability):>9}  {match.distance:.3f}  "
        f"{RELATION_WORDS[match.relation]:<17}  "
        f"{display_path(match.photo.path)}{'  (missing)' if match.photo.missing else ''}"
        for match in result.matches
    ]
    return "\n".join(lines)


def _search(workspace: Workspace, options: Namespace) -> SearchResult:
    if options.image != _STANDARD_INPUT:
        return search_file(workspace, os.path.abspath(options.image), options.k, options.region)
    if options.region is not None:
        raise PhotosimError("A region can only be taken from a file, not from standard input.")
    data = sys.stdin.buffer.read(_MAX_INPUT_BYTES)
    return search_bytes(workspace, data, "standard input", options.k)
