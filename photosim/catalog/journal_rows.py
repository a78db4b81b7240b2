"""Lines and records of the journal as rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from photosim.domain.actions import Act
from photosim.domain.journal import Line, LineState, PlanRecord, Step
from photosim.domain.planfile import proof_fields, proof_from, removal_from_json

SELECT_LINES = (
    "SELECT lines.number, record, act, removal, steps, state, words FROM lines "
    "JOIN records ON records.id = lines.record"
)
# Of a plan only its beginning: the whole of a large one takes seconds to read. Two values come as JSON, in
# which names that are not UTF-8 are still escapes.
SELECT_RECORDS = (
    "SELECT id, plan, CASE WHEN json_valid(body) THEN json_extract(body, '$.act', '$.target') END, "
    "began_at, finished, removals, "
    "(SELECT json_group_object(state, json_array(files, size)) FROM "
    "(SELECT state, count(*) files, sum(bytes) size FROM lines WHERE record = records.id GROUP BY state)), "
    "CASE act WHEN 'move' THEN (SELECT count(*) FROM lines WHERE record = records.id AND state = 'done' AND "
    "EXISTS (SELECT 1 FROM json_each(steps) WHERE json_extract(value, '$.copy') IS NOT NULL)) END "
    "FROM records ORDER BY number DESC"
)
_STEP_PATHS = ("place", "copy", "link", "pointer", "back")
_WENT = (LineState.DONE, LineState.EMPTYING, LineState.EMPTIED)


def steps_to_json(steps: Sequence[Step]) -> str:
    """Steps as ASCII text; bytes of names that are not UTF-8 become escapes."""
    return json.dumps(
        [
            {
                "file": proof_fields(step.file),
                **{name: getattr(step, name) for name in _STEP_PATHS},
            }
            for step in steps
        ],
        separators=(",", ":"),
    )


def steps_from_json(text: str) -> tuple[Step, ...]:
    """The inverse of `steps_to_json`."""
    return tuple(
        Step(proof_from(fields["file"]), **{name: fields[name] for name in _STEP_PATHS})
        for fields in json.loads(text)
    )


def line_from(row: tuple[Any, ...]) -> Line:
    """A row of `SELECT_LINES`."""
    number, record, act, removal, steps, state, words = row
    return Line(
        number=number,
        record=record,
        act=Act(act),
        removal=removal_from_json(removal),
        steps=steps_from_json(steps),
        state=LineState(state),
        words=words,
    )


def record_from(row: tuple[Any, ...]) -> PlanRecord:
    """A row of `SELECT_RECORDS`."""
    name, plan, aim, began_at, finished, removals, counted, copied = row
    kind, target = json.loads(aim)
    act = Act(kind)
    by_state = {LineState(state): tuple(figures) for state, figures in json.loads(counted).items()}
    lines = {state: by_state.get(state, (0, 0))[0] for state in LineState}
    done = lines[LineState.DONE]
    return PlanRecord(
        id=name,
        plan=plan,
        act=act,
        target=target,
        began_at=began_at,
        finished=bool(finished),
        removals=removals,
        done=done,
        refused=lines[LineState.REFUSED],
        failed=lines[LineState.FAILED],
        undone=lines[LineState.UNDONE],
        emptied=lines[LineState.EMPTIED],
        bytes=sum(by_state.get(state, (0, 0))[1] for state in _WENT),
        aside={Act.TRASH: 0, Act.MOVE: copied}.get(act, done),
    )
