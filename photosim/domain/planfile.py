"""A plan as a file: JSON that people can read, programs can check, and no file name can break."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, TypeVar

from photosim.domain.actions import Act, CompanionProof, FileProof, Plan, Refusal, RefusalKind, Removal
from photosim.domain.companions import CompanionKind
from photosim.domain.errors import PhotosimError
from photosim.domain.files import FileStamp
from photosim.domain.photo import ContentId
from photosim.domain.similarity import Relation

VERSION: Final = 1
_ID_LENGTH = 12
_T = TypeVar("_T")


class PlanFileError(PhotosimError):
    """A file that holds no plan that this photosim understands."""


def with_id(plan: Plan) -> Plan:
    """The same plan under the id that its content gives it."""
    fields = _plan_fields(plan)
    del fields["id"], fields["created_at"]
    text = json.dumps(fields, sort_keys=True)
    return replace(plan, id=hashlib.blake2b(text.encode("ascii")).hexdigest()[:_ID_LENGTH])


def plan_to_json(plan: Plan) -> str:
    """The plan as ASCII text; bytes of names that are not UTF-8 become escapes."""
    return json.dumps({"photosim_plan": VERSION, **_plan_fields(plan)}, indent=1) + "\n"


def plan_from_json(text: str | bytes) -> Plan:
    """The inverse of `plan_to_json`.

    The plan gets the id of its content, whatever id the file claims.

    Raises:
        PlanFileError: the text is no plan, or one of a newer photosim.
    """
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlanFileError("This file is not a plan of photosim: it is no JSON text.") from error
    version = fields.get("photosim_plan") if isinstance(fields, dict) else None
    if not isinstance(version, int):
        raise PlanFileError("This file is not a plan of photosim.")
    if version != VERSION:
        raise PlanFileError(
            f"This plan was made by another version of photosim (format {version}, this one knows "
            f"{VERSION}): make the plan anew."
        )
    try:
        return with_id(_plan(fields))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise PlanFileError("This plan is damaged or was changed by hand: make it anew.") from error


def removal_to_json(removal: Removal) -> str:
    """A removal as one line of ASCII text."""
    return json.dumps(_removal_fields(removal), separators=(",", ":"))


def removal_from_json(text: str) -> Removal:
    """The inverse of `removal_to_json`.

    Raises:
        ValueError, KeyError, TypeError: the text is no removal.
    """
    return _removal(json.loads(text))


def proof_fields(proof: FileProof) -> dict[str, Any]:
    """A file as JSON's own types."""
    stamp = proof.stamp
    return {
        "path": proof.path,
        "content": proof.content.hex(),
        "stamp": [stamp.size, stamp.mtime_ns, stamp.device, stamp.inode],
    }


def proof_from(fields: dict[str, Any]) -> FileProof:
    """The inverse of `proof_fields`.

    Raises:
        ValueError, KeyError, TypeError: the fields are no file.
    """
    size, mtime_ns, device, inode = (_integer(number) for number in fields["stamp"])
    return FileProof(
        _path(fields["path"]),
        FileStamp(size, mtime_ns, device, inode),
        ContentId(bytes.fromhex(fields["content"])),
    )


def _plan_fields(plan: Plan) -> dict[str, Any]:
    return {
        "id": plan.id,
        "created_at": plan.created_at,
        "act": plan.act.value,
        "target": plan.target,
        "roots": list(plan.roots),
        "protected": list(plan.protected),
        "removals": [_removal_fields(removal) for removal in plan.removals],
        "refused": [
            {"victim": no.victim, "keeper": no.keeper, "kind": no.kind.value, "reason": no.reason}
            for no in plan.refused
        ],
    }


def _plan(fields: dict[str, Any]) -> Plan:
    target = fields["target"]
    return Plan(
        id="",
        created_at=_text(fields["created_at"]),
        act=Act(fields["act"]),
        target=None if target is None else _path(target),
        removals=_each(fields["removals"], _removal),
        refused=_each(fields["refused"], _refusal),
        roots=_each(fields["roots"], _path),
        protected=_each(fields["protected"], _path),
    )


def _removal_fields(removal: Removal) -> dict[str, Any]:
    return {
        "victim": proof_fields(removal.victim),
        "keeper": proof_fields(removal.keeper),
        "companions": [
            {
                "file": proof_fields(companion.file),
                "kind": companion.kind.value,
                "twin": None if companion.twin is None else proof_fields(companion.twin),
            }
            for companion in removal.companions
        ],
        "relation": removal.relation.value,
        "group": removal.group,
        "words": removal.words,
        "decided": removal.decided,
    }


def _removal(fields: dict[str, Any]) -> Removal:
    return Removal(
        proof_from(fields["victim"]),
        proof_from(fields["keeper"]),
        _each(fields["companions"], _companion),
        Relation(fields["relation"]),
        _text(fields["group"]),
        _text(fields["words"]),
        fields["decided"] is True,
    )


def _companion(fields: dict[str, Any]) -> CompanionProof:
    twin = fields["twin"]
    return CompanionProof(
        proof_from(fields["file"]),
        CompanionKind(fields["kind"]),
        None if twin is None else proof_from(twin),
    )


def _refusal(fields: dict[str, Any]) -> Refusal:
    return Refusal(
        _path(fields["victim"]),
        _path(fields["keeper"]),
        RefusalKind(fields["kind"]),
        _text(fields["reason"]),
    )


def _each(items: object, made: Callable[[Any], _T]) -> tuple[_T, ...]:
    if not isinstance(items, list):
        raise TypeError("not a list")
    return tuple(made(item) for item in items)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _path(value: object) -> str:
    """A text that can name a file."""
    path = _text(value)
    if b"\0" in os.fsencode(path):
        raise ValueError("a zero byte in a name")
    return path


def _integer(value: object) -> int:
    # True is an int to Python, but no size of a file.
    if type(value) is not int:
        raise TypeError("not a number")
    return value
