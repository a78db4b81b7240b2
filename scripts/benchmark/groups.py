"""How right the groups are, beside those of perceptual hashes and of dupeGuru.

    python scripts/benchmark/groups.py --photos DIR --work DIR [--sources 320] [--distractors 5000]
                                       [--out groups.json]

Attacked copies of the sources, all views of all scenes and distractors become files in the folder --work;
they are scanned and grouped as the app does it. A second library holds bursts: crops of one scene, shifted,
noisy and differently exposed, taken 0.5 to 3 s apart, and the same without times. Whatever was
finished stays in the folder, and a run that was stopped goes on where it was.

Precision and recall count pairs of files: of all files of one source every two are one picture, no others
are. Screenshots and collages count for precision only and are told apart. Files of distractors that are
copies of each other in truth count as wrong, and are listed. Where photos are absent it says so and ends
with 0.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from photosim.app.finding.groups import find_groups
from photosim.app.finding.verification import Verifier
from photosim.app.scanning.scan import scan
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.files import Root
from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken, Progress, silent
from photosim.domain.scanning import ScanSettings
from photosim.domain.similarity import Group, Relation, content_pair
from photosim.similarity.graph import neighbor_pairs
from photosim.similarity.verification import METHOD
from scripts.benchmark.groups_files import BURSTS, TIMELESS, write_bursts, write_copies
from scripts.benchmark.groups_rivals import RIVALS, vectors
from scripts.benchmark.groups_score import SET_APART, Origin, origin_of, pair_scores, scores, table

_SAID_EVERY = 30.0
_NEIGHBOURS = 16
_VERDICTS = (
    "SELECT same, one.digest, two.digest FROM evidence "
    "JOIN contents one ON one.id = first JOIN contents two ON two.id = second WHERE method = ?"
)


class Told:
    """Prints where the work is, now and then."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        """Take a report."""
        if time.monotonic() - self._last > _SAID_EVERY:
            self._last = time.monotonic()
            print(f"{progress.stage}: {progress.done} of {progress.total}", flush=True)


def library(work: Path, name: str, folder: Path) -> Workspace:
    """The scanned library of a folder."""
    workspace = open_workspace(str(work / f"library-{name}"))
    summary = scan(workspace, [Root(str(folder))], ScanSettings(), lambda _: None, CancelToken())
    print(
        f"{name}: {workspace.library.photo_count()} photos, {summary.seconds:.0f} s for scanning", flush=True
    )
    return workspace


def of_photosim(workspace: Workspace, files: dict[str, int], origins: list[Origin]) -> dict[str, object]:
    """The groups of the same picture."""
    start = time.process_time()
    groups = find_groups(workspace, Relation.SAME_PICTURE, Told(), CancelToken())
    seconds = time.process_time() - start
    numbers = [[files[member.photo.path] for member in group.members] for group in groups]
    relations = {
        attack: dict(Counter(m.relation.value for g in groups for m in g.members if name(m.photo) == attack))
        for attack in sorted({origin.name for origin in origins if origin.group.startswith("sources/")})
    }
    kept = keepers(groups)
    return {**scores(origins, numbers), "CPU seconds": seconds, "relations": relations, "keepers": kept}


def keepers(groups: list[Group]) -> dict[str, float]:
    """What is kept of groups with an original: its very pixels, or else which of the copies; shares."""
    kept: Counter[str] = Counter()
    for group in groups:
        originals = [m.photo for m in group.members if origin_of(m.photo.path).is_original]
        if originals:
            exact = group.keeper.preview_digest == originals[0].preview_digest
            kept["original" if exact else name(group.keeper)] += 1
    return {what: count / kept.total() for what, count in kept.most_common()}


def name(photo: Photo) -> str:
    """The attack that made a file, as far as one did."""
    return origin_of(photo.path).name


def steps(workspace: Workspace, origins: dict[str, Origin]) -> dict[str, object]:
    """How many copies of originals are candidates at all, and how many are accepted when looked at."""
    indexed = workspace.indexed()
    origin = [origins[indexed.photos_by_content[content][0].path] for content in indexed.contents]
    bound = workspace.encoder.thresholds.similar
    near = neighbor_pairs(indexed.code, _NEIGHBOURS, bound, Told(), CancelToken())
    reached: set[int] = set()
    direct: set[int] = set()
    for one, two in zip(near.first.tolist(), near.second.tolist(), strict=True):
        if origin[one].kind == "sources" and origin[one].group == origin[two].group:
            reached |= {one, two}
            if origin[one].is_original or origin[two].is_original:
                direct |= {one, two}
    original = {o.group: row for row, o in enumerate(origin) if o.is_original}
    copies = [
        row
        for row, o in enumerate(origin)
        if o.kind == "sources" and not o.is_original and o.name not in SET_APART
    ]
    pairs = {
        row: content_pair(indexed.contents[original[origin[row].group]], indexed.contents[row])
        for row in copies
        if original[origin[row].group] != row
    }
    verdicts = looked_at(workspace)
    with Verifier(workspace.library) as verifier:
        evidence = verifier.verify(sorted(pairs.values()), Told(), CancelToken())
    accepted = [pair in evidence and evidence[pair].same for pair in pairs.values()]
    return {
        "near pairs": len(near),
        "candidate recall, any copy": len(reached & set(copies)) / max(1, len(copies)),
        "candidate recall, the original": len(direct & set(copies)) / max(1, len(copies)),
        "verification recall": float(np.mean(accepted)) if accepted else 0.0,
        **verdicts,
    }


def looked_at(workspace: Workspace) -> dict[str, float]:
    """How many pairs were looked at for groups, and what was said of copies and of all others.

    By a connection of its own, as the app has no use for it. A content with several files counts as the
    first of them.
    """
    group_of = {photo.content: origin_of(photo.path).group for photo in reversed(workspace.photos())}
    said: Counter[tuple[bool, bool]] = Counter()
    with closing(sqlite3.connect(os.path.join(workspace.library.folder, "catalog.sqlite"))) as catalogue:
        for same, *pair in catalogue.execute(_VERDICTS, (METHOD,)):
            one, two = (group_of.get(content, "") for content in pair)
            said[one == two and one.startswith("sources/"), bool(same)] += 1
    copies, others = (said[kind, True] + said[kind, False] for kind in (True, False))
    return {
        "pairs looked at for groups": copies + others,
        "pairs of copies looked at": copies,
        "of these accepted": said[True, True] / max(1, copies),
        "other pairs looked at": others,
        "of those accepted": said[False, True] / max(1, others),
    }


def of_bursts(workspace: Workspace) -> dict[str, float]:
    """The share of frames that are in a group with another frame of their burst, by relation."""
    frames, shares = workspace.library.photo_count(), {}
    for relation in (Relation.SAME_MOMENT, Relation.SAME_PICTURE):
        inside = 0
        for group in find_groups(workspace, relation, silent, CancelToken()):
            together = Counter(origin_of(member.photo.path).group for member in group.members)
            inside += sum(count for count in together.values() if count > 1)
        shares[relation.value] = inside / max(1, frames)
    return shares


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, default=os.environ.get("PHOTOSIM_PHOTOS"))
    parser.add_argument("--work", type=Path, required=True, help="folder for files and libraries")
    parser.add_argument("--sources", type=int, default=320)
    parser.add_argument("--distractors", type=int, default=5000)
    parser.add_argument("--out", type=Path, help="write the figures here")
    options = parser.parse_args()
    if options.photos is None or not (Path(options.photos) / "bench").is_dir():
        print("skipped: no photos; give --photos or PHOTOSIM_PHOTOS")
        return
    photos, work = Path(options.photos), options.work
    figures: dict[str, object] = {"sources": options.sources, "distractors": options.distractors}
    bursts = write_bursts(photos, work, options.sources)
    for kind in (BURSTS, TIMELESS):
        with library(work, kind, bursts / kind) as workspace:
            figures[kind] = of_bursts(workspace)
            print(json.dumps({kind: figures[kind]}), flush=True)
    rows: dict[str, dict[str, object]] = {}
    folder = write_copies(photos, work, options.sources, options.distractors)
    with library(work, "copies", folder) as workspace:
        library_photos = workspace.photos()
        files = {photo.path: number for number, photo in enumerate(library_photos)}
        origins = [origin_of(photo.path) for photo in library_photos]
        rows["photosim"] = of_photosim(workspace, files, origins)
        print(table(rows), flush=True)
        figures["steps"] = steps(workspace, {photo.path: origin_of(photo.path) for photo in library_photos})
        print(json.dumps(figures["steps"]), flush=True)
        thumbnails = workspace.library.thumbnails(photo.content for photo in library_photos)
        made = vectors([thumbnails[photo.content] for photo in library_photos])
        for rival in RIVALS:
            rows[rival.name] = pair_scores(origins, map(tuple, rival.pairs(made[rival.name]).tolist()))
            print(table({rival.name: rows[rival.name]}), flush=True)
    figures["methods"] = rows
    print(table(rows))
    if options.out is not None:
        options.out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
