"""Only `photosim.actions` moves, replaces or removes files; elsewhere each such place has its reason here.

A line below is a promise that the file touched there is one of photosim's own, never a user's photo.
"""

import ast

from tests.helpers.source import Module, modules

_OF_OS = {
    "remove",
    "unlink",
    "rename",
    "renames",
    "replace",
    "rmdir",
    "removedirs",
    "truncate",
    "link",
    "symlink",
}
_OF_SHUTIL = {"rmtree", "move", "copy", "copy2", "copyfile", "copytree"}
# Methods of pathlib that no other type in use here has.
_OF_PATHS = {"unlink", "rename", "rmdir", "hardlink_to", "symlink_to"}

ALLOWED = {
    ("photosim/app/atomic.py", "os.replace"): "a finished file takes the place of the one before",
    ("photosim/app/atomic.py", "os.unlink"): "the draft beside it, when writing failed",
    ("photosim/catalog/migrate.py", "os.replace"): "a migrated copy takes the place of the database",
    ("photosim/catalog/migrate.py", "os.unlink"): "the draft of a migration that failed",
    ("photosim/catalog/thumbnails.py", "os.unlink"): "the thumbnail cache, which can be made anew",
}


def _touching(module: Module) -> set[str]:
    """Calls that change which file a name means."""
    found: set[str] = set()
    for name, call in module.calls():
        owner, _, method = name.rpartition(".")
        if (owner == "os" and method in _OF_OS) or (owner == "shutil" and method in _OF_SHUTIL):
            found.add(name)
        elif owner not in {"os", "shutil"} and method in _OF_PATHS and isinstance(call.func, ast.Attribute):
            found.add(f"{owner}.{method}")
        elif method == "replace" and len(call.args) == 1 and not call.keywords:
            found.add(f"{owner}.{method}")  # str.replace takes two arguments, Path.replace one
    for name in module.imports():
        owner, _, method = name.rpartition(".")
        if (owner == "os" and method in _OF_OS) or (owner == "shutil" and method in _OF_SHUTIL):
            found.add(name)
    return found


def test_only_actions_touch_files() -> None:
    found = {
        (module.name, call)
        for module in modules("photosim")
        if module.room != "actions"
        for call in _touching(module)
    }
    assert found - set(ALLOWED) == set(), "move this to photosim.actions, or give the reason in ALLOWED"
    assert set(ALLOWED) - found == set(), "these are gone: take them off ALLOWED"
