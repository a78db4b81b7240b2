"""What a Linux desktop wants to know of a program (freedesktop.org, Desktop Entry Specification 1.5)."""

from __future__ import annotations

from pathlib import Path

from scripts.bundle.icon import write_theme

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
own_types=$(sed -n 's/^MimeType=//p' "$here/share/applications/photosim.desktop" | tr ';' ' ')

each_icon() {
    (cd "$here/share/icons" && find . -type f) | while IFS= read -r icon; do "$1" "$icon"; done
}
add_icon() {
    mkdir -p "$(dirname "$data/icons/$1")"
    cp "$here/share/icons/$1" "$data/icons/$1"
}
remove_icon() {
    rm -f "$data/icons/$1"
}
# What file managers offer under "open with" is looked up in an index.
tell_desktop() {
    if command -v update-desktop-database > /dev/null; then
        update-desktop-database -q "$data/applications"
    fi
}
# What opens each kind of file by itself, as "TYPE PROGRAM".
defaults() {
    if command -v xdg-mime > /dev/null; then
        for type in $own_types; do echo "$type $(xdg-mime query default "$type" 2> /dev/null)"; done
    fi
}
# Where a desktop has no list of its own, the program that came last would open everything from now on.
keep_defaults() {
    echo "$1" | while read -r type program; do
        if [ -n "$program" ] && [ "$program" != photosim.desktop ]; then
            if [ "$(xdg-mime query default "$type" 2> /dev/null)" = photosim.desktop ]; then
                xdg-mime default "$program" "$type"
            fi
        fi
    done
}

if [ "${1:-}" = --remove ]; then
    rm -f "$entry"
    each_icon remove_icon
    if [ -d "$data/applications" ]; then tell_desktop; fi
    echo "photosim is no longer in the menu. Its folder and your libraries are untouched."
    exit
fi
before=$(defaults)
mkdir -p "$data/applications"
each_icon add_icon
# Quoted once for the command line, and once more for the file that it stands in.
quoted=$(printf '%s' "$here/photosim-gui" | sed 's/\\\\/\\\\\\\\\\\\\\\\/g; s/["`$]/\\\\\\\\&/g; s/%/%%/g')
command=$quoted awk '/^Exec=/ { print "Exec=\\"" ENVIRON["command"] "\\" %F"; next } { print }' \\
    "$here/share/applications/photosim.desktop" > "$entry"
tell_desktop
keep_defaults "$before"
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


def write_desktop_files(drawing: Path, folder: Path) -> None:
    """Write the entry, the icons and the script that installs both beside the program.

    Args:
        drawing: of the icon, an SVG.
        folder: of the packaged program.
    """
    applications = folder / "share" / "applications"
    applications.mkdir(parents=True, exist_ok=True)
    (applications / "photosim.desktop").write_text(entry(), encoding="utf-8")
    write_theme(drawing, folder / "share" / "icons")
    installer = folder / "add-to-menu.sh"
    installer.write_text(_INSTALLER, encoding="utf-8")
    installer.chmod(0o755)
