#!/usr/bin/env python3
"""Set up what the tests need, where that is still to do, and run every check.

python3 scripts/test.py [--photos DIR] [PYTEST ARGUMENTS...]
"""

import sys

from bootstrap.pythons import complaint

_COMPLAINT = complaint(sys.version_info[:2], "scripts/test.py")
if _COMPLAINT:
    sys.exit(_COMPLAINT)

from bootstrap.checks import main  # noqa: E402 - an older Python cannot even read it

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
