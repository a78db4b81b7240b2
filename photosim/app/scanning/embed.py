"""Pictures become rows of numbers, for notebooks and benchmarks; no library is involved."""

from __future__ import annotations

import io
import itertools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.atomic import write_atomically
from photosim.app.scanning.stages import ENCODER_BATCH, decode_workers
from photosim.domain.errors import Cancelled, FileError
from photosim.domain.files import FoundFile, Problem, Root, display_path
from photosim.domain.progress import CancelToken, Progress, RateMeter, Report
from photosim.domain.scanning import ScanSettings
from photosim.imaging.discover import walk
from photosim.imaging.pool import DecodePool

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.domain.encoder import Encoder
    from photosim.domain.photo import ReadPhoto


@dataclass(frozen=True, slots=True)
class Embedding:
    """The codes of N pictures, by path.

    Attributes:
        paths: N absolute paths, sorted.
        code: (N, D) float32, rows of unit L2 norm.
        bits: (N, 8) uint8.
        reconstruction_error: (N,) float32, see `Encoder.reconstruction_error`.
        problems: what could not be encoded.
    """

    paths: tuple[str, ...]
    code: NDArray[np.float32]
    bits: NDArray[np.uint8]
    reconstruction_error: NDArray[np.float32]
    problems: tuple[Problem, ...]


def embed(encoder: Encoder, folders: Sequence[str], report: Report, cancel: CancelToken) -> Embedding:
    """Encode every picture below the folders.

    Args:
        encoder: the model.
        folders: walked as a scan does.
        report: told after each batch.
        cancel: stops between two pictures.

    Raises:
        FileError: a folder is not there.
        ModelError: the model cannot be used.
        Cancelled: stopped; nothing is left behind.
    """
    settings = ScanSettings()
    problems: list[Problem] = []
    files = _found(_roots(folders), settings, problems, cancel)
    rows: list[tuple[str, NDArray[np.float32], NDArray[np.uint8], np.float32]] = []
    first = next(files, None)
    if first is not None:
        meter = RateMeter()
        with DecodePool(encoder.input_spec, settings.limits, decode_workers()) as pool:
            outcomes = pool.read_many(itertools.chain([first], files), cancel)
            for batch in _batches(outcomes, problems):
                cancel.checkpoint()
                rows += _encode(encoder, batch)
                done = len(rows)
                report(Progress("Encoding photos", done, rate=meter.update(done), detail=rows[-1][0]))
    if cancel.cancelled:
        raise Cancelled
    rows.sort(key=lambda row: os.fsencode(row[0]))
    problems.sort(key=lambda problem: os.fsencode(problem.path))
    width = len(rows[0][1]) if rows else 0
    return Embedding(
        paths=tuple(row[0] for row in rows),
        code=np.array([row[1] for row in rows], np.float32).reshape(len(rows), width),
        bits=np.array([row[2] for row in rows], np.uint8).reshape(len(rows), 8),
        reconstruction_error=np.array([row[3] for row in rows], np.float32),
        problems=tuple(problems),
    )


def save_npz(embedding: Embedding, path: str) -> None:
    """Write the arrays `paths`, `code`, `bits` and `reconstruction_error`, whole or not at all.

    Raises:
        FileError: the file cannot be written.
    """
    target = io.BytesIO()
    np.savez(
        target,
        paths=np.array(embedding.paths, np.str_),
        code=embedding.code,
        bits=embedding.bits,
        reconstruction_error=embedding.reconstruction_error,
    )
    write_atomically(path, target.getvalue())


def _roots(folders: Sequence[str]) -> list[Root]:
    roots = [Root(os.path.abspath(folder)) for folder in folders]
    for root in roots:
        if not os.path.isdir(root.path):
            raise FileError("read the folder", display_path(root.path), "it is not there.")
    return roots


def _found(
    roots: Sequence[Root], settings: ScanSettings, problems: list[Problem], cancel: CancelToken
) -> Iterator[FoundFile]:
    for item in walk(roots, settings, cancel):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield item


def _batches(
    outcomes: Iterator[ReadPhoto | Problem], problems: list[Problem]
) -> Iterator[tuple[ReadPhoto, ...]]:
    def photos() -> Iterator[ReadPhoto]:
        for outcome in outcomes:
            if isinstance(outcome, Problem):
                problems.append(outcome)
            else:
                yield outcome

    source = photos()
    while batch := tuple(itertools.islice(source, ENCODER_BATCH)):
        yield batch


def _encode(
    encoder: Encoder, batch: Sequence[ReadPhoto]
) -> Iterator[tuple[str, NDArray[np.float32], NDArray[np.uint8], np.float32]]:
    pixels = np.stack([photo.model_input for photo in batch])
    codes = encoder.encode(pixels)
    errors = encoder.reconstruction_error(pixels)
    for row, photo in enumerate(batch):
        yield photo.path, codes.code[row], codes.bits[row], errors[row]
