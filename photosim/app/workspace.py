"""A library that is open for work, with the encoder and the index that go with it."""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar, cast

import platformdirs

from photosim.app.cleaning.cleanup import recover
from photosim.app.cores import usable_cores
from photosim.app.model import open_model, shipped_folder
from photosim.app.nearest import KeptIndex
from photosim.catalog.codes import KeptCodes
from photosim.catalog.library import Library
from photosim.imaging.pool import DecodePool

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from types import TracebackType

    import numpy as np
    from numpy.typing import NDArray

    from photosim.domain.encoder import Encoder
    from photosim.domain.photo import ContentId, Photo
    from photosim.domain.similarity import NeighborIndex


Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Indexed:
    """The photos that can be compared; row i of every array is `contents[i]`.

    Attributes:
        contents: every content that has a code and at least one file, in a stable order.
        photos_by_content: the files of each content, by path.
        code: (N, D) float32, rows of unit L2 norm.
        bits: (N, 8) uint8.
        index: finds the nearest rows of `code`.
    """

    contents: list[ContentId]
    photos_by_content: dict[ContentId, list[Photo]]
    code: NDArray[np.float32]
    bits: NDArray[np.uint8]
    index: NeighborIndex


class Workspace:
    """An open library together with what is derived from it; safe to use from any thread.

    Attributes:
        recovery: what opening it found of interrupted work on files, to be told to the user.
    """

    def __init__(self, library: Library, model_folder: Path | None = None) -> None:
        """Take over an open library, and settle what was interrupted in it.

        Args:
            library: closed together with the workspace.
            model_folder: holds the model to use, None: the shipped one.
        """
        self._library = library
        self._model_folder = model_folder
        self._encoder: Encoder | None = None
        self._encoder_lock = threading.Lock()
        self._photos: tuple[int, list[Photo]] | None = None
        self._indexed: tuple[int, Indexed] | None = None
        self._remembered: dict[type, tuple[int, Hashable, object]] = {}
        self._cache_lock = threading.Lock()
        self._codes = KeptCodes()
        self._nearest = KeptIndex(library.folder, read_only=library.read_only)
        self._index_lock = threading.Lock()
        self._reader: DecodePool | None = None
        self._reader_lock = threading.Lock()
        self.recovery = recover(self)

    @property
    def library(self) -> Library:
        """The catalogue."""
        return self._library

    @property
    def model_folder(self) -> Path | None:
        """Holds the model in use; None: the shipped one."""
        return self._model_folder

    @property
    def encoder(self) -> Encoder:
        """The model; its card is read on first use, its graph when something is encoded.

        Raises:
            ModelError: its card is missing or malformed.
        """
        with self._encoder_lock:
            if self._encoder is None:
                self._encoder = open_model(self._model_folder or shipped_folder(), threads=_encoder_threads())
            return self._encoder

    @property
    def reader(self) -> DecodePool:
        """Reads single pictures that the user asks for, in processes of its own.

        Raises:
            LibraryError: the library's settings cannot be read.
            ModelError: the model's card is missing or malformed.
        """
        spec = self.encoder.input_spec
        with self._reader_lock:
            if self._reader is None:
                self._reader = DecodePool(spec, self._library.settings().limits, min(2, usable_cores()))
            return self._reader

    def photos(self) -> list[Photo]:
        """Every photo of the library by path, missing ones included; the caller must not change the list.

        Raises:
            LibraryError: the catalogue cannot be read.
        """
        with self._cache_lock:
            return self._current_photos(self._library.generation())

    def indexed(self) -> Indexed:
        """The photos that can be compared, kept until the catalogue changes.

        Raises:
            LibraryError: the catalogue cannot be read.
            ModelError: the model's files are missing or damaged.
        """
        model_id = self.encoder.model_id
        # Not the lock of the photos: whoever wants to list them does not wait for an index to be built.
        with self._index_lock:
            with self._cache_lock:
                generation = self._library.generation()
                photos = self._current_photos(generation)
            if self._indexed is None or self._indexed[0] != generation:
                self._indexed = (generation, self._index(photos, model_id))
            return self._indexed[1]

    def remembered(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What was made of the catalogue as it is now; made anew when the catalogue or the key has changed.

        Args:
            key: what it depends on besides photos and codes; one thing is kept for each type of key.
            make: makes it; other threads may make the same meanwhile.

        Raises:
            LibraryError: the catalogue cannot be read.
        """
        generation = self._library.generation()
        with self._cache_lock:
            known = self._remembered.get(type(key))
        if known is not None and known[:2] == (generation, key):
            return cast("Kept", known[2])
        made = make()
        with self._cache_lock:
            self._remembered[type(key)] = (generation, key, made)
        return made

    def _current_photos(self, generation: int) -> list[Photo]:
        if self._photos is None or self._photos[0] != generation:
            self._photos = (generation, self._library.photos())
        return self._photos[1]

    def _index(self, photos: list[Photo], model_id: str) -> Indexed:
        by_content: defaultdict[ContentId, list[Photo]] = defaultdict(list)
        for photo in photos:
            by_content[photo.content].append(photo)
        table = self._library.codes(model_id, self._codes)
        rows = [row for row, content in enumerate(table.contents) if content in by_content]
        contents, code, bits = table.contents, table.code, table.bits
        if len(rows) < len(contents):
            contents, code, bits = [contents[row] for row in rows], code[rows], bits[rows]
        return Indexed(
            contents=contents,
            photos_by_content={content: by_content[content] for content in contents},
            code=code,
            bits=bits,
            index=self._nearest.over(code, contents, model_id),
        )

    def stop_reading(self) -> None:
        """End what `reader` has in hand, so that nobody waits for it any more."""
        with self._reader_lock:
            if self._reader is not None:
                self._reader.close()

    def close(self) -> None:
        """Close the library; the workspace is of no use afterwards."""
        self.stop_reading()
        self._library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def default_library_folder() -> str:
    """Where the library lies when none is named: in the platform's folder for the user's data."""
    return os.path.join(platformdirs.user_data_dir("photosim", appauthor=False), "library")


def open_workspace(
    folder: str | None, *, read_only: bool = False, model_folder: Path | None = None
) -> Workspace:
    """Open the library in `folder` (None: the default place), made if it is not there yet.

    Args:
        folder: the library's folder.
        read_only: never change it, and leave it to others to do so.
        model_folder: holds the model to use, None: the shipped one.

    Raises:
        LibraryError: the folder or its databases cannot be used.
    """
    place = os.path.abspath(folder) if folder else default_library_folder()
    return Workspace(Library.open(place, read_only=read_only), model_folder)


def _encoder_threads() -> int:
    # Decoding takes most of the time and has its own processes: encoding needs a part of the cores only.
    return max(1, usable_cores() // 4)
