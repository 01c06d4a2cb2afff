"""Folders of a network are told from the machine's own."""

from pathlib import Path

import pytest

from incubator_desk.store.folders import is_network, is_unc, mount_kind, on_network

MOUNTS = r"""sysfs /sys sysfs rw 0 0
/dev/sda1 / ext4 rw 0 0
/dev/sdb1 /media/U\040盘 vfat rw 0 0
nas:/export /srv/park nfs4 rw 0 0
//office/share /home/wang/共享 cifs rw 0 0
sshfs#box:/ /home/wang/box fuse.sshfs rw 0 0
/dev/fuse /home/wang/doc fuse.portal rw 0 0
tmpfs /srv/park/local tmpfs rw 0 0
""".splitlines()


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/srv/park/desk.db", True),
        ("/srv/park", True),
        ("/srv/parking/desk.db", False),
        ("/srv/park/local/desk.db", False),
        ("/home/wang/共享/孵化器/desk.db", True),
        ("/home/wang/box/desk.db", True),
        ("/home/wang/doc/desk.db", False),
        ("/media/U 盘/desk.db", False),
        ("/desk.db", False),
    ],
)
def test_mounts(path: str, network: bool) -> None:
    assert is_network(mount_kind(path, MOUNTS)) is network


@pytest.mark.parametrize(
    ("place", "unc"),
    [
        (r"\\office\share\desk.db", True),
        ("//office/share/desk.db", True),
        (r"\\?\UNC\office\share\desk.db", True),
        (r"\\?\C:\data\desk.db", False),
        (r"C:\data\desk.db", False),
    ],
)
def test_windows_servers(place: str, unc: bool) -> None:
    assert is_unc(place) is unc


def test_this_machine(tmp_path: Path) -> None:
    assert not on_network(tmp_path)
