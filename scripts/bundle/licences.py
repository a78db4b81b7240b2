"""The licences of everything in the packaged program, which may only be passed on together with them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePath

_NAME = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.MULTILINE)
_LICENCE = re.compile(r"licen[cs]e|copying|notice|thirdparty", re.IGNORECASE)
_TEXTS = {"", ".txt", ".md", ".rst"}
_OPTIONAL = ("dlib-bin",)
"""Packages outside the lock that the program also holds where they are installed."""
_WITHOUT_TEXTS = {"pyside6-essentials": "pyside6", "shiboken6": "pyside6"}
"""Packages whose licences lie in this repository, because their wheels bring none; and in which folder."""


def licences(repository: Path) -> list[tuple[str, str]]:
    """Licence files of the locked packages, of Python, and of photosim.

    Args:
        repository: holds the lock file and the texts that packages do not bring.

    Returns:
        Pairs of a file and the folder in the program that it belongs into.

    Raises:
        FileNotFoundError: an installed package of the lock tells no licence.
    """
    lock = (repository / "requirements.lock").read_text(encoding="utf-8")
    found = [(repository / "LICENSE", PurePath("photosim"))]
    found += [(path, PurePath("python")) for path in _of_python()]
    found += [(path, PurePath("pyside6")) for path in (repository / "scripts" / "bundle" / "texts").iterdir()]
    for name in dict.fromkeys((*_NAME.findall(lock), *_OPTIONAL)):
        if name not in _WITHOUT_TEXTS:
            found += [(path, PurePath(name, folder)) for path, folder in _of_package(name)]
    return [(str(path), PurePath("licences", folder).as_posix()) for path, folder in found]


def _of_python() -> Iterator[Path]:
    library = Path(sys.base_prefix, "lib", f"python{sys.version_info.major}.{sys.version_info.minor}")
    places = (Path(sys.base_prefix, "LICENSE.txt"), library / "LICENSE.txt")
    return (path for path in places if path.is_file())


def _of_package(name: str) -> Iterator[tuple[Path, PurePath]]:
    try:
        package = distribution(name)
    except PackageNotFoundError:
        # The lock holds packages of other systems, too.
        return
    texts = list(_texts(package)) or list(_metadata(package))
    if not texts:
        raise FileNotFoundError(f"{name} tells no licence")
    yield from texts


def _texts(package: Distribution) -> Iterator[tuple[Path, PurePath]]:
    for file in package.files or ():
        top, *inner = file.parent.parts or ("",)
        of_package = top.endswith(".dist-info")
        if (of_package or not inner) and _LICENCE.search(file.name) and file.suffix.lower() in _TEXTS:
            yield Path(str(package.locate_file(file))), PurePath(*inner) if of_package else PurePath(top)


def _metadata(package: Distribution) -> Iterator[tuple[Path, PurePath]]:
    """The package's own description, where the licence is told in a word."""
    for file in package.files or ():
        if file.name == "METADATA":
            yield Path(str(package.locate_file(file))), PurePath()
