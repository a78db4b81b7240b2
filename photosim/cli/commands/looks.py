"""`photosim looks`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from photosim.app.exploring.looks import Look, Looks, LooksOrder, find_looks
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.work import library
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path, plain_path
from photosim.domain.words import count_words

_SHOWN = 3


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """List the buckets of the semantic hash."""
    with library(options, read_only=True, compares=True) as workspace:
        if not workspace.library.photo_count():
            raise PhotosimError("The library has no photos yet: photosim scan FOLDER")
        looks = find_looks(workspace, LooksOrder(options.order), options.bits)
    shown = looks.looks[: options.max]
    console.result(as_json(looks, shown), as_text(looks, shown))
    return Exit.DONE


def as_json(looks: Looks, shown: Sequence[Look]) -> dict[str, object]:
    """The result by its stable names."""
    return {
        "bits": looks.bits,
        "looks": [
            {"bucket": look.name, "photos": [plain_path(photo.path) for photo in look.photos]}
            for look in shown
        ],
        "alone": [plain_path(photo.path) for photo in looks.alone],
    }


def as_text(looks: Looks, shown: Sequence[Look]) -> str:
    """The result for people."""
    lines = []
    for look in shown:
        lines.append(f"{look.name}  {count_words(len(look.photos), 'photo')}")
        lines += [f"    {display_path(photo.path)}" for photo in look.photos[:_SHOWN]]
        if len(look.photos) > _SHOWN:
            lines.append(f"    … and {len(look.photos) - _SHOWN:,} more")
    hidden = len(looks.looks) - len(shown)
    if hidden:
        lines.append(f"{count_words(hidden, 'more row')}.")
    lines.append(f"{count_words(len(looks.alone), 'photo')} without others of its looks.")
    return "\n".join(lines)
