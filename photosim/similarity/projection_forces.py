"""The forces between the points of a t-SNE map; not every pair of points is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import fft, sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NODES = 3
"""Grid lines in each box: the kernel is followed by parabolas."""
_FEWEST_BOXES = 30
_MOST_BOXES = 120
"""Across the map; boxes are one unit wide, the width of t-SNE's kernel, as long as there are not more."""
_GROWTH = 8


def attraction(
    points: NDArray[np.float64], near: sparse.csr_array, origins: NDArray[np.int32]
) -> NDArray[np.float64]:
    """How much each point is drawn to those whose codes are near its own.

    Args:
        points: (N, 2).
        near: (N, N), how near each two codes are, symmetric, its sum is 1.
        origins: the row of each stored value of `near`.

    Returns:
        (N, 2), sum over j of p_ij q_ij (y_i - y_j) with q = 1 / (1 + distance^2).
    """
    apart = points[origins] - points[near.indices]
    pulls = near.data / (1 + np.einsum("ij,ij->i", apart, apart))
    pulled = sparse.csr_array((pulls, near.indices, near.indptr), shape=near.shape)
    return np.asarray(np.asarray(pulled.sum(axis=1))[:, None] * points - pulled @ points)


class Repulsion:
    """How much each point is pushed away by all others; made once for all steps of a map.

    The sums over all pairs are taken on a grid: each point's share is spread over the nodes around it, a
    Fourier transform lets all nodes act on one another at once, and the outcome is interpolated at the
    points (Linderman et al. 2019, Fast interpolation-based t-SNE, https://doi.org/10.1038/s41592-018-0308-4).
    """

    def __init__(self) -> None:
        self._grid: tuple[int, float] = (0, 0.0)
        self._wide = self._narrow = np.zeros((0, 0), np.complex64)

    def __call__(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Take all sums.

        Args:
            points: (N, 2).

        Returns:
            (N, 2), sum over j of q_ij^2 (y_i - y_j), divided by the sum of all q; q = 1 / (1 + distance^2).
        """
        low = points.min(axis=0)
        boxes, width = _boxes(float((points - low).max()))
        self._prepare(boxes * _NODES, width / _NODES)
        room = self._room(boxes * _NODES)
        spread = _spreading((points - low) / width, boxes * _NODES)
        # Around the middle, where single precision is best.
        near = (points - points.mean(axis=0)).astype(np.float32)
        charges = np.column_stack((np.ones(len(points), np.float32), near))
        nodes = boxes * _NODES
        sources = fft.rfft2((spread.T @ charges).T.reshape(3, nodes, nodes), (room, room))
        felt = fft.irfft2(sources * self._narrow, (room, room))[:, :nodes, :nodes].reshape(3, -1)
        at_points = spread @ np.ascontiguousarray(felt.T)
        total = _energy(sources[0], self._wide, room) - len(points)
        pushed = at_points[:, :1] * near - at_points[:, 1:]
        return np.asarray(pushed / max(total, 1e-12), np.float64)

    def _prepare(self, nodes: int, step: float) -> None:
        if self._grid == (nodes, step):
            return
        self._grid = (nodes, step)
        room = self._room(nodes)
        line = ((np.minimum(np.arange(room), room - np.arange(room)) * step) ** 2).astype(np.float32)
        wide = 1 / (1 + line[:, None] + line[None, :])
        self._wide, self._narrow = fft.rfft2(wide), fft.rfft2(wide**2)

    @staticmethod
    def _room(nodes: int) -> int:
        # Twice as long, so that what goes over one edge does not come in at the other.
        return int(fft.next_fast_len(2 * nodes, real=True))


def _boxes(span: float) -> tuple[int, float]:
    """How many boxes there are across the map and how wide each is; few different answers."""
    if span <= _FEWEST_BOXES:
        return _FEWEST_BOXES, max(span, 1e-9) / (_FEWEST_BOXES - 0.5)
    if span < _MOST_BOXES:
        # A new grid costs two transforms: it lasts until the map has grown by some boxes.
        return (int(span) // _GROWTH + 1) * _GROWTH, 1.0
    return _MOST_BOXES, float(span / (_MOST_BOXES - 0.5))


def _energy(sources: NDArray[np.complex64], kernel: NDArray[np.complex64], room: int) -> float:
    """The sum of q over all pairs, each with itself, too: by Parseval's theorem, without a way back."""
    power = (sources.real**2 + sources.imag**2) * kernel.real
    # Half of the spectrum of real numbers stands for all of it.
    twice = 2 * float(power[:, 1:].sum(dtype=np.float64)) + float(power[:, 0].sum(dtype=np.float64))
    last = float(power[:, -1].sum(dtype=np.float64)) if room % 2 == 0 else 0.0
    return (twice - last) / room**2


def _spreading(places: NDArray[np.float64], nodes: int) -> sparse.csr_array:
    """What part of each point each node takes: (N, nodes^2), nine values a row, by Lagrange's polynomials."""
    first = np.minimum(places.astype(np.int32), nodes // _NODES - 1)
    inside = (places - first)[:, :, None]
    stands = (np.arange(_NODES) + 0.5) / _NODES
    share = np.ones((*places.shape, _NODES))
    for node in range(_NODES):
        for other in range(_NODES):
            if other != node:
                share[:, :, node] *= (inside[:, :, 0] - stands[other]) / (stands[node] - stands[other])
    lines = first[:, :, None] * np.int32(_NODES) + np.arange(_NODES, dtype=np.int32)
    columns = lines[:, 0, :, None] * np.int32(nodes) + lines[:, 1, None, :]
    shares = (share[:, 0, :, None] * share[:, 1, None, :]).astype(np.float32)
    rows = np.arange(0, shares.size + 1, _NODES**2, dtype=np.int32)
    return sparse.csr_array((shares.ravel(), columns.ravel(), rows), shape=(len(places), nodes**2))
