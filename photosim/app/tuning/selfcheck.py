"""Tries on copies of the user's own photos what the present settings find."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from PIL import Image

from photosim.app.cores import usable_cores
from photosim.app.finding.groups import find_groups
from photosim.app.scanning.scan import scan
from photosim.app.tuning.selfcheck_edits import TRIAL_EDITS, TrialEdit
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.errors import FileError, PhotosimError, SafetyError
from photosim.domain.files import Root, display_path
from photosim.domain.names import is_below
from photosim.domain.progress import CancelToken, Progress, RateMeter, Report
from photosim.domain.rules import RuleName, RuleSet, moved
from photosim.domain.scanning import ScanSettings
from photosim.domain.similarity import Group, Relation
from photosim.domain.words import size_words

if TYPE_CHECKING:
    from photosim.domain.photo import Photo

STAGE = "Editing copies"
DEFAULT_PHOTOS = 25
# Larger than what messengers and the web make of photos; the original is read as it is.
_SIDE = 1600
_MARGIN_BYTES = 500 * 1024**2
_ORIGINALS = "originals"


@dataclass(frozen=True, slots=True)
class EditResult:
    """What was found of one kind of edit.

    Attributes:
        edit: the kind.
        made: copies.
        found: those in one group with the photo they were made of.
        relations: what those were called, and how often.
        missed: paths of the photos whose copy was not found.
    """

    edit: TrialEdit
    made: int
    found: int
    relations: dict[Relation, int]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What the present settings find.

    Attributes:
        photos: paths of the photos that were tried.
        unreadable: paths of photos that were chosen and could not be read.
        results: one for each kind of edit.
        joined: two photos of the user that came into one group: the same picture, or a mistake.
        strays: a photo, and another one in whose group a copy of the first was found without it.
        strictness: of the library, 0..100.
        seconds: wall time.
    """

    photos: tuple[str, ...]
    unreadable: tuple[str, ...]
    results: tuple[EditResult, ...]
    joined: tuple[tuple[str, str], ...]
    strays: tuple[tuple[str, str], ...]
    strictness: int
    seconds: float

    @property
    def made(self) -> int:
        """Copies in all."""
        return sum(result.made for result in self.results)

    @property
    def found(self) -> int:
        """Copies that were found."""
        return sum(result.found for result in self.results)


def self_check(
    workspace: Workspace,
    report: Report,
    cancel: CancelToken,
    photos: int = DEFAULT_PHOTOS,
    edits: Sequence[TrialEdit] = TRIAL_EDITS,
) -> SelfCheck:
    """Edit copies of some of the user's photos, and find groups among them with the present settings.

    The user's files are only read. Copies and a library of their own lie in a temporary folder outside
    of all folders of the library, and are removed at the end.

    Args:
        workspace: the library; its model and its strictness are used.
        report: told of each step.
        cancel: stops between two photos.
        photos: how many to try, spread evenly over the library.
        edits: what is done to each.

    Raises:
        Cancelled: a stop was asked for; the temporary folder is gone then, too.
        LibraryError: the catalogue cannot be read.
        ModelError: the model cannot be used.
        PhotosimError: the library has no photos, or there is too little room for copies.
        SafetyError: every place for temporary files lies in a folder of the library.
    """
    started = time.monotonic()
    chosen = choose_photos(workspace.photos(), photos)
    if not chosen:
        raise PhotosimError("There is no photo to try: the library is empty, or its folders are not there.")
    with temporary_folder(workspace) as folder:
        trial = _Trial(workspace, os.path.join(folder, "photos"), edits)
        trial.make(chosen, report, cancel)
        groups = _groups_of(workspace, folder, report, cancel)
        return trial.judged(groups, time.monotonic() - started)


