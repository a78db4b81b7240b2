"""`photosim map -o FILE`."""

from __future__ import annotations

from argparse import Namespace

from photosim.app.exploring.map import MapMethod, map_photos
from photosim.app.exploring.map_export import check_format, write_faces_map, write_map
from photosim.app.exploring.map_faces import map_faces
from photosim.app.workspace import Workspace
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.output import output_path
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path, plain_path
from photosim.domain.progress import CancelToken, Report
from photosim.domain.words import count_words


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Lay the photos out and write the map into a file."""
    check_format(options.output)
    target = output_path(options.output, drawn=options.output.lower().endswith(".png"))
    with (
        library(options, existing=True, compares=True) as workspace,
        stoppable() as cancel,
        progress_line(console) as line,
    ):
        if workspace.library.photo(target) is not None:
            raise PhotosimError(
                f"“{display_path(target)}” is a photo of the library, and nothing is written over it: choose "
                "another name."
            )
        write = _faces if options.of == "faces" else _photos
        count = write(workspace, MapMethod(options.method), target, line.show, cancel)
    shown = display_path(target)
    counted = count_words(count, *_COUNTED[options.of])
    console.result(
        {"map": plain_path(target), "method": options.method, _COUNTED[options.of][1]: count},
        f"A map of {counted} written to “{shown}”.",
    )
    return Exit.DONE


_COUNTED = {"photos": ("picture", "pictures"), "faces": ("face", "faces")}


def _photos(workspace: Workspace, method: MapMethod, target: str, report: Report, cancel: CancelToken) -> int:
    looks = map_photos(workspace, method, report, cancel)
    if not looks.contents:
        raise PhotosimError("The library has no photos yet: photosim scan FOLDER")
    write_map(workspace, looks, target, report, cancel)
    return len(looks.contents)


def _faces(workspace: Workspace, method: MapMethod, target: str, report: Report, cancel: CancelToken) -> int:
    mapped = map_faces(workspace, method, report, cancel)
    if not mapped.faces:
        raise PhotosimError("The library knows no faces yet: photosim people find")
    write_faces_map(workspace, mapped, target, cancel)
    return len(mapped.faces)
