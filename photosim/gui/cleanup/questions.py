"""What is asked before something that photosim cannot take back, or that touches files a second time."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMessageBox, QWidget

from photosim.app.cleaning.words import plan_title
from photosim.domain.actions import Plan
from photosim.domain.journal import PlanRecord
from photosim.domain.words import count_words, size_words
from photosim.gui.kit import icons


def to_the_trash(parent: QWidget, plan: Plan) -> bool:
    """Whether to put the files of a plan into the trash at once."""
    return _sure(
        parent,
        f"Put {plan_title(plan)}, into the system's trash?",
        "photosim cannot undo this; only the system's trash can bring files back. Setting them aside instead "
        "can be undone at any time.",
        yes="Put into the trash",
        icon="trash",
    )


def empty(parent: QWidget, record: PlanRecord) -> bool:
    """Whether to give what a plan set aside to the trash."""
    what = f"{count_words(record.aside, 'photo')} that {'was' if record.aside == 1 else 'were'} set aside"
    size = f", {size_words(record.bytes)}," if record.aside == record.done else ""
    return _sure(
        parent,
        f"Put {what}{size} into the system's trash?",
        "Every kept photo is read and verified once more before; what does not pass stays set aside. "
        "Afterwards photosim cannot undo this; only the system's trash can bring files back.",
        yes="Put into the trash",
        icon="trash",
    )


def undo(parent: QWidget, record: PlanRecord) -> bool:
    """Whether to put back what an earlier plan took away."""
    return put_back(parent, count_words(record.done, "photo"))


def put_back(parent: QWidget, what: str) -> bool:
    """Whether to put back so many files."""
    return _sure(
        parent,
        f"Put back {what}?",
        "Each returns to its folder with the bytes, times and permissions it had. Nothing is overwritten: "
        "where a name is taken meanwhile, it gets another one beside it.",
        yes="Put back",
        icon="undo",
    )


def _sure(parent: QWidget, question: str, explained: str, *, yes: str, icon: str) -> bool:
    box = QMessageBox(QMessageBox.Icon.NoIcon, "photosim", question, parent=parent)
    accent = box.palette().color(QPalette.ColorRole.Highlight)
    box.setIconPixmap(icons.pixmap(icon, accent, 40, parent.devicePixelRatioF()))
    box.setInformativeText(explained)
    agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    declined = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(declined)
    box.setEscapeButton(declined)
    box.exec()
    return box.clickedButton() is agreed
