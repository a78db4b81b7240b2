"""The modules in which every line and every branch is tested, and the check that they stay so.

The list only grows: what moves, judges or remembers a user's files comes first.

    python scripts/perfect_files.py build/coverage.json
"""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

PERFECT = (
    "photosim/actions/choosing.py",
    "photosim/actions/empty.py",
    "photosim/actions/planner.py",
    "photosim/actions/room.py",
    "photosim/actions/sentences.py",
    "photosim/actions/units.py",
    "photosim/actions/verify.py",
    "photosim/app/atomic.py",
    "photosim/app/cleaning/cleanup.py",
    "photosim/app/cleaning/decisions.py",
    "photosim/app/cleaning/planning.py",
    "photosim/app/cleaning/sync.py",
    "photosim/app/cleaning/words.py",
    "photosim/app/judging/judgements.py",
    "photosim/app/judging/judgements_file.py",
    "photosim/app/outdated.py",
    "photosim/app/people/naming.py",
    "photosim/app/reporting/rehearsal.py",
    "photosim/app/reporting/rehearsal_parts.py",
    "photosim/app/reporting/rehearsal_table.py",
    "photosim/app/tuning/rules.py",
    "photosim/app/tuning/threshold.py",
    "photosim/catalog/classify.py",
    "photosim/catalog/codes.py",
    "photosim/catalog/database.py",
    "photosim/catalog/evidence.py",
    "photosim/catalog/faces.py",
    "photosim/catalog/journal_rows.py",
    "photosim/catalog/judgements.py",
    "photosim/catalog/keeping.py",
    "photosim/catalog/library.py",
    "photosim/catalog/locking.py",
    "photosim/catalog/marks.py",
    "photosim/catalog/migrate.py",
    "photosim/catalog/odd.py",
    "photosim/catalog/opening.py",
    "photosim/catalog/paths.py",
    "photosim/catalog/people.py",
    "photosim/catalog/people_catalog.py",
    "photosim/catalog/reads.py",
    "photosim/catalog/records.py",
    "photosim/catalog/roots.py",
    "photosim/catalog/saving.py",
    "photosim/catalog/scans.py",
    "photosim/catalog/store.py",
    "photosim/catalog/strictness.py",
    "photosim/catalog/taken.py",
    "photosim/catalog/uncoded.py",
    "photosim/domain/actions.py",
    "photosim/domain/assets.py",
    "photosim/domain/companions.py",
    "photosim/domain/encoder.py",
    "photosim/domain/errors.py",
    "photosim/domain/files.py",
    "photosim/domain/journal.py",
    "photosim/domain/judgements.py",
    "photosim/domain/marks.py",
    "photosim/domain/names.py",
    "photosim/domain/people.py",
    "photosim/domain/photo.py",
    "photosim/domain/planfile.py",
    "photosim/domain/progress.py",
    "photosim/domain/rules.py",
    "photosim/domain/scanning.py",
    "photosim/domain/similarity.py",
    "photosim/domain/strictness.py",
    "photosim/encoding/autoencoder.py",
    "photosim/encoding/card.py",
    "photosim/encoding/faces.py",
    "photosim/encoding/files.py",
    "photosim/encoding/golden.py",
    "photosim/gui/groups/commands.py",
    "photosim/gui/groups/filter.py",
    "photosim/gui/groups/finding.py",
    "photosim/gui/groups/review.py",
    "photosim/imaging/companions.py",
    "photosim/imaging/digest.py",
    "photosim/imaging/formats.py",
    "photosim/imaging/jpeg.py",
    "photosim/imaging/jpeg_end.py",
    "photosim/imaging/measure.py",
    "photosim/imaging/panels.py",
    "photosim/imaging/query_views.py",
    "photosim/imaging/saving.py",
    "photosim/imaging/shrink.py",
    "photosim/imaging/sniff.py",
    "photosim/imaging/thumbnail.py",
    "photosim/imaging/tiff.py",
    "photosim/imaging/upright.py",
    "photosim/imaging/whole.py",
    "photosim/similarity/exact.py",
    "photosim/similarity/graph.py",
    "photosim/similarity/grouping.py",
    "photosim/similarity/judged.py",
    "photosim/similarity/keeper.py",
    "photosim/similarity/keeper_rules.py",
    "photosim/similarity/keeper_words.py",
    "photosim/similarity/pictures.py",
    "photosim/similarity/relation.py",
    "photosim/similarity/sharpness.py",
    "photosim/similarity/space.py",
    "photosim/similarity/strictness.py",
    "photosim/similarity/table.py",
    "photosim/similarity/threshold.py",
)


def shortcomings(coverage: Mapping[str, Any], perfect: Iterable[str]) -> list[str]:
    """What the perfect files lack, a sentence each; `coverage` is coverage.py's JSON report."""
    files = {name.replace("\\", "/"): entry for name, entry in coverage["files"].items()}
    found: list[str] = []
    for name in perfect:
        entry = files.get(name)
        if entry is None:
            found.append(f"{name} was not measured at all")
            continue
        if entry["missing_lines"]:
            found.append(f"{name}: no test runs line {_some(entry['missing_lines'])}")
        branches = [f"{start} to {end}" for start, end in entry["missing_branches"]]
        if branches:
            found.append(f"{name}: no test goes from line {_some(branches)}")
    return found


def main(report: str) -> int:
    """Print what is missing; the exit code is 1 when anything is."""
    try:
        with open(report, encoding="utf-8") as file:
            found = shortcomings(json.load(file), PERFECT)
    except OSError as error:
        print(f"There is no coverage report to read: {error}")
        return 1
    for line in found:
        print(line)
    print(f"{len(PERFECT)} perfect files, {len(found)} shortcomings")
    return 1 if found else 0


def _some(places: Iterable[object]) -> str:
    return ", ".join(str(place) for place in places)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
