"""The one place that knows where the shipped files lie."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def asset_path(*parts: str) -> Path:
    """The shipped file or folder `assets/<parts…>`, in an installed wheel or in a checkout.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for base in (_PACKAGE / "assets", _PACKAGE.parent / "assets"):
        path = base.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"photosim is not completely installed: assets/{'/'.join(parts)} is missing")
