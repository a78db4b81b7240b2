"""Only `photosim.actions.system` touches files of the user; elsewhere each such place has its reason here.

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
_OF_SHUTIL = {"rmtree", "move", "copy", "copy2", "copyfile", "copytree", "copystat"}
_OF_OTHERS = {"send2trash.send2trash"}
# Methods of pathlib that no other type in use here has.
_OF_PATHS = {"unlink", "rename", "rmdir", "hardlink_to", "symlink_to"}

_SYSTEM = "photosim/actions/system.py"
# Named like methods of pathlib, which the room does not use.
_OWN_METHODS = {"self.system.rename", "self._files.rename", "files.rename"}
_THROUGH_THE_SYSTEM = {"rename", "link", "symlink", "drop", "drop_folder", "make_folder", "trash"}

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
        if _is_touching(name):
            found.add(name)
        elif owner not in {"os", "shutil"} and method in _OF_PATHS and isinstance(call.func, ast.Attribute):
            found.add(f"{owner}.{method}")
        elif method == "replace" and len(call.args) == 1 and not call.keywords:
            found.add(f"{owner}.{method}")  # str.replace takes two arguments, Path.replace one
    return found | {name for name in module.imports() if _is_touching(name)}


def _is_touching(name: str) -> bool:
    owner, _, method = name.rpartition(".")
    of_library = (owner == "os" and method in _OF_OS) or (owner == "shutil" and method in _OF_SHUTIL)
    return of_library or name in _OF_OTHERS


def test_only_actions_touch_files() -> None:
    found = {
        (module.name, call)
        for module in modules("photosim")
        if module.name != _SYSTEM
        for call in _touching(module)
        if not (module.room == "actions" and call in _OWN_METHODS)
    }
    assert found - set(ALLOWED) == set(), f"move this to {_SYSTEM}, or give the reason in ALLOWED"
    assert set(ALLOWED) - found == set(), "these are gone: take them off ALLOWED"


def test_what_files_of_the_user_go_through_is_what_it_says() -> None:
    (system,) = (module for module in modules("photosim/actions") if module.name == _SYSTEM)
    called = _touching(system)
    assert called == {
        "os.rename",  # never onto a name that is taken
        "os.link",
        "os.symlink",
        "os.unlink",  # of drafts and links that photosim made
        "os.rmdir",  # of empty folders
        "shutil.copystat",
        "send2trash.send2trash",
    }


def test_only_drafts_and_links_are_unlinked() -> None:
    """Whoever drops a name has looked at it, in the module that makes such names, or has just written it."""
    drops = [
        (module.name, call.lineno)
        for module in modules("photosim/actions")
        for name, call in module.calls()
        if name.endswith("system.drop")
    ]
    assert sorted(name for name, _ in drops) == [
        "photosim/actions/files.py",  # the trash's note on a file that did not come
        "photosim/actions/moving.py",  # a draft
        "photosim/actions/moving.py",  # a link
        "photosim/actions/moving.py",  # a link of an attempt that was cut short
    ]


def test_the_changing_calls_stay_in_two_modules() -> None:
    assert not [one.name for one in modules("photosim/actions") if "pathlib" in one.imports()]
    users = {
        module.name
        for module in modules("photosim")
        for name, _ in module.calls()
        if name.rpartition(".")[2] in _THROUGH_THE_SYSTEM and ".system." in name
    }
    assert users == {"photosim/actions/files.py", "photosim/actions/moving.py"}
