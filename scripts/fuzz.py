"""Break pictures at random and let photosim read them: nothing may crash, hang or be written.

    python scripts/fuzz.py [--cases N] [--seed S] [--photos DIR] [--keep DIR] [-o FILE.json]

Every case is a sound file after a few mutations (bits, lengths, splices, cuts). It is read by each way into
the decoders: as a scan does, as a query, for the large view, as a thumbnail, as proof that it is sound. The
figures tell how often each answer came, the slowest case and the peak of memory; `--keep` writes the cases
that ended a process, took too long or met a mistake of photosim's own, so that they can be looked at.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from photosim.domain.encoder import InputSpec  # noqa: E402 - found through the line above
from photosim.domain.errors import FileError  # noqa: E402
from photosim.domain.files import FileStamp, FoundFile, Problem  # noqa: E402
from photosim.domain.progress import CancelToken  # noqa: E402
from photosim.domain.scanning import DecodeLimits  # noqa: E402
from photosim.imaging.pool import DecodePool  # noqa: E402
from scripts.fuzzing.mutations import mutated  # noqa: E402
from scripts.fuzzing.seeds import from_folder, made  # noqa: E402

_BATCH = 64
_SPEC = InputSpec(160, "BILINEAR")
_LIMITS = DecodeLimits(max_seconds=20)
_ALARMING = ("crashed", "photosim failed", "took longer")


@dataclass
class Findings:
    """What became of the cases.

    Attributes:
        outcomes: how often each answer came, by the way into the decoders.
        alarming: the cases that crashed or hung a process, or met a mistake of photosim's own.
        slowest: seconds that one case took, with its number and way.
    """

    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    alarming: list[tuple[int, str, str]] = field(default_factory=list)
    slowest: tuple[float, int, str] = (0.0, 0, "")

    def add(self, number: int, way: str, answer: str, seconds: float | None = None) -> None:
        """Take down one answer."""
        self.outcomes.setdefault(way, Counter())[answer] += 1
        if any(word in answer for word in _ALARMING):
            self.alarming.append((number, way, answer))
        if seconds is not None:
            self.slowest = max(self.slowest, (seconds, number, way))


def cases(seeds: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """The broken files; case i is the same for the same seeds and seed, however many there are."""
    for number in range(count):
        chance = random.Random(f"{seed}:{number}")
        yield mutated(chance.choice(seeds), chance.choice(seeds), chance)


def fuzz(broken: Iterator[bytes], folder: Path, keep: Path | None = None, workers: int = 2) -> Findings:
    """Read the cases in every way.

    Args:
        broken: the cases.
        folder: an empty one, in which each case lies while it is read.
        keep: where alarming cases are written, None: nowhere.
        workers: decoding processes.

    Raises:
        AssertionError: a file was changed or made by reading.
    """
    findings = Findings()
    number = 0
    with DecodePool(_SPEC, _LIMITS, workers) as pool:
        while batch := list(itertools.islice(broken, _BATCH)):
            paths = _written(folder, batch)
            _scan(pool, paths, number, findings)
            # One of the ways a case: the ways share their decoders.
            for place, path in enumerate(paths):
                _ask(pool, path, number + place, findings)
            _check_untouched(folder, paths, batch)
            _put_by(keep, findings, number, batch)
            number += len(batch)
            for path in paths:
                os.unlink(path)
    return findings


def _written(folder: Path, batch: Sequence[bytes]) -> list[str]:
    paths = [str(folder / f"{place:03}.jpg") for place in range(len(batch))]
    for path, data in zip(paths, batch, strict=True):
        Path(path).write_bytes(data)
    return paths


def _scan(pool: DecodePool, paths: Sequence[str], first: int, findings: Findings) -> None:
    numbers = {path: first + place for place, path in enumerate(paths)}
    files = [FoundFile(path, FileStamp(os.path.getsize(path), 0, 0, 0)) for path in paths]
    for answer in pool.read_many(files, CancelToken()):
        reason = answer.reason if isinstance(answer, Problem) else "a photo"
        findings.add(numbers.pop(answer.path), "scan", _kind(reason))
    assert not numbers, f"no answer for {sorted(numbers)}"


def _ask(pool: DecodePool, path: str, number: int, findings: Findings) -> None:
    ways: dict[str, Callable[[], object]] = {
        "query": lambda: pool.read(path),
        "large view": lambda: pool.render(path, 1600),
        "thumbnail": lambda: pool.thumbnail(path),
        "proof": lambda: pool.whole(path),
    }
    way = list(ways)[number % len(ways)]
    began = time.monotonic()
    try:
        ways[way]()
        reason = "a photo"
    except FileError as error:
        reason = error.reason
    findings.add(number, way, _kind(reason), time.monotonic() - began)


def _kind(reason: str) -> str:
    """The sentence without its numbers, so that it can be counted."""
    return re.sub(r"\d[\d,.]*", "N", reason)


def _check_untouched(folder: Path, paths: Sequence[str], batch: Sequence[bytes]) -> None:
    assert sorted(os.listdir(folder)) == [os.path.basename(path) for path in paths]
    for path, data in zip(paths, batch, strict=True):
        assert Path(path).read_bytes() == data, f"{path} was changed by reading it"


def _put_by(keep: Path | None, findings: Findings, first: int, batch: Sequence[bytes]) -> None:
    if keep is None:
        return
    for number, way, _ in findings.alarming:
        if first <= number < first + len(batch):
            (keep / f"{number}-{way.replace(' ', '-')}.bin").write_bytes(batch[number - first])


def main() -> int:
    """Fuzz and print; the exit code is 1 when a case was alarming."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=1000, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("--photos", type=Path, metavar="DIR", help="further sound files to break")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where alarming cases are written")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE.json")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    # Half of the cases begin with a file that is sound, most of a folder of oddities are not.
    found = from_folder(options.photos)
    sound = made()
    seeds = [*sound * max(1, len(found) // len(sound)), *found]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="photosim-fuzz-") as folder:
        findings = fuzz(cases(seeds, options.cases, options.seed), Path(folder), options.keep)
    seconds, number, way = findings.slowest
    told = {
        "cases": options.cases,
        "seeds": len(seeds),
        "seconds": round(time.monotonic() - began, 1),
        "slowest": {"seconds": round(seconds, 2), "case": number, "way": way},
        "peak_mb": {
            "photosim": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            "a decoding process": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
        },
        "alarming": [f"case {number} by {way}: {answer}" for number, way, answer in findings.alarming],
        "outcomes": {way: dict(counts.most_common()) for way, counts in findings.outcomes.items()},
    }
    text = json.dumps(told, indent=2)
    print(text)
    if options.output:
        options.output.write_text(text + "\n")
    return 1 if findings.alarming else 0


if __name__ == "__main__":
    sys.exit(main())
