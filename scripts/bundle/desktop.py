"""What a Linux desktop wants to know of a program (freedesktop.org, Desktop Entry Specification 1.5)."""

from __future__ import annotations

from pathlib import Path

MIME_TYPES = (
    "inode/directory",
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/tiff",
    "image/bmp",
    "image/gif",
    "image/heif",
    "image/heic",
    "image/avif",
    "image/x-adobe-dng",
    "image/x-canon-cr2",
    "image/x-canon-cr3",
    "image/x-nikon-nef",
    "image/x-sony-arw",
    "image/x-fuji-raf",
    "image/x-olympus-orf",
    "image/x-panasonic-rw2",
)

_INSTALLER = """\
#!/bin/sh
# Puts photosim into the menu of applications, or takes it out again with --remove.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/photosim.desktop
icon=$data/icons/hicolor/512x512/apps/photosim.png
if [ "${1:-}" = --remove ]; then
    rm -f "$entry" "$icon"
    echo "photosim is no longer in the menu. Its folder and your libraries are untouched."
    exit
fi
mkdir -p "$(dirname "$entry")" "$(dirname "$icon")"
cp "$here/photosim.png" "$icon"
# Quoted once for the command line, and once more for the file that it stands in.
quoted=$(printf '%s' "$here/photosim-gui" | sed 's/\\\\/\\\\\\\\\\\\\\\\/g; s/["`$]/\\\\\\\\&/g; s/%/%%/g')
command=$quoted awk '/^Exec=/ { print "Exec=\\"" ENVIRON["command"] "\\" %F"; next } { print }' \\
    "$here/photosim.desktop" > "$entry"
echo "photosim is in the menu now. Should you move this folder, run this again."
"""


def entry() -> str:
    """The desktop entry; its program is looked for on the PATH until the installer names the folder."""
    return "\n".join(
        (
            "[Desktop Entry]",
            "Type=Application",
            "Name=photosim",
            "GenericName=Duplicate photo finder",
            "Comment=Find the same picture, the same moment and the same place, and clean up without fear",
            "Exec=photosim-gui %F",
            "Icon=photosim",
            "Terminal=false",
            "Categories=Graphics;Photography;",
            "Keywords=photos;duplicates;similar;cleanup;burst;",
            "StartupNotify=true",
            "StartupWMClass=photosim",
            f"MimeType={';'.join(MIME_TYPES)};",
            "",
        )
    )


def write_desktop_files(folder: Path) -> None:
    """Write the entry and the script that installs it beside the program.

    Args:
        folder: of the packaged program; holds `photosim.png` already.
    """
    (folder / "photosim.desktop").write_text(entry(), encoding="utf-8")
    installer = folder / "add-to-menu.sh"
    installer.write_text(_INSTALLER, encoding="utf-8")
    installer.chmod(0o755)
