"""How often the original is kept, beside the rules of other programs.

    python scripts/benchmark/keeper.py --work DIR [--sources 40] [--half tune|report] [--json FILE]

Reads the sources and their attacked copies that scripts/benchmark/groups.py left in the folder --work. Every
original stands beside each of its copies, and then all that were found to be the same picture stand in one
group; by the rules as they are without a user's. What has the original's very pixels is as good as it.
Copies with other brightness and colours are made besides, saved better than their original (into --work too),
and the same of originals that have no marks of an earlier compression. The rivals' rules: the largest file,
most pixels, the sharpest, the oldest; where they are silent, the larger one.
Files of one source are written within seconds, the original first: so the oldest is right by the way the
files are made, and is told for the sake of completeness only.

Constants were chosen on the first half of the sources (--half tune); figures are told of the other half.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from photosim.app.finding.descent import Descent
from photosim.app.finding.keepers import PictureShare, SharpnessInCommon, small_picture
from photosim.app.finding.true_pixels import TruePixels
from photosim.domain.encoder import InputSpec
from photosim.domain.files import Role
from photosim.domain.photo import ContentId, Photo, ReadPhoto
from photosim.domain.rules import RuleName, RuleSet, RuleUse
from photosim.domain.scanning import DecodeLimits
from photosim.domain.similarity import ContentPair, Evidence, Relation, content_pair
from photosim.imaging import thumbnail
from photosim.imaging.preview import Raster, render
from photosim.imaging.read import read_photo
from photosim.similarity.keeper import choose
from photosim.similarity.keeper_rules import rules_for
from photosim.similarity.verification import extract, verify
from scripts.benchmark.keeper_edits import write_edits

_SPEC, _LIMITS = InputSpec(32, "BILINEAR"), DecodeLimits()
_RIVALS: Mapping[str, Callable[[Photo], tuple[float, ...]]] = {
    "largest file": lambda photo: (photo.stamp.size,),
    "most pixels": lambda photo: (photo.facts.pixels, photo.stamp.size),
    "sharpest": lambda photo: (photo.facts.sharpness, photo.stamp.size),
    "oldest": lambda photo: (-photo.stamp.mtime_ns,),
}


@dataclass(frozen=True, slots=True)
class Source:
    """An original and its copies.

    Attributes:
        original: the photo.
        copies: those that are found to be the same picture, by attack.
        evidence: the original laid on each.
        thumbnails: of all.
    """

    original: Photo
    copies: Mapping[str, Photo]
    evidence: Mapping[ContentPair, Evidence]
    thumbnails: Mapping[ContentId, bytes]

    def thumbnail(self, content: ContentId) -> bytes | None:
        """As a library gives it."""
        return self.thumbnails.get(content)


def read_source(folder: Path) -> Source:
    """Read a source of the benchmark."""
    photos: dict[str, Photo] = {}
    thumbnails: dict[ContentId, bytes] = {}
    for path in sorted(folder.iterdir()):
        found = read_photo(str(path), _SPEC, _LIMITS)
        if isinstance(found, ReadPhoto):
            photos[path.stem] = Photo(
                found.path, found.stamp, Role.NORMAL, missing=False, content=found.content,
                preview_digest=found.preview_digest, facts=found.facts,
            )  # fmt: skip
            thumbnails[found.content] = found.thumbnail
    original = photos.pop("original")
    own = extract(thumbnail.decode(thumbnails[original.content]))
    evidence: dict[ContentPair, Evidence] = {}
    copies = {}
    for name, photo in photos.items():
        if photo.content == original.content:
            continue
        seen = verify(own, extract(thumbnail.decode(thumbnails[photo.content])))
        pair = content_pair(original.content, photo.content)
        evidence[pair] = seen if pair[0] == original.content else seen.reversed()
        if seen.same or photo.preview_digest == original.preview_digest:
            copies[name] = photo
    return Source(original, copies, evidence, thumbnails)


def here(path: str, side: int, region: tuple[int, int, int, int]) -> Raster:
    """Decode a part of a file in this process: the benchmark's files are its own."""
    return render(path, side, _LIMITS, region)


