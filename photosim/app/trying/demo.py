"""A small library to try photosim on, made from the photos that scikit-learn ships."""

from __future__ import annotations

import os
from functools import cache

from PIL import Image
from sklearn.datasets import load_sample_image

from photosim.app.atomic import write_atomically
from photosim.app.trying.demo_recipe import SCENES, DemoPhoto, demo_photos
from photosim.app.trying.edits import Picture, encode
from photosim.app.workspace import default_library_folder
from photosim.domain.errors import FileError, SafetyError
from photosim.domain.files import display_path
from photosim.domain.progress import CancelToken, Progress, Report

_MARK = ".photosim-demo"
_MARK_TEXT = """\
Made by photosim to try it on. You may delete this folder.

The pictures are edits of two photos that scikit-learn ships, both under CC BY 2.0
(https://creativecommons.org/licenses/by/2.0/):
the pagoda by danielbuechele, https://www.flickr.com/photos/danielbuechele/6061409035/
the dahlia by vultilion, https://www.flickr.com/photos/vultilion/6056698931/
"""


def default_demo_folder(library: str | None) -> str:
    """Where the demo goes when no place is named: into `library`, or into the default one.

    Its neighbour "library" is left to the demo's own library.
    """
    base = os.path.abspath(library) if library else default_library_folder()
    return os.path.join(base, "demo", "photos")


def make_demo(folder: str, report: Report, cancel: CancelToken) -> str:
    """Fill a new or empty folder with about forty photos: originals, copies, edits, bursts.

    A folder that already holds the demo gets the files that are missing; what is there stays as it is.

    Args:
        folder: where to write; made if it is not there yet.
        report: told after each photo.
        cancel: stops between two photos.

    Returns:
        The folder, absolute.

    Raises:
        SafetyError: the folder holds files that are not the demo's.
        FileError: the folder or a photo cannot be written.
        Cancelled: stopped; calling again goes on from there.
    """
    place = os.path.abspath(folder)
    _claim(place)
    scene = cache(_scene)
    photos = demo_photos()
    for done, photo in enumerate(photos):
        cancel.checkpoint()
        report(Progress("Making the demo photos", done, len(photos), detail=photo.path))
        target = os.path.join(place, *photo.path.split("/"))
        if not os.path.exists(target):
            _write(target, photo, scene(photo.scene))
    report(Progress("Making the demo photos", len(photos), len(photos)))
    return place


def _claim(folder: str) -> None:
    mark = os.path.join(folder, _MARK)
    try:
        os.makedirs(folder, exist_ok=True)
        if not os.path.exists(mark):
            if os.listdir(folder):
                raise SafetyError(
                    f"“{display_path(folder)}” already holds files. "
                    "The demo is only written into a new or empty folder: please name another one."
                )
            write_atomically(mark, _MARK_TEXT.encode())
    except OSError as error:
        raise FileError("make the demo folder", display_path(folder), _reason(error)) from error


def _write(target: str, photo: DemoPhoto, scene: Picture) -> None:
    data = encode(photo.edit(scene), photo.save)
    try:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        write_atomically(target, data)
    except OSError as error:
        raise FileError("write", display_path(target), _reason(error)) from error


def _scene(name: str) -> Picture:
    recipe = SCENES[name]
    part = Image.fromarray(load_sample_image(recipe.source)).crop(recipe.box)
    height = round(part.height * recipe.width / part.width)
    return part.resize((recipe.width, height), Image.Resampling.LANCZOS)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
