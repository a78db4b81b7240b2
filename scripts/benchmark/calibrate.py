"""Fit what a distance means, and write it into the model's card.

    python scripts/benchmark/calibrate.py --photos DIR [--model DIR]

Fitted on the first half of the sources and scenes, judged on the second. The questions are attacked copies
of sources, and the views of scenes, whose other views are the hard negatives: the same place, yet not the
same picture. Each question is answered by its 20 nearest among sources, distractors and views.
"""

import math
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from photosim.domain.assets import asset_path
from photosim.encoding import Autoencoder, ModelCard
from photosim.encoding.autoencoder import SHIPPED_MODEL
from scripts.benchmark import figures
from scripts.benchmark.corpus import Corpus, load
from scripts.benchmark.quality import in_second_half, parser, photos_or_leave

SAME_PRECISION = 0.995
# Fitted with room to spare: the other half must reach SAME_PRECISION too.
FITTED_PRECISION = 0.997
# Of what is shown as similar, this share should be a copy or at least the same place.
SIMILAR_PRECISION = 0.8
MOST_KNOTS = 24


def answers(
    corpus: Corpus, code: NDArray[np.float32], *, second: bool, places: bool = False
) -> figures.Found:
    """Look up the copies and views of one half.

    Args:
        corpus: all pictures.
        code: their codes.
        second: which half asks.
        places: count another view of the same scene as right.
    """
    half = in_second_half(corpus) == second
    queries = corpus.rows("copy", "scene")
    queries = queries[half[queries]]
    index = corpus.rows("source", "distractor", "scene")
    group = np.asarray([item.group for item in corpus.items])
    scene = np.asarray([item.kind == "scene" for item in corpus.items])
    label = group if places else np.where(scene, [f"{n}:{row}" for row, n in enumerate(group)], group)
    search = figures.find(code[queries], code[index], (label[queries], label[index]))
    # A view finds itself first; that is no answer.
    itself = scene[queries]
    distance, right = search.distance.copy(), search.right.copy()
    distance[itself, 0], right[itself, 0] = np.inf, False
    return figures.Found(distance, right, search.wanted - itself)


def knots(found: figures.Found) -> tuple[tuple[float, float], ...]:
    """Fit falling probabilities to distances and thin them out to a few knots."""
    near = np.isfinite(found.distance)
    distance, right = found.distance[near], found.right[near]
    # Rounded, the farthest knot may lie just beyond what was fitted.
    isotonic = IsotonicRegression(y_min=0.0, y_max=1.0, increasing=False, out_of_bounds="clip")
    fitted = isotonic.fit(distance, right.astype(float))
    # Isotonic steps become slopes between the middles of equal shares of the right and of the wrong pairs.
    shares = np.linspace(0, 1, MOST_KNOTS // 2)
    at = np.unique(
        np.concatenate((np.quantile(distance[right], shares), np.quantile(distance[~right], shares)))
    )
    at = np.round(at[(at > 0.01) & (at < 2)], 4)
    chances = np.minimum.accumulate(np.round(fitted.predict(at), 4))
    pairs = {0.0: 1.0} | dict(zip(at.tolist(), chances.tolist(), strict=True)) | {2.0: 0.0}
    return tuple(sorted(pairs.items()))


def calibrated(card: ModelCard, corpus: Corpus, code: NDArray[np.float32]) -> ModelCard:
    """Return the card with distances and knots of the first half."""
    first = answers(corpus, code, second=False)
    _, same = figures.recall_at_precision(first, FITTED_PRECISION)
    _, similar = figures.recall_at_precision(
        answers(corpus, code, second=False, places=True), SIMILAR_PRECISION
    )
    return replace(
        card,
        same_picture_distance=math.floor(same * 1000) / 1000,
        similar_distance=math.floor(max(same, similar) * 1000) / 1000,
        calibration=knots(first),
    )


def report(card: ModelCard, corpus: Corpus, code: NDArray[np.float32]) -> None:
    """Print what the distances achieve on each half."""
    for second in (False, True):
        half = "second half (reported)" if second else "first half (fitted)"
        found = answers(corpus, code, second=second)
        precision, recall = figures.at_distance(found, card.same_picture_distance)
        print(f"{half}: below {card.same_picture_distance} precision {precision:.4f}, recall {recall:.3f}")
        if second and precision < SAME_PRECISION:
            print(f"warning: the aim was a precision of {SAME_PRECISION}")
        found = answers(corpus, code, second=second, places=True)
        precision, recall = figures.at_distance(found, card.similar_distance)
        print(
            f"{half}: below {card.similar_distance}, copy or same place: {precision:.3f}, recall {recall:.3f}"
        )
    found = answers(corpus, code, second=True)
    near = np.isfinite(found.distance)
    told = np.interp(found.distance[near], *np.asarray(card.calibration).T)
    right = found.right[near].astype(float)
    print(f"second half: Brier score of the calibrated probability {np.mean((told - right) ** 2):.4f}")


def main() -> None:
    """Run the command."""
    options = parser().parse_args()
    photos = photos_or_leave(options.photos)
    folder = options.model or asset_path("models", SHIPPED_MODEL)
    model = Autoencoder.load(folder, threads=2)
    corpus = load(photos, model.input_spec, options.distractors, options.sources, options.cache)
    code = model.encode(corpus.pixels).code
    card = calibrated(model.card, corpus, code)
    report(card, corpus, code)
    card.write(folder)


if __name__ == "__main__":
    main()
