"""`photosim pocket export -o FILE` and `photosim pocket compare [FILE] FOLDER`."""

from __future__ import annotations

import os
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from photosim.app.atomic import write_atomically
from photosim.app.exploring.pocket import pocket_of, with_thumbnails
from photosim.app.exploring.pocket_compare import compare_folder
from photosim.app.exploring.pocket_file import read_pocket, write_pocket
from photosim.app.exploring.pocket_result import (
    STANDING_WORDS,
    Comparison,
    Standing,
    as_csv,
    summary_words,
)
from photosim.app.model import open_model, shipped_folder
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.output import output_path
from photosim.cli.problems import listed, real_problems
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path, plain_path
from photosim.domain.words import count_words, percent_words, size_words

_SHOWN = 1000


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Write a pocket catalogue, or compare a folder with one."""
    return _export(options, console) if options.action == "export" else _compare(options, console)


def _export(options: Namespace, console: Console) -> Exit:
    target = output_path(options.output)
    with library(options, read_only=True, compares=True) as workspace, stoppable() as cancel:
        pocket = pocket_of(workspace, _now())
        if not pocket.entries:
            raise PhotosimError("There is no photo to be told of: photosim scan FOLDER")
        with progress_line(console) as line:
            size = write_pocket(with_thumbnails(workspace, pocket, line.show, cancel), target)
    count, shown = len(pocket.entries), display_path(target)
    words = (
        f"{count_words(count, 'photo')} written to “{shown}”: {size_words(size)}, "
        f"{size_words(size // count)} a photo."
    )
    if pocket.left_out:
        words += f"\n{count_words(pocket.left_out, 'missing file')} left out."
    told = {"pocket": plain_path(target), "photos": count, "bytes": size, "left_out": pocket.left_out}
    console.result(told, words)
    return Exit.DONE


def _compare(options: Namespace, console: Console) -> Exit:
    folder = os.path.abspath(options.folder)
    table = output_path(options.csv) if options.csv is not None else None
    with stoppable() as cancel, progress_line(console) as line:
        if options.file is not None:
            pocket = read_pocket(os.path.abspath(options.file))
            encoder = open_model(Path(options.model) if options.model else shipped_folder())
            comparison = compare_folder(encoder, pocket, folder, line.show, cancel)
        else:
            with library(options, read_only=True, compares=True) as workspace:
                pocket = pocket_of(workspace, _now(), outside=folder)
                comparison = compare_folder(
                    workspace.encoder, pocket, folder, line.show, cancel, workspace.library
                )
    if table is not None:
        write_atomically(table, as_csv(comparison).encode("utf-8-sig"))
    console.result(as_json(comparison), as_text(comparison))
    return Exit.DONE_WITH_PROBLEMS if real_problems(comparison.problems) else Exit.DONE


def as_json(comparison: Comparison) -> dict[str, object]:
    """The result by its stable names."""
    return {
        "folder": plain_path(comparison.folder),
        "home": plain_path(comparison.home),
        "made_at": comparison.made_at,
        "photos": [
            {
                "path": plain_path(photo.path),
                "standing": photo.standing.value,
                "home": plain_path(photo.home) if photo.home is not None else None,
                "relation": photo.relation.value,
                "probability": round(photo.probability, 6),
                "words": photo.words,
            }
            for photo in comparison.photos
        ],
        "problems": [
            {"path": plain_path(problem.path), "reason": problem.reason}
            for problem in real_problems(comparison.problems)
        ],
    }


def as_text(comparison: Comparison) -> str:
    """The result for people: what is not at home yet first; what is, only as a count."""
    lines = [f"{summary_words(comparison)}."]
    for standing in (Standing.NEW, Standing.PROBABLY):
        photos = comparison.standing(standing)
        if not photos:
            continue
        lines.append(f"{STANDING_WORDS[standing].capitalize()}:")
        for photo in photos[:_SHOWN]:
            home = (
                f"  {percent_words(photo.probability)} {display_path(photo.home)} ({photo.words})"
                if photo.home is not None
                else ""
            )
            lines.append(f"  {display_path(photo.path)}{home}")
        if len(photos) > _SHOWN:
            lines.append(f"  … and {len(photos) - _SHOWN:,} more; “--csv FILE.csv” lists them all.")
    return "\n".join([*lines, *listed(comparison.problems)])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
