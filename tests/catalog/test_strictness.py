from pathlib import Path

import pytest

from photosim.catalog.library import Library
from photosim.domain.errors import LibraryReadOnlyError
from photosim.domain.strictness import NORMAL


def test_strictness_is_normal_until_it_is_set(tmp_path: Path) -> None:
    with Library.open(str(tmp_path)) as library:
        assert library.strictness() == NORMAL
        library.save_strictness(80)
        with pytest.raises(ValueError, match="101"):
            library.save_strictness(101)
    with Library.open(str(tmp_path), read_only=True) as library:
        assert library.strictness() == 80
        with pytest.raises(LibraryReadOnlyError):
            library.save_strictness(NORMAL)