def kept(source: Source, photos: list[Photo], rules: RuleSet) -> Photo:
    """The keeper, as the app chooses it."""
    share = PictureShare(photos, source.evidence)
    pixels = TruePixels(photos, share, source.evidence, here)
    sharpness = SharpnessInCommon(source, photos, source.evidence, Relation.SAME_PICTURE)
    descent = Descent(photos, source.evidence, here, small=lambda content: small_picture(source, content))
    asked = rules_for(rules, Relation.SAME_PICTURE, sharpness, share, pixels, descent.made_from)
    return choose(photos, asked, pixels).keeper


def without(rules: RuleSet, name: RuleName) -> RuleSet:
    """The rules with one switched off."""
    return replace(rules, copies=tuple(RuleUse(use.name, use.name is not name) for use in rules.copies))


def choices(source: Source, photos: list[Photo]) -> Iterator[tuple[str, Photo]]:
    """What each way keeps."""
    yield "photosim", kept(source, photos, RuleSet())
    yield "without first-hand", kept(source, photos, without(RuleSet(), RuleName.FIRST_HAND))
    for name, value in _RIVALS.items():
        yield name, max(photos, key=lambda photo: (value(photo), photo.path))


@dataclass
class Tally:
    """How often each way was right.

    Attributes:
        asked: pairs of an original and a copy, by kind of copy.
        right: of them, by way.
        groups: what each way kept of whole groups, by kind of copy.
        seconds: CPU seconds for the whole groups.
    """

    asked: Counter[str] = field(default_factory=Counter)
    right: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    groups: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    seconds: float = 0.0

    def add(self, source: Source) -> None:
        """Ask all ways about a source."""
        exact = source.original.preview_digest
        for attack, copy in source.copies.items():
            self.asked[attack] += 1
            for way, keeper in choices(source, [source.original, copy]):
                self.right[way][attack] += keeper.preview_digest == exact
        everybody = [source.original, *source.copies.values()]
        names = {photo.path: attack for attack, photo in source.copies.items()}
        start = time.process_time()
        kept(source, everybody, RuleSet())
        self.seconds += time.process_time() - start
        for way, keeper in choices(source, everybody):
            name = "original" if keeper.preview_digest == exact else names[keeper.path]
            self.groups[way][name] += 1

    def table(self, title: str) -> str:
        """The shares of what was right."""
        ways, count, pairs = list(self.right), self.groups["photosim"].total(), self.asked.total()
        lines = [
            f"{title:24}" + "".join(f"{way:>20}" for way in ways),
            *(
                f"{a:24}" + "".join(f"{self.right[way][a] / self.asked[a]:20.3f}" for way in ways)
                for a in sorted(self.asked)
            ),
            f"{'all pairs':24}" + "".join(f"{self.right[w].total() / pairs:20.3f}" for w in ways),
            f"{'whole groups':24}" + "".join(f"{self.groups[w]['original'] / count:20.3f}" for w in ways),
            f"{self.seconds / count:.2f} CPU seconds for a whole group",
        ]
        return "\n".join(lines)

    def figures(self) -> dict[str, object]:
        """As JSON."""
        return {
            "pairs": {
                way: {a: right[a] / self.asked[a] for a in sorted(self.asked)}
                for way, right in self.right.items()
            },
            "groups": {way: dict(kept.most_common()) for way, kept in self.groups.items()},
            "CPU seconds a group": self.seconds / self.groups["photosim"].total(),
        }


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, required=True, help="the folder of scripts/benchmark/groups.py")
    parser.add_argument("--sources", type=int, default=40)
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    folders = sorted((options.work / "copies" / "sources").iterdir())
    middle = len(folders) // 2
    half = folders[:middle] if options.half == "tune" else folders[middle:]
    chosen = half[:: max(1, len(half) // options.sources)][: options.sources]
    tallies = {"attacked": Tally(), "saved better": Tally(), "original without marks": Tally()}
    for number, folder in enumerate(chosen, start=1):
        edits = options.work / "keeper"
        tallies["attacked"].add(read_source(folder))
        tallies["saved better"].add(read_source(write_edits(folder, edits / "marked", fine=False)))
        tallies["original without marks"].add(read_source(write_edits(folder, edits / "fine", fine=True)))
        kept_so_far = tallies["attacked"].groups["photosim"].most_common(3)
        print(f"{number} of {len(chosen)}: {folder.name} {kept_so_far}", flush=True)
    for title, tally in tallies.items():
        print(f"\n{tally.table(title)}")
    figures = {
        "half": options.half,
        "sources": len(chosen),
        **{title: tally.figures() for title, tally in tallies.items()},
    }
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
