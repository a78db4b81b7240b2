import shutil
from pathlib import Path

import numpy as np
import platformdirs
import pytest

from photosim.app.workspace import Workspace, default_library_folder, open_workspace
from photosim.domain.errors import LibraryError, ModelError
from tests.app.conftest import TINY_MODEL
from tests.helpers.scanning import fill


def test_the_index_knows_every_content_once_and_every_file_of_it(
    workspace: Workspace, sample_photos: Path
) -> None:
    fill(workspace, sample_photos)
    indexed = workspace.indexed()
    assert len(indexed.contents) == indexed.index.size == len(indexed.code) == len(indexed.bits) == 4
    files = [photo.path for content in indexed.contents for photo in indexed.photos_by_content[content]]
    assert sorted(files) == [photo.path for photo in workspace.photos()]
    nearest = indexed.index.query(indexed.code, 1)
    assert nearest.rows[:, 0].tolist() == [0, 1, 2, 3]
    assert np.allclose(np.linalg.norm(indexed.code, axis=1), 1, atol=1e-3)


def test_photos_and_index_are_kept_until_the_library_changes(
    workspace: Workspace, sample_photos: Path
) -> None:
    fill(workspace, sample_photos)
    photos, indexed = workspace.photos(), workspace.indexed()
    assert workspace.photos() is photos
    assert workspace.indexed() is indexed
    shutil.copy(sample_photos / "china.jpg", sample_photos / "again.jpg")
    fill(workspace, sample_photos)
    assert len(workspace.photos()) == len(photos) + 1
    assert workspace.indexed() is not indexed


def test_a_folder_taken_out_of_the_library_leaves_the_index(
    workspace: Workspace, sample_photos: Path
) -> None:
    fill(workspace, sample_photos)
    workspace.library.remove_root(str(sample_photos))
    assert workspace.photos() == []
    assert workspace.indexed().contents == []
    assert workspace.indexed().index.size == 0


def test_the_default_library_lies_in_the_users_data() -> None:
    assert default_library_folder().startswith(platformdirs.user_data_dir("photosim", appauthor=False))


def test_reading_only_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(LibraryError):
        open_workspace(str(tmp_path / "none"), read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_model_folder_without_a_model_is_told_when_it_is_needed(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with open_workspace(str(tmp_path / "library"), model_folder=tmp_path / "empty") as workspace:
        assert workspace.photos() == []
        with pytest.raises(ModelError, match=r"card\.json"):
            workspace.indexed()


def test_the_graph_is_not_read_for_the_card(tmp_path: Path) -> None:
    lonely = tmp_path / "model"
    lonely.mkdir()
    shutil.copy(TINY_MODEL / "card.json", lonely)
    with open_workspace(str(tmp_path / "library"), model_folder=lonely) as workspace:
        assert workspace.indexed().contents == []
        size = workspace.encoder.input_spec.size
        with pytest.raises(ModelError, match=r"encoder\.onnx"):
            workspace.encoder.encode(np.zeros((1, size, size, 3), np.uint8))
