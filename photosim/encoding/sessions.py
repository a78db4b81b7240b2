"""ONNX Runtime, as photosim uses it. The only module that imports it."""

import logging
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from numpy.typing import NDArray

from photosim.domain.errors import ModelError
from photosim.encoding.files import GraphFile, checked_bytes

LOGGER = logging.getLogger("photosim.encoding")

# What is not installed is skipped; the CPU is always there, and always the last resort.
PREFERRED_PROVIDERS = (
    "CUDAExecutionProvider",
    "DmlExecutionProvider",
    "OpenVINOExecutionProvider",
    "CPUExecutionProvider",
)
_ERRORS_ONLY = 3


class Session(Protocol):
    """The part of `onnxruntime.InferenceSession` that is used."""

    def run(self, outputs: Sequence[str], feeds: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """Compute the named outputs; safe to call from several threads at once."""

    def get_providers(self) -> list[str]:
        """Name the providers at work, first one first."""


class LateSession:
    """A session that is opened by its first use; a rescan without finds never opens it."""

    def __init__(self, opener: Callable[[], Session]) -> None:
        self._opener = opener
        self._session: Session | None = None
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether it was used."""
        return self._session is not None

    def run(self, outputs: Sequence[str], feeds: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """Compute the named outputs.

        Raises:
            ModelError: the model's file is missing or damaged.
        """
        return self._opened().run(outputs, feeds)

    def get_providers(self) -> list[str]:
        """Name the providers at work, first one first."""
        return self._opened().get_providers()

    def _opened(self) -> Session:
        with self._lock:
            if self._session is None:
                self._session = self._opener()
            return self._session


def open_graph(
    folder: Path, file: GraphFile, *, threads: int = 1, providers: Sequence[str] = PREFERRED_PROVIDERS
) -> Session:
    """Start a session with one of a model's graphs.

    Args:
        folder: of the model.
        file: the graph, as the model's card describes it.
        threads: threads inside one call. Two callers with one thread each do more than one caller with two.
        providers: names in order of preference.

    Raises:
        ModelError: the file is missing, damaged or cannot be used; the sentence names it.
    """
    return _open_session(checked_bytes(folder, file), folder / file.name, threads, providers)


def _open_session(graph: bytes, path: Path, threads: int, providers: Sequence[str]) -> Session:
    # Unless told so before its import, ONNX Runtime notes its use in the home folder for its maker.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime  # noqa: PLC0415 - a tenth of a second that the window need not wait for

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    # Spinning threads take 25-40 % from whatever else runs, here: the decoding of photos.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    available = onnxruntime.get_available_providers()
    requested = [name for name in providers if name in available] or ["CPUExecutionProvider"]
    try:
        session: Session = onnxruntime.InferenceSession(graph, options, providers=requested)
    # The runtime's errors have no common base.
    except Exception as error:
        raise ModelError(f"The model file “{path}” cannot be used: {_first_line(error)}") from error
    actual = session.get_providers()
    level = logging.INFO if actual[:1] == requested[:1] else logging.WARNING
    LOGGER.log(level, "%s: asked for %s, runs on %s", path.name, requested[0], actual[0])
    return session


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
