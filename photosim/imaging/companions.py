"""Finds what lies beside a photo and belongs to it."""

from __future__ import annotations

import os
import re
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from photosim.domain.companions import Companion, CompanionKind
from photosim.domain.names import folded, original_stem, stem_of
from photosim.domain.progress import CancelToken
from photosim.imaging.formats import format_by_suffix, suffix_of

_FILMS = frozenset(("mov", "mp4", "m4v", "mp"))
_SOUNDS = frozenset(("wav", "m4a", "aac", "mp3"))
_SIDECARS = frozenset(("xmp", "aae", "thm", "pp3", "pp2", "dop", "on1", "cos", "arp", "rrdata", "json"))

# Google Takeout cuts the names of its notes so that they have 51 characters with ".json".
_NOTE_TAIL = ".supplemental-metadata"
_NOTE_LENGTHS = range(45, 48)
_COUNTED = re.compile(r"(.+)(\(\d+\))(\.[^.]+)")


def find_companions(
    paths: Iterable[str], cancel: CancelToken | None = None
) -> dict[str, tuple[Companion, ...]]:
    """What belongs to each of these photos; every folder is listed once.

    Names are compared without regard to case and to how accents are composed (a copy made by another
    system may differ in both).

    Args:
        paths: of photos, absolute.
        cancel: looked at for every folder.

    Returns:
        See `domain.companions.Companions`; photos that are not in their folder (any more) have none.

    Raises:
        Cancelled: a stop was asked for.
    """
    by_folder: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        by_folder[os.path.dirname(path)].append(path)
    found: dict[str, tuple[Companion, ...]] = {}
    for folder, photos in by_folder.items():
        if cancel is not None:
            cancel.checkpoint()
        beside = _Folder(folder)
        try:
            beside.look()
        except OSError:
            continue
        found.update((photo, beside.companions(os.path.basename(photo))) for photo in photos)
    return found


class CompanionFinder:
    """Tells what belongs to photos, one after the other, while files come and go.

    Every answer is of this moment. What the names of a folder mean is kept, so that a thousand questions
    about one folder cost a thousand listings of it and not a thousand times the thought.
    """

    def __init__(self) -> None:
        self._folders: dict[str, _Folder] = {}

    def of(self, path: str) -> tuple[Companion, ...] | None:
        """What belongs to a photo; None when its folder cannot be listed, so that nobody knows."""
        place, name = os.path.split(path)
        folder = self._folders.setdefault(place, _Folder(place))
        try:
            folder.look()
        except OSError:
            return None
        return folder.companions(name)


@dataclass(frozen=True, slots=True, order=True)
class _Picture:
    """A picture of a folder.

    Attributes:
        name: of the file.
        form: its format by name.
        twin: whether its name says that it was made of another one.
    """

    name: str
    form: str
    twin: bool

    def is_same_shot(self, other: _Picture) -> bool:
        """Whether two pictures of one stem come from one press of the button.

        Two files that no camera writes side by side (a.jpg, a.png) are a picture and its copy.
        """
        forms = {self.form, other.form}
        return self.twin != other.twin or "RAW" in forms or forms == {"JPEG", "HEIF"}


