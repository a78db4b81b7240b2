"""Decoding processes that tests share: to start them takes longer than nearly all that is asked of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pebble import ProcessPool

from photosim.app import workspace
from photosim.app.scanning import stages
from photosim.domain.encoder import InputSpec
from photosim.domain.scanning import DecodeLimits
from photosim.imaging.pool import DecodePool

_LIMITS = DecodeLimits()


class _LentPool(DecodePool):
    """Reads in the processes of another pool, and leaves them running when it is closed."""

    def __init__(self, lender: DecodePool, spec: InputSpec, limits: DecodeLimits, workers: int) -> None:
        super().__init__(spec, limits, workers)
        self._lender = lender

    def _start(self) -> ProcessPool:
        self._pool = _running(self._lender)
        return self._pool

    def _stop(self) -> None:
        self._pool = None


@pytest.fixture(scope="session")
def decoding_processes() -> Iterator[DecodePool]:
    """Two processes that run until the end of the session."""
    with DecodePool(InputSpec(32, "BILINEAR"), _LIMITS, 2) as lender:
        # Now, not with the first picture: that test would seem to leave them behind.
        _running(lender)
        yield lender


@pytest.fixture
def lent_processes(decoding_processes: DecodePool, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is scanned or looked at in this test is decoded in processes that run already."""

    def lend(spec: InputSpec, limits: DecodeLimits, workers: int) -> DecodePool:
        # The limits bind a process from its start.
        if limits != _LIMITS:
            return DecodePool(spec, limits, workers)
        return _LentPool(decoding_processes, spec, limits, workers)

    for borrower in (stages, workspace):
        monkeypatch.setattr(borrower, "DecodePool", lend)


def _running(pool: DecodePool) -> ProcessPool:
    with pool._lock:
        return pool._pool if pool._pool is not None and pool._pool.active else pool._start()
