"""An ordinary user of the machine: reads on another's mount what permissions allow, and mounts for itself."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mounting import COMMAND, mounted
from tally import Tally, equal

NAME = "seisfs-interop"

#: Reads its argument to the end and says how many bytes that were, or which error met it; lists a folder.
PROBE = """
import os, sys
try:
    path = sys.argv[1]
    print(len(os.listdir(path)) if os.path.isdir(path) else len(open(path, 'rb').read()))
except OSError as failure:
    print(type(failure).__name__)
"""


@contextmanager
def ordinary_user() -> Iterator[tuple[str, ...]]:
    """Makes a user without any right, gives the command that acts as it, and removes the user again."""
    made = subprocess.run(
        ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
        capture_output=True,
        check=False,
    )
    # Exit code 9: it is there already, left by a run that was killed.
    if made.returncode not in (0, 9):
        raise AssertionError(f"useradd: {made.stderr.decode().strip()}")
    try:
        person = pwd.getpwnam(NAME)
        yield ("setpriv", f"--reuid={person.pw_uid}", f"--regid={person.pw_gid}", "--clear-groups", "--")
    finally:
        remove_user()


def remove_user() -> None:
    """Removes the user once its last process, a daemon on its way out, has ended."""
    for _ in range(50):
        removed = subprocess.run(["userdel", NAME], capture_output=True, text=True, check=False)
        if removed.returncode == 0:
            return
        time.sleep(0.2)
    raise AssertionError(f"userdel: {removed.stderr.strip()}")


def probe(acting: tuple[str, ...], path: Path) -> str:
    done = subprocess.run(
        [*acting, "/usr/bin/python3", "-c", PROBE, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout.strip() or f"exit code {done.returncode}: {done.stderr.strip()}"


def lay_out(folder: Path, sample: bytes) -> None:
    """Four recordings: for all, for a group, for the owner, and one in a folder that is closed."""
    for name, mode in (("all.sgy", 0o644), ("group.sgy", 0o640), ("owner.sgy", 0o600)):
        (folder / name).write_bytes(sample)
        (folder / name).chmod(mode)
    closed = folder / "closed"
    closed.mkdir()
    (closed / "inside.sgy").write_bytes(sample)
    closed.chmod(0o700)


def check_permissions(acting: tuple[str, ...], scratch: Path, sample: bytes) -> None:
    source = scratch / "permissions"
    source.mkdir()
    lay_out(source, sample)
    with mounted(source, scratch / "shared", "--as", "segy:samples=ieee64,revision=2.1", "--allow-other") as root:
        size = (root / "all.sgy").stat().st_size
        equal(probe(acting, root / "all.sgy"), str(size), "a file that all may read")
        for name in ("group.sgy", "owner.sgy", "closed", "closed/inside.sgy"):
            equal(probe(acting, root / name), "PermissionError", name)
        equal(len((root / "owner.sgy").read_bytes()), size, "root reads what only the owner may")
    with mounted(source, scratch / "private", "--as", "segy") as root:
        equal(probe(acting, root), "PermissionError", "a mount without --allow-other")


def check_own_mount(acting: tuple[str, ...], folder: Path, sample: bytes) -> None:
    """The user mounts with fusermount3, reads, and ends the mount itself. Runs with /dev/fuse open to all."""
    person = pwd.getpwnam(NAME)
    source, point, home = folder / "source", folder / "point", folder / "home"
    for path in (source, point, home):
        path.mkdir()
        os.chown(path, person.pw_uid, person.pw_gid)
    (source / "a.sgy").write_bytes(sample)
    script = " && ".join(
        [
            '"$@" mount "$SOURCE" "$POINT" --as segy',
            'cmp "$SOURCE/a.sgy" "$POINT/a.sgy"',
            '"$@" umount "$POINT"',
            '! mountpoint -q "$POINT"',
        ]
    )
    env = {**os.environ, "SOURCE": str(source), "POINT": str(point), "HOME": str(home)}
    env.pop("XDG_CACHE_HOME", None)
    # In a mount namespace of its own: where /dev/fuse is closed to ordinary users, a node of the same device that is
    # open to all lies over it for the length of this check, and nobody else sees either that or the mount.
    outer = (
        'set -e; if [ "$(stat -c %a /dev/fuse)" != 666 ]; then mknod "$NODE" c 10 229; chmod 666 "$NODE"; '
        'mount --bind "$NODE" /dev/fuse; fi; exec "$@"'
    )
    command = ["unshare", "--mount", "--propagation", "private", "bash", "-c", outer, "outer", *acting]
    command += ["bash", "-c", script, "script", *COMMAND]
    done = subprocess.run(
        command, env={**env, "NODE": str(folder / "fuse")}, capture_output=True, text=True, timeout=120, check=False
    )
    equal((done.returncode, done.stderr.strip()), (0, ""), f"mount, cmp and umount as {NAME}")


def check_user(tally: Tally, scratch: Path, sample: bytes) -> None:
    if os.geteuid() != 0:
        tally.skip("user: all of it", "making a user and acting as it needs root")
        return
    if os.stat("/dev/fuse").st_mode & 0o006 != 0o006:
        print(
            "note: /dev/fuse is closed to ordinary users here; "
            "their own mount is tried in a mount namespace of its own, with an open one over it"
        )

    def all_of_it() -> None:
        with ordinary_user() as acting, tempfile.TemporaryDirectory(prefix="own-", dir=scratch) as own:
            os.chmod(own, 0o755)
            tally.check("user: permissions hold for others", lambda: check_permissions(acting, scratch, sample))
            tally.check("user: mounts without being root", lambda: check_own_mount(acting, Path(own), sample))

    tally.check("user: is made and removed", all_of_it)