class _Folder:
    """The files of one folder, by what they may belong to."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._pictures: defaultdict[str, list[_Picture]] = defaultdict(list)
        self._besides: defaultdict[str, list[tuple[str, CompanionKind]]] = defaultdict(list)
        self._of_name: defaultdict[str, list[str]] = defaultdict(list)
        self._names: set[str] = set()

    def look(self) -> None:
        """Take in what lies in the folder now.

        Raises:
            OSError: it cannot be listed.
        """
        with os.scandir(self._path) as entries:
            # Links are nobody's companions: what they lead to may be anywhere.
            present = {entry.name for entry in entries if entry.is_file(follow_symlinks=False)}
        for name in self._names - present:
            self._drop(name)
        for name in sorted(present - self._names):
            self._take(name)
        self._names = present

    def companions(self, name: str) -> tuple[Companion, ...]:
        """What belongs to the photo of this name, in the order of the paths."""
        key, _ = _shot(name)
        own = next((picture for picture in self._pictures[key] if picture.name == name), None)
        if own is None:
            return ()
        shot = [other for other in self._pictures[key] if other is own or own.is_same_shot(other)]
        found = [
            Companion(self._join(other.name), CompanionKind.PICTURE, self._partners(key, other))
            for other in shot
            if other is not own
        ]
        everybody = self._joined(picture.name for picture in self._pictures[key])
        found += [Companion(self._join(beside), kind, everybody) for beside, kind in self._besides[key]]
        notes: defaultdict[str, list[str]] = defaultdict(list)
        for picture in self._pictures[key]:
            for note in self._notes(picture.name):
                notes[note].append(picture.name)
        names = {picture.name for picture in shot}
        found += [
            Companion(self._join(note), CompanionKind.SIDECAR, self._joined(noted))
            for note, noted in notes.items()
            if names.intersection(noted)
        ]
        return tuple(sorted(found, key=lambda companion: companion.path))

    def _take(self, name: str) -> None:
        form, suffix = format_by_suffix(name), suffix_of(name)
        key, twin = _shot(name)
        if form is not None:
            insort(self._pictures[key], _Picture(name, form.name, twin))
        elif suffix in _FILMS:
            insort(self._besides[key], (name, CompanionKind.FILM))
        elif suffix in _SOUNDS:
            insort(self._besides[key], (name, CompanionKind.SOUND))
        elif suffix in _SIDECARS:
            stem = name[: -len(suffix) - 1]
            if suffix == "json" or format_by_suffix(stem) is not None:
                insort(self._of_name[folded(stem)], name)
            else:
                insort(self._besides[key], (name, CompanionKind.SIDECAR))

    def _drop(self, name: str) -> None:
        key, _ = _shot(name)
        self._pictures[key] = [picture for picture in self._pictures[key] if picture.name != name]
        self._besides[key] = [(other, kind) for other, kind in self._besides[key] if other != name]
        title = folded(os.path.splitext(name)[0])
        self._of_name[title] = [note for note in self._of_name[title] if note != name]

    def _notes(self, name: str) -> list[str]:
        """The sidecars that name this one photo."""
        titles = dict.fromkeys(_titles(folded(name)))
        return [note for title in titles for note in self._of_name.get(title, ())]

    def _partners(self, key: str, picture: _Picture) -> tuple[str, ...]:
        return self._joined(
            other.name
            for other in self._pictures[key]
            if other is not picture and picture.is_same_shot(other)
        )

    def _joined(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._join(name) for name in names)

    def _join(self, name: str) -> str:
        return os.path.join(self._path, name)


def _shot(name: str) -> tuple[str, bool]:
    """What the files of one shot have in common, and whether this one was made of another."""
    # Google's motion photos: PXL_1.MP.jpg and PXL_1.MP.
    stem = stem_of(name).removesuffix(".mp")
    original = original_stem(stem)
    return (stem, False) if original is None else (original, True)


def _titles(name: str) -> list[str]:
    """The titles by which a sidecar may name the photo, all in folded form."""
    titles = [name, *_note_titles(name, "")]
    if counted := _COUNTED.fullmatch(name):
        # Takeout counts at the end of the title: "a(1).jpg" goes with "a.jpg(1).json".
        stem, counter, suffix = counted.groups()
        titles += [f"{stem}{suffix}{counter}", *_note_titles(f"{stem}{suffix}", counter)]
    return titles


def _note_titles(name: str, counter: str) -> list[str]:
    whole = name + _NOTE_TAIL
    cuts = {*range(len(name) + 1, len(whole) + 1), *_NOTE_LENGTHS}
    return [whole[:cut] + counter for cut in sorted(cuts) if cut <= len(whole)]
