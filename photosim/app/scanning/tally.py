"""What a scan has done so far, told in portions."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence

from photosim.catalog.records import FileState
from photosim.domain.files import FoundFile, Problem, display_path
from photosim.domain.photo import Photo
from photosim.domain.progress import Progress, RateMeter
from photosim.domain.scanning import ScanProgress


class Tally:
    """Counts files and collects finds between two reports; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: list[FoundFile] = []
        self._stored: list[Photo] = []
        self._problems: list[Problem] = []
        self._files_found = 0
        self._to_read = 0
        self._read = 0
        self._done = 0
        self._discovered = False
        self._latest = ""
        self._walking = RateMeter()
        self._reading = RateMeter()
        self.states: Counter[FileState] = Counter()
        """Files that are settled, by what the catalogue made of them."""
        self.photos_read = 0
        """Files that were read, decoded and stored."""
        self.problems_stored = 0
        """Files and folders that were found to be a problem."""

    def found(self, file: FoundFile) -> None:
        """Discovery came upon a file."""
        with self._lock:
            self._found.append(file)
            self._files_found += 1
            self._latest = file.path

    def discovered(self) -> None:
        """Discovery has ended."""
        with self._lock:
            self._discovered = True

    def classified(self, states: Sequence[FileState]) -> None:
        """The catalogue told which files need reading; the others are settled."""
        with self._lock:
            for state in states:
                if state.needs_reading:
                    self._to_read += 1
                else:
                    self._done += 1
                    self.states[state] += 1

    def read(self, path: str) -> None:
        """A file was read, with whatever outcome."""
        with self._lock:
            self._latest = path

    def stored(
        self, photos: Sequence[Photo], states: Sequence[FileState], problems: Sequence[Problem]
    ) -> None:
        """Photos and problems of files are in the catalogue."""
        with self._lock:
            self._stored += photos
            self._problems += problems
            self.states.update(states)
            self.photos_read += len(photos)
            self.problems_stored += len(problems)

    def settled(self, files: int) -> None:
        """So many files that needed reading are done."""
        with self._lock:
            self._read += files
            self._done += files

    def restart_clocks(self) -> None:
        """Forget the rates after a pause."""
        with self._lock:
            self._walking, self._reading = RateMeter(), RateMeter()

    def take_progress(self) -> ScanProgress:
        """Everything since the last call."""
        with self._lock:
            walking, reading = self._walking.update(self._done), self._reading.update(self._read)
            progress = Progress(
                stage="Reading photos" if self._to_read else "Looking for photos",
                done=self._done,
                total=self._files_found,
                rate=reading if self._to_read else walking,
                detail=display_path(self._latest),
            )
            told = ScanProgress(
                progress, self._discovered, tuple(self._found), tuple(self._stored), tuple(self._problems)
            )
            self._found, self._stored, self._problems = [], [], []
            return told
