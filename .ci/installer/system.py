"""What a build for Linux leaves to the system that it runs on."""

EVERYWHERE = {
    "libgcc-s1": "libgcc_s.so.1",
    "libexpat1": "libexpat.so.1",
    "liblzma5": "liblzma.so.5",
    "libstdc++6": "libstdc++.so.6",
    "libuuid1": "libuuid.so.1",
    "zlib1g": "libz.so.1",
}
"""By Debian package, what every desktop has. An older copy of ours would be found first, and libraries of the
system that need the newer would not load."""

RARE = {
    "libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-image.so.0", "libxcb-keysyms.so.1", "libxcb-render-util.so.0",
    "libxcb-util.so.1", "libxcb-xkb.so.1", "libxkbcommon-x11.so.0", "libxkbcommon.so.0",
}  # fmt: skip
"""Small libraries of X11 that Qt needs and a desktop may lack: the folder brings its own, the package asks for them."""
