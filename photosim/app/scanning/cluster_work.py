"""What a worker of a cluster does: files become photos with their codes, as a scan on one machine makes them.

Imported by the workers: photosim is installed there, too.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from distributed import Worker, WorkerPlugin, get_worker

from photosim import __version__
from photosim.app.model import open_model, shipped_folder
from photosim.app.scanning.encoding import encoded
from photosim.catalog.records import Recorded
from photosim.domain.errors import ModelError
from photosim.domain.files import FoundFile, Problem
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import DecodeLimits
from photosim.imaging.pool import DecodePool

if TYPE_CHECKING:
    from photosim.domain.encoder import Encoder

_NO_PIXELS = np.empty((0, 0, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with every file of a scan.

    Attributes:
        name: of the scan, unlike that of any other.
        version: of photosim where the scan was started.
        model_folder: holds the model on every machine; None: the shipped one.
        model_id: of the model where the scan was started.
        limits: what one file may cost.
    """

    name: str
    version: str
    model_folder: Path | None
    model_id: str
    limits: DecodeLimits


@dataclass(frozen=True, slots=True)
class Work:
    """What came of some files.

    Attributes:
        outcomes: for each file, in any order, the photo with its code, or why it is none.
        objection: why this worker cannot do the work, in a sentence; "" when it did.
    """

    outcomes: tuple[Recorded | Problem, ...] = ()
    objection: str = ""


def read_and_encode(
    encoder: Encoder, pool: DecodePool, files: Sequence[FoundFile]
) -> list[Recorded | Problem]:
    """Read files and encode them; the pixels stay here."""
    outcomes = list(pool.read_many(files, CancelToken()))
    photos = [outcome for outcome in outcomes if not isinstance(outcome, Problem)]
    records: list[Recorded | Problem] = [
        replace(record, read=replace(record.read, model_input=_NO_PIXELS))
        for record in encoded(encoder, photos)
    ]
    return records + [outcome for outcome in outcomes if isinstance(outcome, Problem)]


class Station(WorkerPlugin):
    """A worker's model and decoding processes, for one scan; there as long as the scan is."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self.name = order.name

    def setup(self, worker: Worker) -> None:
        """Get ready; the processes start with the first file."""
        # Dask forbids its workers processes of their own; these end with the worker, as daemons do.
        multiprocessing.current_process().daemon = False
        self._lock = threading.Lock()
        self._threads = worker.state.nthreads
        self._encoder: Encoder | None = None
        self._pool: DecodePool | None = None
        self.objection = _objection(self._order)

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - the contract
        """End the processes."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()

    def work(self, files: Sequence[FoundFile]) -> Work:
        """Do what was ordered.

        Raises:
            ModelError: the model's file is missing or damaged.
        """
        if self.objection:
            return Work(objection=self.objection)
        encoder, pool = self._tools()
        return Work(tuple(read_and_encode(encoder, pool, files)))

    def _tools(self) -> tuple[Encoder, DecodePool]:
        with self._lock:
            if self._encoder is None:
                self._encoder = open_model(self._order.model_folder or shipped_folder())
            if self._pool is None:
                self._pool = DecodePool(self._encoder.input_spec, self._order.limits, self._threads)
            return self._encoder, self._pool


def work(name: str, files: Sequence[FoundFile]) -> Work:
    """The task that is sent to the workers: some files for the scan of that name."""
    station = get_worker().plugins[name]
    assert isinstance(station, Station)
    return station.work(files)


def objection(name: str, dask_worker: Worker) -> str:
    """Ask a worker, which Dask puts in, whether it can do the work of the scan of that name."""
    station = dask_worker.plugins[name]
    assert isinstance(station, Station)
    return station.objection


def _objection(order: Order) -> str:
    if __version__ != order.version:
        return f"has photosim {__version__}, and this one is {order.version}: install the same version there"
    try:
        model_id = open_model(order.model_folder or shipped_folder()).model_id
    except ModelError as error:
        return f"cannot use the model: {error}"
    if model_id != order.model_id:
        return f"has the model {model_id}, and the scan is made with {order.model_id}: give both the same one"
    return ""