def choose_photos(photos: Sequence[Photo], number: int) -> list[Photo]:
    """At most so many photos that are there, each of other pixels, spread evenly over the paths."""
    seen: set[bytes] = set()
    distinct = []
    for photo in photos:
        if not photo.missing and photo.preview_digest not in seen:
            seen.add(photo.preview_digest)
            distinct.append(photo)
    number = min(number, len(distinct))
    return [distinct[place * len(distinct) // number] for place in range(number)]


@contextmanager
def temporary_folder(workspace: Workspace) -> Iterator[str]:
    """A new folder outside of all folders of the library; gone with all in it afterwards.

    Raises:
        SafetyError: there is no such place.
        PhotosimError: it cannot be made or removed.
    """
    roots = [os.path.realpath(root.path) for root in workspace.library.roots()]
    places = [tempfile.gettempdir(), workspace.library.folder]
    outside = [place for place in places if not any(_is_in(os.path.realpath(place), root) for root in roots)]
    if not outside:
        raise SafetyError(
            f"“{display_path(places[0])}” lies in a folder of the library, where photosim writes nothing. "
            "Set the variable TMPDIR to a folder outside."
        )
    try:
        with tempfile.TemporaryDirectory(prefix="photosim-self-check-", dir=outside[0]) as folder:
            yield folder
    except OSError as error:
        raise PhotosimError(f"The folder for temporary files cannot be used: {error}") from error


def _is_in(path: str, folder: str) -> bool:
    return path == folder or is_below(path, folder)


class _Trial:
    """Originals and their edited copies in the temporary folder."""

    def __init__(self, workspace: Workspace, folder: str, edits: Sequence[TrialEdit]) -> None:
        self._workspace = workspace
        self._folder = folder
        self._edits = edits
        self._photos: list[Photo] = []
        self._unreadable: list[str] = []
        self._original_of: dict[str, int] = {}
        self._copies: dict[str, tuple[int, TrialEdit]] = {}

    def make(self, chosen: Sequence[Photo], report: Report, cancel: CancelToken) -> None:
        """Write all files."""
        _demand_room(self._folder, sum(photo.stamp.size for photo in chosen))
        meter = RateMeter()
        with ThreadPoolExecutor(usable_cores(), thread_name_prefix="edit") as pool:
            for done, photo in enumerate(chosen):
                cancel.checkpoint()
                told = Progress(STAGE, done, len(chosen), meter.update(done), display_path(photo.path))
                report(told)
                try:
                    self._make_of(photo, pool)
                except FileError:
                    self._unreadable.append(photo.path)
        report(Progress(STAGE, len(chosen), len(chosen)))

    def judged(self, groups: Sequence[Group], seconds: float) -> SelfCheck:
        """What the groups tell of the copies."""
        found: dict[str, Relation] = {}
        joined: list[tuple[str, str]] = []
        strays: list[tuple[str, str]] = []
        for group in groups:
            members = {member.photo.path: member.relation for member in group.members}
            own = sorted(self._original_of[path] for path in members if path in self._original_of)
            joined += [(self._photos[one].path, self._photos[two].path) for one, two in combinations(own, 2)]
            for path, relation in members.items():
                if path not in self._copies:
                    continue
                original, _ = self._copies[path]
                if original in own:
                    found[path] = relation
                elif own:
                    strays += [(self._photos[original].path, self._photos[other].path) for other in own]
        return SelfCheck(
            photos=tuple(photo.path for photo in self._photos),
            unreadable=tuple(self._unreadable),
            results=tuple(self._result(edit, found) for edit in self._edits),
            joined=tuple(joined),
            strays=tuple(strays),
            strictness=self._workspace.library.strictness(),
            seconds=seconds,
        )

    def _make_of(self, photo: Photo, pool: ThreadPoolExecutor) -> None:
        raster = self._workspace.reader.render(photo.path, _SIDE)
        picture = Image.frombytes("RGB", (raster.width, raster.height), raster.rgb)
        number = len(self._photos)
        name = os.path.join(
            self._folder, "originals", f"{number:04}{os.path.splitext(photo.path)[1].lower()}"
        )
        _write(name, _bytes_of(photo.path))
        facts = photo.facts
        made = pool.map(lambda edit: edit.made_of(picture, facts.taken_at, facts.camera), self._edits)
        copies = {}
        for edit, data in zip(self._edits, made, strict=True):
            suffix = {"JPEG": "jpg"}.get(edit.save.format, edit.save.format.lower())
            path = os.path.join(self._folder, edit.name, f"{number:04}.{suffix}")
            _write(path, data)
            copies[path] = number, edit
        self._photos.append(photo)
        self._original_of[name] = number
        self._copies.update(copies)

    def _result(self, edit: TrialEdit, found: dict[str, Relation]) -> EditResult:
        copies = {path: number for path, (number, made) in self._copies.items() if made is edit}
        relations = Counter(found[path] for path in copies if path in found)
        missed = tuple(self._photos[number].path for path, number in copies.items() if path not in found)
        return EditResult(edit, len(copies), len(copies) - len(missed), dict(relations), missed)


def _groups_of(workspace: Workspace, folder: str, report: Report, cancel: CancelToken) -> list[Group]:
    library = workspace.library
    settings = ScanSettings(limits=library.settings().limits)
    place = os.path.join(folder, "library")
    with open_workspace(place, model_folder=workspace.model_folder) as trial:
        trial.library.save_rules(_keeping(os.path.join(folder, "photos", _ORIGINALS)))
        trial.library.save_strictness(library.strictness())
        roots = [Root(os.path.join(folder, "photos"))]
        scan(trial, roots, settings, lambda told: report(told.progress), cancel)
        # A scan tells of a stop in its summary, and keeps what it has.
        cancel.checkpoint()
        return find_groups(trial, Relation.SAME_PICTURE, report, cancel)


def _keeping(originals: str) -> RuleSet:
    """Rules that keep the originals: relations are told as seen from the photo that is kept."""
    rules = RuleSet(folders=(originals,))
    names = [use.name for use in rules.copies]
    return replace(rules, copies=moved(rules.copies, names.index(RuleName.FOLDER), 0))


def _demand_room(folder: str, size: int) -> None:
    """Make the folder, if it has room for the copies.

    Raises:
        PhotosimError: it has not.
    """
    os.makedirs(folder)
    free = shutil.disk_usage(folder).free
    if free < size + _MARGIN_BYTES:
        raise PhotosimError(
            f"There is too little room for copies in “{display_path(folder)}”: {size_words(free)} are free, "
            f"{size_words(size + _MARGIN_BYTES)} are needed. Try fewer photos."
        )


def _bytes_of(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise FileError("read", path, error.strerror or str(error)) from error


def _write(path: str, data: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
