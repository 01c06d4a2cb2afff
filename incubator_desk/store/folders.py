"""Where files may live: the user's own folder, and folders of a network, where SQLite's locks do not hold."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_

_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre", "davfs"}
_NETWORK_FUSE = {"sshfs", "davfs2", "gvfsd-fuse", "glusterfs", "rclone", "cifs", "smbnetfs", "s3fs"}
_REMOTE_DRIVE = 4  # DRIVE_REMOTE of GetDriveTypeW


def data_folder() -> Path:
    """The user's folder for this program's data; made when missing."""
    import platformdirs

    folder = platformdirs.user_data_path("incubator-desk", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def keep(path: Path) -> None:
    """Have the disk really write a file, or a folder's list of files."""
    if path.is_dir() and os.name == "nt":
        return  # Windows has no such call for folders
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def refuse_network(path: Path) -> None:
    """Refuse a live database on a network drive: two machines could write it at once and spoil it."""
    if on_network(path):
        message = N_(
            "{place} is on a network drive, where a database file can be spoilt. Keep it on this computer's own disk "
            "(backups may go there), or use a PostgreSQL server."
        )
        raise Refused.because("network_folder", message, place=path)


def on_network(path: Path) -> bool:
    """Whether the path lies on another machine's disk."""
    if sys.platform == "win32":
        return is_unc(str(path)) or _drive_type(path.anchor) == _REMOTE_DRIVE
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return False
    return is_network(mount_kind(str(path), mounts.splitlines()))


def is_unc(place: str) -> bool:
    """Whether a Windows path names a server rather than a drive."""
    plain = place.replace("/", "\\").lower()
    local = (r"\\?\volume{", r"\\.\volume{")
    if plain.startswith(local) or (plain[:4] in ("\\\\?\\", "\\\\.\\") and plain[5:6] == ":"):
        return False
    return plain.startswith("\\\\")


def is_network(kind: str) -> bool:
    """Whether a file system's type is one of a network."""
    name = kind.lower()
    return name in _NETWORK or (name.startswith("fuse.") and name[5:] in _NETWORK_FUSE)


def mount_kind(path: str, mounts: Iterable[str]) -> str:
    """The type of the file system that holds a path, by the lines of ``/proc/mounts``."""
    found, kind = "", ""
    for line in mounts:
        _, folder, type_, *_ = line.split(" ")
        # Blanks in a folder's name stand there as \040 and the like; a later mount covers an earlier one.
        folder = folder.encode("utf-8", "surrogateescape").decode("unicode_escape").encode("latin-1").decode(
            "utf-8", "surrogateescape"
        )  # fmt: skip
        if len(folder) >= len(found) and (path + os.sep).startswith(folder.rstrip(os.sep) + os.sep):
            found, kind = folder, type_
    return kind


def _drive_type(drive: str) -> int:
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(drive))  # type: ignore[attr-defined,unused-ignore]
