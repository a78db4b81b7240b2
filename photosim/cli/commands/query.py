"""`photosim query IMAGE…` and `photosim query --sketch FILE`."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence

from photosim.app.atomic import read_named
from photosim.app.cleaning.companions import companions_of
from photosim.app.finding.search import SearchResult, search_bytes, search_file
from photosim.app.finding.search_examples import Example, search_examples
from photosim.app.finding.search_sketch import search_sketch
from photosim.app.workspace import Workspace
from photosim.cli.beside import companions_json
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.evidence import evidence_json
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.companions import Companions
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path, plain_path
from photosim.domain.progress import CancelToken
from photosim.domain.similarity import Match
from photosim.domain.words import RELATION_WORDS, count_words, dimension_words, percent_words

_STANDARD_INPUT = "-"
_MAX_SKETCH_BYTES = 256 * 1024**2
_MAX_INPUT_BYTES = 2 * 1024**3


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Find the photos that are closest to a picture, to several, or to a sketch."""
    _check(options)
    with library(options, read_only=True, compares=True) as workspace:
        if not workspace.library.photo_count():
            raise PhotosimError("The library has no photos yet: photosim scan FOLDER")
        for path in (*options.images, *options.less):
            if path != _STANDARD_INPUT and not os.path.exists(path):
                raise PhotosimError(f"“{display_path(os.path.abspath(path))}” does not exist.")
        result = _search(workspace, options, console)
    companions = companions_of((match.photo for match in result.matches), CancelToken())
    told = as_json(result, options.sketch or options.images[0], companions)
    if _several(options):
        told["more"] = [plain_path(os.path.abspath(path)) for path in options.images]
        told["less"] = [plain_path(os.path.abspath(path)) for path in options.less]
    # Nothing is the same picture as a sketch, or as several pictures at once: only the distance tells.
    is_one = options.sketch is None and not _several(options)
    console.result(told, as_text(result) if is_one else by_distance(result, _asked(options)))
    return Exit.DONE


def as_json(result: SearchResult, image: str, companions: Companions) -> dict[str, object]:
    """The result by its stable names; null for companions in a folder that could not be listed."""
    return {
        "query": plain_path(result.query.path or image),
        "matches": [
            {
                "path": plain_path(match.photo.path),
                "distance": round(match.distance, 6),
                "probability": round(match.probability, 6),
                "relation": match.relation.value,
                "words": match.words,
                "evidence": evidence_json(match.evidence),
                "companions": companions_json(match.photo, companions),
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
        f"{RELATION_WORDS[match.relation]:<17}  {_place(match)}"
        for match in result.matches
    ]
    return "\n".join(lines)


def by_distance(result: SearchResult, asked: str) -> str:
    """The result for people where likeness to one picture makes no sense, closest first."""
    return "\n".join([f"{asked}:", *(f"  {match.distance:.3f}  {_place(match)}" for match in result.matches)])


def _place(match: Match) -> str:
    return f"{display_path(match.photo.path)}{'  (missing)' if match.photo.missing else ''}"


def _asked(options: Namespace) -> str:
    if options.sketch is not None:
        return f"Closest in colours to “{display_path(os.path.basename(options.sketch))}”"
    less = f", less like {count_words(len(options.less), 'other')}" if options.less else ""
    return f"Most like {count_words(len(options.images), 'picture')}{less}"


def _several(options: Namespace) -> bool:
    return len(options.images) > 1 or bool(options.less)


def _check(options: Namespace) -> None:
    """The rules that the parser does not know.

    Raises:
        PhotosimError: one is broken.
    """
    several = _several(options)
    if options.sketch is not None and (options.images or options.less or options.region):
        raise PhotosimError("A sketch is searched for alone: give either pictures or --sketch FILE.")
    if options.sketch is None and not options.images:
        raise PhotosimError("Which picture? photosim query IMAGE, or photosim query --sketch FILE")
    if options.region is not None and several:
        raise PhotosimError("A region can only be taken from one picture, not from several.")
    if several and _STANDARD_INPUT in (*options.images, *options.less):
        raise PhotosimError("Standard input can only be searched for alone.")


def _search(workspace: Workspace, options: Namespace, console: Console) -> SearchResult:
    if options.sketch is not None:
        return _sketch(workspace, os.path.abspath(options.sketch), options.k, console)
    if _several(options):
        more, less = map(_examples, (options.images, options.less))
        return search_examples(workspace, more, less, options.k)
    (image,) = options.images
    if image != _STANDARD_INPUT:
        with stoppable() as cancel, progress_line(console) as line:
            return search_file(
                workspace,
                os.path.abspath(image),
                options.k,
                options.region,
                lambda looking: line.show(looking.progress),
                cancel,
            )
    if options.region is not None:
        raise PhotosimError("A region can only be taken from a file, not from standard input.")
    if sys.stdin is None:
        raise PhotosimError("There is no standard input to read a picture from.")
    data = sys.stdin.buffer.read(_MAX_INPUT_BYTES)
    with stoppable() as cancel, progress_line(console) as line:
        return search_bytes(
            workspace,
            data,
            "standard input",
            options.k,
            report=lambda looking: line.show(looking.progress),
            cancel=cancel,
        )


def _examples(paths: Sequence[str]) -> list[Example]:
    return [Example(os.path.basename(path), path=os.path.abspath(path)) for path in paths]


def _sketch(workspace: Workspace, path: str, k: int, console: Console) -> SearchResult:
    data = read_named("read the sketch", path, _MAX_SKETCH_BYTES)
    with stoppable() as cancel, progress_line(console) as line:
        return search_sketch(workspace, data, os.path.basename(path), k, line.show, cancel, path)
