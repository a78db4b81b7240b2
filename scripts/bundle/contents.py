"""What the packaged program leaves at home: what packages or PyInstaller's hooks drag along in vain."""

from __future__ import annotations

import re

MODULES = (
    # Parts of PySide6 that need large libraries; photosim opens no connection and draws by widgets.
    "PySide6.QtNetwork",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    # What packages can work with, and photosim does not.
    "IPython",
    "matplotlib",
    "onnx",
    "pandas",
    "torch",
    "yaml",
    # Tools of developers, which the environment of the tests holds.
    "_pytest",
    "distutils",
    "hypothesis",
    "mypy",
    "psutil",
    "pygments",
    "pytest",
    "rich",
    "setuptools",
    "tkinter",
    # A cluster's workers have a Python, and so has who commands them.
    "dask",
    "distributed",
    "tornado",
)
"""Python modules, with all that is in them."""

_FILES = re.compile(
    # The sentences of Qt's own dialogs in other languages; photosim speaks English.
    r"PySide6/(Qt/)?translations/"
    # Screens without a desktop.
    r"|.*/plugins/(egldeviceintegrations|generic)/"
    r"|.*/plugins/platforms/(lib)?q(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc)\b"
    # It brings GTK along, which then meets modules of another GTK on the user's system.
    r"|.*/plugins/platformthemes/libqgtk3\b"
    # OpenCV reads no films here; Windows loads the library only for that.
    r"|cv2/opencv_videoio_ffmpeg"
    r"|(scipy|numpy|sklearn)/(.*/)?tests/"
    r"|sklearn/datasets/(data|descr)/"
)


def is_wanted(target: str) -> bool:
    """Whether a file belongs into the packaged program.

    Args:
        target: its place in there, relative, with either kind of slash.
    """
    return _FILES.match(target.replace("\\", "/")) is None
