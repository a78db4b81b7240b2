"""`photosim map -o FILE`."""

from __future__ import annotations

import os
from argparse import Namespace

from photosim.app.exploring.map import MapMethod, map_photos
from photosim.app.exploring.map_export import check_format, write_map
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path
from photosim.domain.words import count_words


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Lay the photos out and write the map into a file."""
    target = os.path.abspath(options.output)
    check_format(target)
    with (
        library(options, existing=True) as workspace,
        stoppable() as cancel,
        progress_line(console) as line,
    ):
        looks = map_photos(workspace, MapMethod(options.method), line.show, cancel)
        if not looks.contents:
            raise PhotosimError("The library has no photos yet: photosim scan FOLDER")
        write_map(workspace, looks, target, line.show, cancel)
    shown, count = display_path(target), len(looks.contents)
    console.result(
        {"map": shown, "method": looks.method.value, "pictures": count},
        f"A map of {count_words(count, 'picture')} written to “{shown}”.",
    )
    return Exit.DONE
