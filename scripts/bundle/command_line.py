"""The packaged command line."""

import sys

from photosim.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
