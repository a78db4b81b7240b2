"""`photosim odd`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from itertools import groupby

from photosim.app.exploring.odd import call_fine, odd_photos
from photosim.app.exploring.odd_words import KIND_WORDS
from photosim.app.judging.judgements import known_photo
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.files import display_path, plain_path
from photosim.domain.odd import NAMED_KINDS, OddKind, OddPhoto
from photosim.domain.words import count_words


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """List the odd photos, or say that some are fine."""
    kinds = tuple(OddKind(kind) for kind in options.kind or NAMED_KINDS)
    with (
        library(options, existing=True, compares=True) as workspace,
        stoppable() as cancel,
        progress_line(console) as line,
    ):
        for paths, fine in ((options.fine, True), (options.not_fine, False)):
            if paths:
                call_fine(workspace, [known_photo(workspace, path) for path in paths], fine=fine)
        odd = odd_photos(workspace, kinds, options.k, report=line.show, cancel=cancel)
    console.result(as_json(odd), as_text(odd))
    return Exit.DONE


def as_json(odd: Sequence[OddPhoto]) -> dict[str, object]:
    """The odd photos by their stable names."""
    return {
        "odd": [
            {
                "path": plain_path(one.photo.path),
                "kind": one.kind.value,
                "score": round(one.score, 6),
                "threshold": round(one.threshold, 6),
                "words": one.words,
            }
            for one in odd
        ]
    }


def as_text(odd: Sequence[OddPhoto]) -> str:
    """The odd photos for people, kind by kind."""
    if not odd:
        return "No photo stands out."
    lines = []
    for kind, photos in groupby(odd, key=lambda one: one.kind):
        listed = list(photos)
        name, description = KIND_WORDS[kind]
        lines += ["", f"{name}, {count_words(len(listed), 'photo')}. {description}"]
        for one in listed:
            lines += [
                f"  {one.score:6.3f} (over {one.threshold:.3f})  {display_path(one.photo.path)}",
                f"{'':25}{one.words}",
            ]
    return "\n".join(lines[1:])
