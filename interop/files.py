"""A mount seen as ordinary files: what cp, cmp, dd, sha256sum, mmap and many readers get, and what is refused."""

from __future__ import annotations

import errno
import hashlib
import json
import mmap
import os
import random
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tally import Tally, equal


def run(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=cwd, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: exit code {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def regular_files(root: Path) -> list[Path]:
    """Every regular file of a tree, in order; `.seisfs` tells about the mount and is left out."""
    return sorted(path for path in root.rglob("*") if path.is_file() and ".seisfs" not in path.parts)


def check_copies(path: Path, scratch: Path) -> None:
    """cp, cmp, dd with odd block sizes and sha256sum agree with one plain read."""
    whole = path.read_bytes()
    equal(path.stat().st_size, len(whole), "size against bytes read")
    copy = scratch / "copy"
    run("cp", str(path), str(copy))
    run("cmp", str(path), str(copy))
    equal(copy.read_bytes() == whole, True, "cp against a plain read")
    for block in ("1", "4093", "65536", "1M"):
        if block == "1" and len(whole) > 100_000:
            continue
        run("dd", f"if={path}", f"of={copy}", f"bs={block}", "status=none")
        equal(copy.read_bytes() == whole, True, f"dd bs={block} against a plain read")
    skip = len(whole) // 3
    run("dd", f"if={path}", f"of={copy}", "bs=1009", f"skip={skip}", "iflag=skip_bytes", "status=none")
    equal(copy.read_bytes() == whole[skip:], True, "dd with skip against a plain read")
    equal(run("sha256sum", str(path)).split()[0], hashlib.sha256(whole).hexdigest(), "sha256sum")
    last = subprocess.run(["tail", "-c", "1000", str(path)], capture_output=True, timeout=60, check=True)
    equal(last.stdout == whole[-1000:], True, "tail against a plain read")
    copy.unlink()


def check_mapped(path: Path, seed: int) -> None:
    """Mapped memory shows the same bytes, as a whole and in windows that straddle pages."""
    whole = path.read_bytes()
    mapped = np.memmap(path, np.uint8, "r")
    equal(mapped.tobytes() == whole, True, "numpy.memmap against a plain read")
    del mapped
    source = random.Random(seed)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as view:
        for _ in range(200):
            start = source.randrange(len(whole))
            end = min(len(whole), start + source.randrange(1, 20_000))
            equal(view[start:end] == whole[start:end], True, f"mapped bytes {start}-{end}")


def check_many(root: Path) -> None:
    """Six sha256sum processes over the whole tree at once give what one after the other gives."""
    names = [str(path.relative_to(root)) for path in regular_files(root)]
    expected = {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in names}
    command = ["xargs", "-0", "-n", "3", "-P", "6", "sha256sum", "--zero"]
    done = subprocess.run(
        command, input="\0".join(names * 2).encode(), capture_output=True, cwd=root, timeout=300, check=False
    )
    equal((done.returncode, done.stderr), (0, b""), "xargs sha256sum")
    lines = [line.decode().split("  ", 1) for line in done.stdout.split(b"\0") if line]
    equal(len(lines), 2 * len(names), "files summed")
    for digest, name in lines:
        equal(digest, expected[name], f"sha256sum of {name} among others")


def check_fio(path: Path) -> None:
    """fio reads at random from four processes for two seconds and meets no error."""
    window = ["--rw=randread", "--bsrange=512-64k", "--bs_unaligned", "--ioengine=psync"]
    length = ["--numjobs=4", "--time_based", "--runtime=2"]
    guard = ["--readonly", "--allow_file_create=0"]
    tell = ["--group_reporting", "--output-format=json"]
    report = run("fio", "--name=window", f"--filename={path}", *guard, *window, *length, *tell)
    job = json.loads(report[report.index("{") :])["jobs"][0]
    equal(job["error"], 0, "fio's error")
    if job["read"]["total_ios"] == 0:
        raise AssertionError("fio read nothing")


def refused(number: int, what: str, job: Callable[[], object]) -> None:
    """`job` must fail with the error `number`."""
    try:
        job()
    except OSError as failure:
        equal(errno.errorcode.get(failure.errno), errno.errorcode[number], what)
        return
    raise AssertionError(f"{what} was not refused")


def check_read_only(file: Path) -> None:
    """Everything that would write is refused as on a read-only file system, root or not."""
    folder = file.parent
    jobs: list[tuple[str, Callable[[], object]]] = [
        ("opening for writing", lambda: os.open(file, os.O_WRONLY)),
        ("opening for reading and writing", lambda: os.open(file, os.O_RDWR)),
        ("truncating", lambda: os.truncate(file, 0)),
        ("creating", lambda: os.open(folder / "new", os.O_CREAT | os.O_WRONLY)),
        ("making a folder", lambda: os.mkdir(folder / "new")),
        ("making a link", lambda: os.symlink("x", folder / "new")),
        ("making a hard link", lambda: os.link(file, folder / "new")),
        ("removing", lambda: os.unlink(file)),
        ("renaming", lambda: os.rename(file, folder / "new")),
        ("changing the mode", lambda: os.chmod(file, 0o777)),
        ("changing the owner", lambda: os.chown(file, 1, 1)),
        ("changing the times", lambda: os.utime(file, (1, 1))),
        ("setting an attribute", lambda: os.setxattr(file, "user.x", b"x")),
        ("removing an attribute", lambda: os.removexattr(file, "user.seisfs.source")),
        ("making a named pipe", lambda: os.mkfifo(folder / "new")),
    ]
    before = file.read_bytes()
    for what, job in jobs:
        refused(errno.EROFS, what, job)
    equal(file.read_bytes() == before, True, "the bytes after all attempts")


def check_stat(file: Path, source: Path) -> None:
    """Owner, group and times are the source's, the mode is without its write bits."""
    shown, real = file.stat(), source.stat()
    equal(stat.filemode(shown.st_mode), stat.filemode(real.st_mode & ~0o222), "mode")
    equal((shown.st_uid, shown.st_gid), (real.st_uid, real.st_gid), "owner and group")
    equal(shown.st_mtime_ns, real.st_mtime_ns, "time of the last change")
    equal(shown.st_nlink >= 1, True, "number of links")
    equal(file.stat().st_ino, shown.st_ino, "node number asked for twice")


def check_attributes(file: Path, source: Path) -> None:
    """The four extended attributes are listed and readable, and no other of the kind."""
    names = sorted(name for name in os.listxattr(file) if name.startswith("user.seisfs."))
    equal(names, [f"user.seisfs.{name}" for name in ("exactness", "format", "source", "warnings")], "attributes")
    told = {name: os.getxattr(file, name).decode() for name in names}
    equal(told["user.seisfs.source"], str(source), "source")
    if told["user.seisfs.exactness"] not in ("identical", "lossless"):
        raise AssertionError(f"exactness {told['user.seisfs.exactness']!r}, although no loss was allowed")
    equal(told["user.seisfs.format"].split(" ")[0] in ("segy", "su"), True, "format of the source")
    refused(errno.ENODATA, "reading an attribute that is not there", lambda: os.getxattr(file, "user.seisfs.nothing"))


def check_mount_tells(root: Path) -> None:
    """`.seisfs` at the root tells about the mount, and statfs answers."""
    status = json.loads((root / ".seisfs" / "status.json").read_text())
    for key in ("version", "sources", "views", "counts", "workers", "uptimeSeconds"):
        if key not in status:
            raise AssertionError(f"status.json says nothing about {key}: {sorted(status)}")
    (root / ".seisfs" / "refused.tsv").read_text()
    room = os.statvfs(root)
    equal(room.f_flag & os.ST_RDONLY, os.ST_RDONLY, "read-only flag of statfs")
    equal(room.f_namemax >= 255, True, "longest name of statfs")


def check_files(tally: Tally, root: Path, scratch: Path, sources: dict[Path, Path]) -> None:
    """All of the above on one mount; `sources` maps each converted file to the file it comes from."""
    largest = max(sources, key=lambda path: path.stat().st_size)
    smallest = min(sources, key=lambda path: path.stat().st_size)
    tally.check("files: many readers at once", lambda: check_many(root))
    for path in (smallest, largest):
        tally.check(f"files: cp, cmp, dd, sha256sum of {path.name}", lambda p=path: check_copies(p, scratch))
        tally.check(f"files: mmap of {path.name}", lambda p=path: check_mapped(p, 7))
        tally.check(f"files: nothing can be written to {path.name}", lambda p=path: check_read_only(p))
    for path, source in sources.items():
        tally.check(f"files: owner, mode and times of {path.name}", lambda p=path, s=source: check_stat(p, s))
        tally.check(f"files: attributes of {path.name}", lambda p=path, s=source: check_attributes(p, s))
    tally.check(f"files: fio on {largest.name}", lambda: check_fio(largest))
    tally.check("files: .seisfs and statfs", lambda: check_mount_tells(root))
