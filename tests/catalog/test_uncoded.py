"""What another model has encoded is told apart from what the model in use knows."""

from photosim.catalog.library import Library
from photosim.catalog.records import FileState
from photosim.domain.photo import ContentId
from tests.catalog.builders import MODEL, Folder, scan

_NEWER = "model-b"


def _contents(library: Library) -> set[ContentId]:
    return {photo.content for photo in library.photos()}


def test_a_library_of_one_model_has_nothing_to_encode_anew(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "a")
    scan(library, [folder.root], folder.files())
    assert library.uncoded(MODEL) == set()


def test_every_photo_waits_for_a_new_model_until_a_scan_has_read_it(library: Library, folder: Folder) -> None:
    for name in ("a", "b", "copy of b"):
        folder.write(f"{name}.jpg", name[-1])
    scan(library, [folder.root], folder.files())
    assert library.uncoded(_NEWER) == _contents(library)
    assert len(library.uncoded(_NEWER)) == 2
    first, *_ = folder.files()
    done = scan(library, [folder.root], [first], model=_NEWER, complete=False)
    assert done.state("a.jpg") is FileState.STALE
    assert len(library.uncoded(_NEWER)) == 1
    done = scan(library, [folder.root], folder.files(), model=_NEWER)
    assert done.state("a.jpg") is FileState.UNCHANGED
    assert library.uncoded(_NEWER) == set()
    assert library.uncoded(MODEL) == set()
    assert len(library.codes(MODEL).contents) == len(library.codes(_NEWER).contents) == 2


def test_contents_outside_of_the_library_are_not_waited_for(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "a")
    scan(library, [folder.root], folder.files())
    library.remove_root(folder.path)
    assert library.uncoded(_NEWER) == set()
