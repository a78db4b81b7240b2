#!/usr/bin/env python3
"""Build photosim as a folder that runs without Python, by PyInstaller.

python3 scripts/build_app.py [--out DIR] [--check]

The result is DIR/photosim (on macOS also DIR/photosim.app): `photosim-gui` is what a double click opens,
`photosim` the command line. The folder can be moved anywhere. On Linux, `add-to-menu.sh` in it puts the
program into the menu, where pictures and folders can be opened with it. `--check` lets the built program test
itself and do its jobs with the demo photos, and prints how large it is and how soon it answers, as JSON.

It sets itself up as test.py does. Each system builds for itself.
"""

import sys

from bootstrap.pythons import complaint

_COMPLAINT = complaint(sys.version_info[:2], "scripts/build_app.py")
if _COMPLAINT:
    sys.exit(_COMPLAINT)

from bootstrap.building import main  # noqa: E402 - an older Python cannot even read it

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
