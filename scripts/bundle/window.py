"""The packaged window: what a double click, “open with” and a drop onto the icon start."""

import sys

from photosim.__main__ import main_gui

if __name__ == "__main__":
    sys.exit(main_gui())
