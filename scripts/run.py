#!/usr/bin/env python3
"""Set up photosim in this checkout, where that is still to do, and start it.

python3 scripts/run.py [FOLDER...]
"""

import sys

from bootstrap.pythons import complaint

_COMPLAINT = complaint(sys.version_info[:2], "scripts/run.py")
if _COMPLAINT:
    sys.exit(_COMPLAINT)

from bootstrap.start import main  # noqa: E402 - an older Python cannot even read it

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
