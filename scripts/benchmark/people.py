"""How well faces are told apart and grouped, and how fast.

    python scripts/benchmark/people.py --photos DIR [--many 20000] [--json FILE]

The faces of `bench/faces`: of every picture the largest one, whose the folder's name tells. Groupings are
judged by pairs of faces. Beside ours stand what others use: Chinese whispers (dlib, face_recognition), DBSCAN
(Immich) and HDBSCAN, each over a range of thresholds. Many faces are made up: people drawn from the spread
between the people of the benchmark, faces from the spread within them.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from photosim.app.people.models import face_finder, face_network
from photosim.domain.people import SAME_PERSON_DISTANCE, FoundFace
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import DecodeLimits
from photosim.encoding.face_finder import PICTURE_SIDE
from photosim.imaging.preview import render
from photosim.similarity.people import JOIN_DISTANCE, Words, group_faces

Groups = list[list[int]]
_FINE = np.linspace(0.3, 0.9, 601)


def faces_of(photos: Path) -> tuple[list[tuple[str, FoundFace]], dict[str, float]]:
    """The largest face of every picture with the name of its folder, and what that cost."""
    finder = face_finder()
    found, spent, pictures, every = [], 0.0, 0, 0
    for path in sorted((photos / "bench" / "faces").rglob("*.*")):
        raster = render(str(path), PICTURE_SIDE, DecodeLimits())
        pixels = np.frombuffer(raster.rgb, np.uint8).reshape(raster.height, raster.width, 3)
        start = time.process_time()
        faces = finder.find(pixels)
        spent += time.process_time() - start
        pictures, every = pictures + 1, every + len(faces)
        if faces:
            found.append((path.parent.name, max(faces, key=lambda face: face.box.width * face.box.height)))
    figures = {"pictures": pictures, "with a face": len(found), "pictures a CPU second": pictures / spent}
    return found, {**figures, "faces a CPU second": every / spent}


def embedding_speed(photos: Path, seconds: float = 3.0) -> float:
    """Embeddings a CPU second, without detection, in batches of eight."""
    network = face_network()
    picture = next((photos / "bench" / "faces").rglob("*.*"))
    raster = render(str(picture), 150, DecodeLimits())
    pixels = np.frombuffer(raster.rgb, np.uint8).reshape(raster.height, raster.width, 3)
    chips = np.zeros((8, 150, 150, 3), np.uint8)
    chips[:, : raster.height, : raster.width] = pixels
    network.embed(chips)
    start, done = time.process_time(), 0
    while time.process_time() - start < seconds:
        network.embed(chips)
        done += len(chips)
    return done / (time.process_time() - start)


class Truth:
    """Faces and whose they are."""

    def __init__(self, embedding: NDArray[np.float32], names: Sequence[str]) -> None:
        self.embedding = embedding
        self.names = names
        self._who: NDArray[np.int64] = np.unique(np.asarray(names), return_inverse=True)[1]

    def verification(self) -> dict[str, float]:
        """Accuracy on as many pairs of one person as of two, at the best threshold and at the usual one."""
        upper = np.triu_indices(len(self._who), 1)
        same = (self._who[:, None] == self._who[None])[upper]
        squared = ((self.embedding[:, None] - self.embedding[None]) ** 2).sum(axis=2)
        distance = np.sqrt(squared[upper])
        one, two = distance[same], distance[~same]
        accuracy = [((one < bound).mean() + (two >= bound).mean()) / 2 for bound in _FINE]
        best = int(np.argmax(accuracy))
        usual = SAME_PERSON_DISTANCE
        return {
            "pairs of one person": len(one),
            "pairs of two people": len(two),
            "best threshold": float(_FINE[best]),
            "accuracy there": float(accuracy[best]),
            "accuracy at 0.6": float(((one < usual).mean() + (two >= usual).mean()) / 2),
            "one person below 0.6": float((one < usual).mean()),
            "two people below 0.6": float((two < usual).mean()),
        }

    def score(self, groups: Groups) -> dict[str, float]:
        """Precision, recall and F1 of the pairs that are in one group."""
        sizes = Counter(self._who.tolist())
        right = sum(
            count * (count - 1) // 2
            for group in groups
            for count in Counter(self._who[group].tolist()).values()
        )
        said = sum(len(group) * (len(group) - 1) // 2 for group in groups)
        true = sum(size * (size - 1) // 2 for size in sizes.values())
        precision, recall = right / max(1, said), right / true
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return {"precision": precision, "recall": recall, "f1": f1}


def _average_linkage(embedding: NDArray[np.float32], join: float) -> Groups:
    return group_faces(embedding, Words(), CancelToken(), join=join)


def _whispers(embedding: NDArray[np.float32], bound: float) -> Groups:
    import dlib  # noqa: PLC0415

    rows = [dlib.vector(row) for row in embedding.astype(np.float64)]
    return _as_groups(dlib.chinese_whispers_clustering(rows, bound))


def _dbscan(embedding: NDArray[np.float32], bound: float) -> Groups:
    from sklearn.cluster import DBSCAN  # noqa: PLC0415

    return _as_groups(DBSCAN(eps=bound, min_samples=2).fit_predict(embedding).tolist())


def _hdbscan(embedding: NDArray[np.float32], least: float) -> Groups:
    from sklearn.cluster import HDBSCAN  # noqa: PLC0415

    model = HDBSCAN(min_cluster_size=2, min_samples=round(least), copy=True)
    return _as_groups(model.fit_predict(embedding).tolist())


def _as_groups(labels: Iterable[int]) -> Groups:
    groups: dict[int, list[int]] = {}
    for row, label in enumerate(labels):
        # Noise belongs to nobody.
        groups.setdefault(label if label >= 0 else -1 - row - 1, []).append(row)
    return list(groups.values())


METHODS: dict[str, tuple[Callable[[NDArray[np.float32], float], Groups], Sequence[float]]] = {
    "average linkage": (_average_linkage, (0.44, 0.46, 0.48, 0.5, 0.52, 0.54, 0.56, 0.58)),
    "Chinese whispers": (_whispers, (0.4, 0.45, 0.48, 0.5, 0.52, 0.55, 0.6)),
    "DBSCAN": (_dbscan, (0.4, 0.45, 0.48, 0.5, 0.52, 0.55)),
    "HDBSCAN": (_hdbscan, (1, 2)),
}


def compare(truth: Truth) -> dict[str, dict[str, dict[str, float]]]:
    """Every method at every threshold."""
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for name, (method, bounds) in METHODS.items():
        figures[name] = {f"{bound:g}": truth.score(method(truth.embedding, bound)) for bound in bounds}
        for bound, score in figures[name].items():
            told = "  ".join(f"{what} {value:.3f}" for what, value in score.items())
            print(f"{name:18} {bound:>5}  {told}")
    return figures


def many_faces(truth: Truth, count: int) -> Truth:
    """Made-up faces: four fifths of people with 4 to 60 faces, one fifth of people with a single one."""
    chance = np.random.default_rng(7)
    names = np.asarray(truth.names)
    middles = np.stack([truth.embedding[names == name].mean(axis=0) for name in np.unique(names)])
    several = [name for name, size in Counter(truth.names).items() if size > 2]
    apart = [truth.embedding[names == name] - truth.embedding[names == name].mean(axis=0) for name in several]
    # A mean of k faces lies nearer to them than the true middle does.
    widths = [np.sqrt(len(part) / (len(part) - 1)) * part for part in apart]
    within = np.cov(np.concatenate(widths).T)
    between = np.cov(middles.T) - within / np.mean([len(part) for part in apart])
    spread, scatter = _root(between), _root(within)
    rows: list[NDArray[np.float64]] = []
    made: list[str] = []
    while len(made) < count:
        size = 1 if len(made) >= 0.8 * count else int(chance.integers(4, 61))
        middle = middles.mean(axis=0) + spread @ chance.normal(size=spread.shape[1])
        rows.append(middle + chance.normal(size=(size, len(scatter))) @ scatter.T)
        made += [f"{len(rows)}"] * size
    embedding = np.concatenate(rows)[:count].astype(np.float32)
    return Truth(embedding, made[:count])


def _root(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """A matrix that makes normal noise have this covariance."""
    values, vectors = np.linalg.eigh(covariance)
    root: NDArray[np.float64] = vectors * np.sqrt(np.maximum(values, 0))
    return root


def scale(truth: Truth, count: int) -> dict[str, float]:
    """Grouping many faces: quality, CPU time, memory."""
    many = many_faces(truth, count)
    start = time.process_time()
    groups = _average_linkage(many.embedding, JOIN_DISTANCE)
    figures = {
        "faces": count,
        **many.score(groups),
        "CPU seconds": time.process_time() - start,
        "megabytes at most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(figures, indent=2), flush=True)
    return figures


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Measure faces and people.")
    parser.add_argument("--photos", type=Path, required=True, help="the folder that holds bench/")
    parser.add_argument(
        "--many", type=int, default=20_000, help="how many made-up faces are grouped, 0: none"
    )
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    options = parser.parse_args()
    found, figures = faces_of(options.photos)
    told: dict[str, Any] = {**figures, "embeddings a CPU second": embedding_speed(options.photos)}
    truth = Truth(np.stack([face.embedding for _, face in found]), [name for name, _ in found])
    told["verification"] = truth.verification()
    told["join distance"] = JOIN_DISTANCE
    print(json.dumps(told, indent=2))
    told["grouping"] = compare(truth)
    if options.many:
        told["many"] = scale(truth, options.many)
    if options.json:
        options.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
