"""Which versions are at work, and under what licence."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, qVersion
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photosim.domain.progress import CancelToken
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job, ReportAny
from photosim.gui.kit import icons
from photosim.gui.kit.theme import Space, heading, muted

if TYPE_CHECKING:
    from photosim.app.encoder_facts import EncoderFacts

LICENCE = "Free software under the MIT licence. It comes without any warranty."

_PARTS = ("onnxruntime", "numpy", "scikit-learn", "pillow", "rawpy", "pi-heif", "blake3")


class AboutDialog(QDialog):
    """Shows versions at once, and what the encoder runs on as soon as that is known.

    Args:
        library: folder of the open library, for display.
        context: the open library, None while there is none.
        parent: Qt's owner.
    """

    def __init__(self, library: str, context: Context | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._job: Job | None = None
        self.setWindowTitle("About photosim")
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(Space.XL)
        self._form.setVerticalSpacing(Space.XS)
        self._lines: list[tuple[str, str]] = []
        self._add("photosim", version_words("photosim"))
        self._add("Python, Qt", f"{platform.python_version()}, {qVersion()}")
        self._add("System", platform.platform(terse=True))
        self._add("Libraries", ", ".join(f"{part} {version_words(part)}" for part in _PARTS))
        self._add("This library", library or "none open")
        self.encoder = self._add("Encoder", "is being looked at…")
        picture = QLabel()
        picture.setPixmap(icons.app_icon().pixmap(64))
        name = QVBoxLayout()
        name.addWidget(heading("photosim"))
        name.addWidget(
            muted("Finds the same picture, the same moment and the same place among too many photos.")
        )
        head = QHBoxLayout()
        head.setSpacing(Space.L)
        head.addWidget(picture)
        head.addLayout(name, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = QPushButton("Copy")
        copy.clicked.connect(self.copy)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addLayout(head)
        column.addLayout(self._form)
        column.addWidget(muted(LICENCE))
        column.addWidget(buttons)
        self.setMinimumWidth(600)
        if context is not None:
            self._look(context)
        else:
            self.encoder.setText("known when a library is open")

    def done(self, result: int) -> None:
        """Close; the encoder's line is not waited for any more."""
        if self._job is not None:
            self._job.drop()
        super().done(result)

    def _look(self, context: Context) -> None:
        workspace = context.workspace

        def work(_report: ReportAny, _cancel: CancelToken) -> EncoderFacts:
            from photosim.app.encoder_facts import encoder_facts  # noqa: PLC0415 - brings ONNX Runtime

            return encoder_facts(workspace)

        self._job = context.jobs.start(
            "Looking at the encoder",
            work,
            done=self._show_encoder,
            failed=lambda error: self.encoder.setText(str(error)),
            quiet=True,
        )

    def _show_encoder(self, facts: EncoderFacts) -> None:
        wish = ", then ".join(facts.requested)
        self.encoder.setText(f"{facts.model_id}; runs on {facts.actual} (asked for {wish})")
        # Once the layout knows of the new words.
        QTimer.singleShot(0, self, self._fit)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as the words need."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))

    def copy(self) -> None:
        """Put everything on the clipboard."""
        lines = [*self._lines, ("Encoder", self.encoder.text()), ("Licence", LICENCE)]
        QGuiApplication.clipboard().setText("\n".join(f"{name}: {text}" for name, text in lines))

    def _add(self, name: str, text: str) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setAccessibleName(name)
        title = QLabel(name)
        title.setProperty("kind", "muted")
        self._form.addRow(title, label)
        if name != "Encoder":
            self._lines.append((name, text))
        return label


def version_words(package: str) -> str:
    """The installed version of a package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed as a package)"
