"""Compare the codes of a model with the hashes everyone uses, on attacked copies of real photos.

    python scripts/benchmark/quality.py --photos DIR [--model DIR] [--plain plain.onnx] [--out figures.json]

Writes one table: methods x attacks, then how well the bits are made and how well pictures are drawn again.
`--plain` is what `scripts/train_autoencoder.py --network plain` leaves. Only the second half of the sources
is reported; the first half belongs to `scripts/benchmark/calibrate.py`. Where photos are absent it says so
and ends with 0.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from photosim.app.finding.search import LOOKED_AT
from photosim.app.finding.search_views import views_of
from photosim.encoding import Autoencoder
from scripts.benchmark import figures, methods
from scripts.benchmark.attacks import ATTACKS
from scripts.benchmark.corpus import Corpus, load
from scripts.benchmark.drawing import one_minus_ssim, sheet
from scripts.benchmark.looking import first_after_looking
from scripts.benchmark.methods import Plain

OVERALL = "overall"
# What a photo goes through without anyone noticing: its copies ought to share the bucket.
MILD = (
    "jpeg85",
    "jpeg50",
    "webp60",
    "resize 50 %",
    "resize 25 %",
    "exif stripped",
    "exif turned",
    "text",
    "logo",
)
SHOWN = 10
COLUMNS = ("recall@1", "AP", "recall at 99 %", "recall at 99.9 %")


def parser() -> argparse.ArgumentParser:
    """Return the options that quality and calibration share."""
    out = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    out.add_argument("--photos", type=Path, default=os.environ.get("PHOTOSIM_PHOTOS"))
    out.add_argument("--model", type=Path, help="model folder; the shipped one by default")
    out.add_argument("--distractors", type=int, default=5000)
    out.add_argument("--sources", type=int, default=1000, help="use only the first sources")
    out.add_argument("--cache", type=Path, help="folder that keeps the attacked copies for the next run")
    return out


def photos_or_leave(photos: Path | None) -> Path:
    """Return the folder of photos, or end the program with the reason for doing nothing."""
    if photos is None or not (Path(photos) / "bench").is_dir():
        print("skipped: no photos; give --photos or PHOTOSIM_PHOTOS")
        sys.exit(0)
    return Path(photos)


def in_second_half(corpus: Corpus) -> NDArray[np.bool_]:
    """Tell which items belong to the half that is reported; the first half is for calibration."""
    names = sorted({item.group for item in corpus.items if item.kind in ("source", "scene")})
    place = {name: number for number, name in enumerate(names)}
    return np.asarray([place.get(item.group, 0) % 2 == 1 for item in corpus.items])


class Task:
    """The question of the benchmark: the reported copies, looked up among all sources and distractors."""

    def __init__(self, corpus: Corpus) -> None:
        queries = corpus.rows("copy")
        self.queries = queries[in_second_half(corpus)[queries]]
        self.index = corpus.rows("source", "distractor")
        group = np.asarray([item.group for item in corpus.items])
        self.groups = (group[self.queries], group[self.index])
        self.attack = np.asarray([corpus.items[row].name for row in self.queries])

    def look_up(self, code: NDArray[np.float32]) -> figures.Found:
        """Answer by one code a picture, float32 (N, D)."""
        return figures.find(code[self.queries], code[self.index], self.groups)

    def search(
        self, corpus: Corpus, model: Autoencoder, code: NDArray[np.float32]
    ) -> tuple[figures.Found, NDArray[np.bool_]]:
        """Answer as the app does when a picture is dropped.

        Returns:
            What the codes of several views of the picture find, and for each query whether what comes first
            is right once the nearest were looked at, bool (Q,).
        """
        views = (views_of(model, code[row], corpus.thumbnails[row]) for row in self.queries.tolist())
        count = min(LOOKED_AT, len(self.index))
        squared, rows = figures.nearest_of_any(views, code[self.index], count)
        by_codes = figures.found_of(
            squared[:, : figures.NEIGHBOURS], rows[:, : figures.NEIGHBOURS], self.groups
        )
        first = first_after_looking(corpus.thumbnails, self.queries, self.index[rows])
        group = np.asarray([item.group for item in corpus.items])
        return by_codes, group[first] == group[self.queries]


def measure(found: figures.Found, attack: NDArray[np.str_]) -> dict[str, dict[str, float]]:
    """Return figures by attack, and overall."""
    out: dict[str, dict[str, float]] = {}
    for name in (*(attack.name for attack in ATTACKS), OVERALL):
        part = found if name == OVERALL else found.of(attack == name)
        out[name] = {
            "recall@1": figures.recall_at_1(part),
            "AP": figures.average_precision(part),
            "recall at 99 %": figures.recall_at_precision(part, 0.99)[0],
            "recall at 99.9 %": figures.recall_at_precision(part, 0.999)[0],
        }
    return out


def first_only(right: NDArray[np.bool_], attack: NDArray[np.str_]) -> dict[str, dict[str, float]]:
    """Return recall@1 by attack, and overall, from whether what comes first is right."""
    out = {one.name: {COLUMNS[0]: float(right[attack == one.name].mean())} for one in ATTACKS}
    return {**out, OVERALL: {COLUMNS[0]: float(right.mean())}}


def same_place(corpus: Corpus, code: NDArray[np.float32]) -> float:
    """Return the mean average precision of finding the other views of a scene, among distractors."""
    scenes, index = corpus.rows("scene"), corpus.rows("scene", "distractor")
    group = np.asarray([item.group for item in corpus.items])
    found = figures.find(code[scenes], code[index], (group[scenes], group[index]))
    # The nearest is the query itself.
    others = figures.Found(found.distance[:, 1:], found.right[:, 1:], found.wanted - 1)
    return figures.mean_average_precision(others)


def drawing(corpus: Corpus, model: Autoencoder, plain: Plain | None) -> dict[str, float]:
    """Return the mean 1 - SSIM of the reported sources, drawn again."""
    sources = corpus.rows("source")
    pixels = corpus.pixels[sources[in_second_half(corpus)[sources]]]
    out = {methods.CODES: float(one_minus_ssim(model.reconstruct(pixels), pixels).mean())}
    if plain is not None:
        out[methods.PLAIN] = float(one_minus_ssim(plain.reconstruct(pixels), pixels).mean())
    return out


def table(results: dict[str, dict[str, dict[str, float]]], places: dict[str, float]) -> str:
    """Lay the figures out as Markdown."""
    names = list(results)
    lines = [
        "| overall | " + " | ".join((*COLUMNS, "same place, mAP")) + " |",
        "|---" * (len(COLUMNS) + 2) + "|",
    ]
    for method in names:
        cells = [_cell(results[method][OVERALL], column, 3) for column in COLUMNS]
        place = f"{places[method]:.3f}" if method in places else ""
        lines.append(f"| {method} | " + " | ".join((*cells, place)) + " |")
    for column in COLUMNS[:2]:
        lines += ["", f"| {column} | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
        for attack in (*(attack.name for attack in ATTACKS), OVERALL):
            cells = [_cell(results[method][attack], column, 2) for method in names]
            lines.append(f"| {attack} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(values: Mapping[str, float], column: str, digits: int) -> str:
    return f"{values[column]:.{digits}f}" if column in values else ""


def facts(bits: Mapping[str, float], drawn: Mapping[str, float]) -> str:
    """Lay out what is not a comparison of methods by attack."""
    lines = [
        f"- {name}: {value:.0f}" if value > 1 else f"- {name}: {value:.3f}" for name, value in bits.items()
    ]
    lines += [
        f"- 1 - SSIM of the sources drawn again by {name}: {value:.3f}" for name, value in drawn.items()
    ]
    return "\n".join(lines)


def main() -> None:
    """Run the command."""
    options = parser()
    options.add_argument("--plain", type=Path, help="graph of the plain autoencoder, for comparison")
    options.add_argument(
        "--out", type=Path, help="write figures to this JSON, and the table beside it as .md"
    )
    options.add_argument("--figure", type=Path, help="write a picture: photos above, drawn again below")
    chosen = options.parse_args()
    photos = photos_or_leave(chosen.photos)
    model = Autoencoder.load(chosen.model, threads=2)
    plain = Plain(chosen.plain) if chosen.plain is not None else None
    corpus = load(photos, model.input_spec, chosen.distractors, chosen.sources, chosen.cache)
    by_method = methods.vectors(corpus, model, plain)
    task = Task(corpus)
    results = {method: measure(task.look_up(code), task.attack) for method, code in by_method.items()}
    searched, right = task.search(corpus, model, by_method[methods.CODES])
    results = {
        methods.CODES: results.pop(methods.CODES),
        methods.SEARCHING: measure(searched, task.attack),
        methods.LOOKING: first_only(right, task.attack),
        **results,
    }
    places = {method: same_place(corpus, code) for method, code in by_method.items()}
    bits = methods.bit_facts(corpus, by_method[methods.BITS], np.asarray(MILD))
    drawn = drawing(corpus, model, plain)
    text = f"{table(results, places)}\n\n{facts(bits, drawn)}"
    print(f"{model.model_id}\n\n{text}")
    if chosen.out is not None:
        kept = {
            "model": model.model_id,
            "same place": places,
            "attacks": results,
            "bits": bits,
            "drawn": drawn,
        }
        chosen.out.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        chosen.out.with_suffix(".md").write_text(text + "\n", encoding="utf-8")
    if chosen.figure is not None:
        shown = corpus.pixels[corpus.rows("source")[1 : 2 * SHOWN : 2]]
        rows = [shown, model.reconstruct(shown)] + ([plain.reconstruct(shown)] if plain is not None else [])
        sheet(rows).save(chosen.figure)


if __name__ == "__main__":
    main()
