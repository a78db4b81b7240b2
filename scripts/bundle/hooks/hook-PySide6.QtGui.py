"""Read by PyInstaller in the place of its own hook: Qt's plugins, before it looks for what they need."""

import os

from PyInstaller.utils.hooks.qt import add_qt6_dependencies  # type: ignore[import-untyped]

from scripts.bundle.contents import is_wanted

hiddenimports, binaries, datas = add_qt6_dependencies(__file__)
binaries = [
    (source, folder)
    for source, folder in binaries
    if is_wanted(os.path.join(folder, os.path.basename(source)))
]
