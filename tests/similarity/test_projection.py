"""Maps of codes: true to the codes, the same every time, going on from what is known."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from photosim.domain.errors import Cancelled
from photosim.domain.progress import CancelToken, Progress, silent
from photosim.domain.similarity import Neighbors
from photosim.similarity import projection_layout
from photosim.similarity.exact import ExactIndex
from photosim.similarity.index_graph import nearest_others
from photosim.similarity.projection import principal
from photosim.similarity.projection_forces import Repulsion, attraction
from photosim.similarity.projection_layout import joined, lay_out
from photosim.similarity.projection_tsne import Stage, affinities

Codes = NDArray[np.float32]


@pytest.fixture(autouse=True, scope="module")
def few_steps() -> Iterator[None]:
    """So few points find their places in fewer steps than a library needs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(projection_layout, "FRESH", (Stage(50, 12.0, 0.5), Stage(50, 1.0, 0.8)))
        patch.setattr(projection_layout, "WARM", (Stage(25, 1.0, 0.8),))
        yield


def clusters(count: int = 160, kinds: int = 5, seed: int = 0) -> tuple[Codes, NDArray[np.int64]]:
    """Unit codes of some kinds, and the kind of each."""
    rng = np.random.default_rng(seed)
    middles = rng.normal(size=(kinds, 32))
    kind = rng.integers(kinds, size=count)
    codes = middles[kind] + rng.normal(scale=0.4, size=(count, 32))
    return (codes / np.linalg.norm(codes, axis=1, keepdims=True)).astype(np.float32), kind


def mapped(codes: Codes, known: Codes | None = None) -> Codes:
    unknown = np.full((len(codes), 2), np.nan, np.float32)
    return lay_out(codes, unknown if known is None else known, silent, CancelToken())


@pytest.fixture(scope="module")
def made() -> tuple[Codes, NDArray[np.int64], Codes]:
    codes, kind = clusters()
    return codes, kind, mapped(codes)


def test_the_grid_gives_what_all_pairs_give() -> None:
    points = np.random.default_rng(1).normal(0, 6, (400, 2))
    apart = points[:, None] - points[None]
    near = 1 / (1 + (apart**2).sum(axis=2))
    np.fill_diagonal(near, 0)
    wished = ((near**2)[:, :, None] * apart).sum(axis=1) / near.sum()
    pushed = Repulsion()(points)
    assert np.sqrt(((pushed - wished) ** 2).mean() / (wished**2).mean()) < 0.08


def test_neighbours_attract_each_other() -> None:
    near = affinities(Neighbors(np.full((3, 2), 0.5, np.float32), np.array([[1, 2], [0, 2], [0, 1]])))
    assert near.sum() == pytest.approx(1)
    points = np.array([(0.0, 0.0), (1.0, 0.0), (0.0, 2.0)])
    origins = np.repeat(np.arange(3, dtype=np.int32), 2)
    pulled = attraction(points, near, origins)
    dense = near.toarray() / (1 + ((points[:, None] - points[None]) ** 2).sum(axis=2))
    wished = (dense[:, :, None] * (points[:, None] - points[None])).sum(axis=1)
    np.testing.assert_allclose(pulled, wished, atol=1e-12)


def test_like_lies_with_like(made: tuple[Codes, NDArray[np.int64], Codes]) -> None:
    from sklearn.manifold import trustworthiness

    codes, kind, places = made
    nearest = ExactIndex(places).query(places, 6).rows[:, 1:]
    assert (kind[nearest] == kind[:, None]).mean() > 0.9
    quick = trustworthiness(codes, principal(codes), n_neighbors=10)
    assert trustworthiness(codes, places, n_neighbors=10) > quick + 0.02


def test_the_same_codes_give_the_same_map(made: tuple[Codes, NDArray[np.int64], Codes]) -> None:
    codes, _, places = made
    np.testing.assert_array_equal(mapped(codes), places)
    np.testing.assert_array_equal(principal(codes), principal(codes.copy()))


def test_new_photos_join_a_known_map(made: tuple[Codes, NDArray[np.int64], Codes]) -> None:
    codes, kind, _ = made
    known = np.full((len(codes), 2), np.nan, np.float32)
    known[:140] = mapped(codes[:140])
    after = mapped(codes, known)
    width = np.ptp(known[:140], axis=0).max()
    assert np.median(np.linalg.norm(after[:140] - known[:140], axis=1)) < 0.1 * width
    nearest = ExactIndex(after).query(after[140:], 6).rows[:, 1:]
    assert (kind[nearest] == kind[140:, None]).mean() > 0.8


def test_what_has_no_known_neighbour_lies_in_the_middle() -> None:
    known = np.array([(4, 0), (6, 2), (np.nan, np.nan), (np.nan, np.nan)], np.float32)
    neighbors = Neighbors(np.ones((4, 1), np.float32), np.array([[1], [0], [3], [2]]))
    np.testing.assert_allclose(joined(known, neighbors)[2:], [(5, 1), (5, 1)], atol=0.01)


def test_of_many_a_sample_goes_first(
    made: tuple[Codes, NDArray[np.int64], Codes], monkeypatch: pytest.MonkeyPatch
) -> None:
    codes, kind, _ = made
    monkeypatch.setattr(projection_layout, "MOST_FRESH", 100)
    seen: list[Codes] = []
    unknown = np.full((len(codes), 2), np.nan, np.float32)
    places = lay_out(codes, unknown, silent, CancelToken(), seen.append)
    assert np.isnan(seen[0][:, 0]).sum() == 60
    assert not np.isnan(seen[-1]).any()
    nearest = ExactIndex(places).query(places, 6).rows[:, 1:]
    assert (kind[nearest] == kind[:, None]).mean() > 0.85


def test_it_tells_where_it_is_and_stops() -> None:
    codes, _ = clusters(60)
    cancel, told = CancelToken(), list[Progress]()

    def report(progress: Progress) -> None:
        told.append(progress)
        if progress.stage == projection_layout.SETTLING:
            cancel.cancel()

    with pytest.raises(Cancelled):
        lay_out(codes, np.full((60, 2), np.nan, np.float32), report, cancel)
    assert [progress.done for progress in told] == [60, 25]
    assert told[-1].total == 100


@pytest.mark.parametrize("count", range(6))
def test_few_photos_have_places(count: int) -> None:
    codes, _ = clusters(count, kinds=2)
    for places in (principal(codes), mapped(codes)):
        assert places.shape == (count, 2)
        assert np.isfinite(places).all()


def test_copies_get_places_of_their_own() -> None:
    codes = np.tile(clusters(1)[0], (50, 1))
    places = mapped(codes)
    assert np.isfinite(places).all()
    assert len(np.unique(places, axis=0)) > 25
    np.testing.assert_allclose(principal(codes), 0, atol=1e-5)


def test_a_row_is_not_its_own_neighbour_also_among_copies() -> None:
    codes = np.tile(clusters(1)[0], (80, 1))
    rows = nearest_others(codes, 20, "Comparing", silent, CancelToken()).rows
    assert (rows != np.arange(80)[:, None]).all()
