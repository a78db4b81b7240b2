"""Whether a plan can be carried out at all: room and permissions, before anything is touched."""

from __future__ import annotations

import os
from typing import Final

from photosim.actions.files import Files
from photosim.actions.sentences import quoted
from photosim.actions.territory import Territory, lies_aside
from photosim.actions.verify import reason_of
from photosim.domain.actions import Act, FileProof, Plan
from photosim.domain.errors import SafetyError
from photosim.domain.words import size_words

_RESERVE: Final = 64 * 1000**2


def check_room(plan: Plan, files: Files, territory: Territory) -> None:
    """Make sure that a plan can be carried out as far as room and permissions go.

    Raises:
        SafetyError: it cannot; nothing was touched.
    """
    going = [file for removal in plan.removals for file in removal.going()]
    inside = [file for file in going if territory.root_of(file.path) is not None]
    folders = {os.path.dirname(file.path) for file in inside}
    if folders and not any(files.system.may_write(folder) for folder in folders):
        raise SafetyError(
            f"Nothing was touched: none of the folders may be changed, such as {quoted(min(folders))}; check "
            "their permissions, and whether the drive can be written."
        )
    if plan.act is Act.MOVE:
        _check_target(plan, inside, files)


def _check_target(plan: Plan, going: list[FileProof], files: Files) -> None:
    target = plan.target
    if (
        target is None
        or not os.path.isabs(target)
        or os.path.normpath(target) != target
        or lies_aside(target)
    ):
        raise SafetyError("Nothing was touched: the plan does not name a folder to move to.")
    try:
        with files.folder(target) as folder:
            volume = folder.chain[-1][0]
        free = files.system.free_bytes(target)
    except OSError as error:
        raise SafetyError(
            f"Nothing was touched: the folder {quoted(target)} cannot be moved to ({reason_of(error)})."
        ) from error
    if not files.system.may_write(target):
        raise SafetyError(f"Nothing was touched: the folder {quoted(target)} to move to may not be written.")
    needed = sum(file.stamp.size for file in going if file.stamp.device != volume)
    if needed and needed + _RESERVE > free:
        raise SafetyError(
            f"Nothing was touched: moving to {quoted(target)} needs {size_words(needed)}, and there are only "
            f"{size_words(free)} free."
        )
