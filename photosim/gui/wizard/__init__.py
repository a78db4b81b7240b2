"""The folder scan wizard."""

from photosim.gui.wizard.wizard import ScanWizard

__all__ = ["ScanWizard"]
