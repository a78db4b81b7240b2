"""A process that scans into a library, batch by batch, until it is done or killed.

    python scan_and_be_killed.py LIBRARY FOLDER FILES BATCH

Says "open" when the library is open and "stored" after each batch.
"""

import sys

from photosim.catalog.library import Library
from photosim.domain.files import FileStamp, FoundFile, Root
from tests.catalog.builders import MODEL, recorded


def files_of(folder: str, count: int) -> list[FoundFile]:
    """Made-up files; two neighbours each have the same bytes."""
    return [
        FoundFile(f"{folder}/{number:06}.jpg", FileStamp(1000 + number, number, 1, number + 1))
        for number in range(count)
    ]


def content_of(file: FoundFile) -> bytes:
    """The bytes that the file would have."""
    return str(file.stamp.mtime_ns // 2).encode()


def main(library_folder: str, folder: str, count: int, batch: int) -> None:
    """Scan as `app.scan` does."""
    root = Root(folder)
    with Library.open(library_folder) as library:
        assert not library.read_only, library.read_only_reason
        _say("open")
        number = library.begin_scan([root])
        files = files_of(folder, count)
        for start in range(0, count, batch):
            part = files[start : start + batch]
            states = library.classify(number, part, MODEL)
            records = [
                recorded(file, content_of(file))
                for file, state in zip(part, states, strict=True)
                if state.needs_reading
            ]
            if records:
                library.store(number, records, [], MODEL)
                _say("stored")
        library.finish_scan(number, [root], complete=True)


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
