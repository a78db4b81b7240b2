"""The source as data, for tests that hold its structure."""

import ast
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "photosim"


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        """Its place below the checkout, with forward slashes on every system."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """The first folder below `photosim`, or the module's own name when it stands there by itself."""
        return self.path.relative_to(PACKAGE).with_suffix("").parts[0]

    @property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return _parsed(self.path)

    def calls(self) -> list[tuple[str, ast.Call]]:
        """Every call, with the dotted name that is called (what cannot be named starts with a dot)."""
        return _calls(self.path)

    def imports(self) -> frozenset[str]:
        """Dotted names of what it imports: modules, and what is taken from them."""
        return _imported(self.path)


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def _calls(path: Path) -> list[tuple[str, ast.Call]]:
    return [(dotted(node.func), node) for node in ast.walk(_parsed(path)) if isinstance(node, ast.Call)]


@cache
def _imported(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(_parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return frozenset(found)


def forget_sources() -> None:
    """Give back the memory of all that was parsed: a hundred megabytes that each collection walks through."""
    _parsed.cache_clear()
    _calls.cache_clear()
    _imported.cache_clear()


def modules(*folders: str) -> list[Module]:
    """The Python files below `folders` of the checkout, in a fixed order."""
    found = [Module(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert found, f"no Python files below {folders}"
    return found


def rooms() -> set[str]:
    """The rooms of the package: its folders with code, and `__main__`."""
    return {module.room for module in modules("photosim")} - {"__init__"}


def shipped_files() -> list[Path]:
    """Every file of the checkout that belongs to the project, committed or about to be."""
    git = shutil.which("git")
    command = [git or "", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False) if git else None
    if listed is not None and listed.returncode == 0:
        found = [ROOT / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    else:  # an unpacked source archive, or a machine without git
        found = [path for path in ROOT.rglob("*") if not _made_here(path.relative_to(ROOT).parts)]
    return [path for path in found if path.is_file()]


def _made_here(parts: tuple[str, ...]) -> bool:
    return parts[0] in {"build", "dist", "htmlcov"} or any(
        part == "__pycache__" or (part.startswith(".") and part not in {".ci", ".gitignore"})
        for part in parts
    )


def dotted(node: ast.expr) -> str:
    """`os.path.join` for such an expression; `.join` when what stands before has no name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""
