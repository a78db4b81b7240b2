"""What macOS wants to know of a program (Information Property List)."""

from __future__ import annotations

_PHOTOS_THERE = "photosim looks for photos in the folders that you choose, and nothing leaves this machine."

INFO: dict[str, object] = {
    "CFBundleExecutable": "photosim-gui",
    "CFBundleDocumentTypes": [
        # One of many programs that can show pictures and folders, and the first choice for neither.
        {
            "CFBundleTypeName": "Picture",
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "Alternate",
            "LSItemContentTypes": ["public.image"],
        },
        {
            "CFBundleTypeName": "Folder",
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "Alternate",
            "LSItemContentTypes": ["public.folder"],
        },
    ],
    "LSApplicationCategoryType": "public.app-category.photography",
    # The command line beside the window would make the whole bundle a program without a window.
    "LSBackgroundOnly": False,
    "NSHighResolutionCapable": True,
    # Asked by the system when a folder of these kinds is first read.
    "NSDesktopFolderUsageDescription": _PHOTOS_THERE,
    "NSDocumentsFolderUsageDescription": _PHOTOS_THERE,
    "NSDownloadsFolderUsageDescription": _PHOTOS_THERE,
    "NSNetworkVolumesUsageDescription": _PHOTOS_THERE,
    "NSRemovableVolumesUsageDescription": _PHOTOS_THERE,
}
"""Keys and values of the bundle's Info.plist, beside its names and its version."""
