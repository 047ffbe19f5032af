"""Mounting with the built command line, and leaving nothing behind whatever happens."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
COMMAND = ["node", str(REPOSITORY / "dist" / "src" / "cli" / "main.js")]

#: Longest time a mount or its end may take, seconds.
PATIENCE = 60


def seisfs(*arguments: str, before: tuple[str, ...] = (), env: dict[str, str] | None = None):
    """Runs one seisfs command to its end; `before` puts another program in front of it."""
    return subprocess.run(
        [*before, *COMMAND, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=env,
        check=False,
    )


def said(done: subprocess.CompletedProcess) -> str:
    return f"exit code {done.returncode}: {(done.stdout + done.stderr).strip()}"


@contextmanager
def mounted(source: Path, point: Path, *arguments: str, before: tuple[str, ...] = (), env=None) -> Iterator[Path]:
    """Mounts `source` at `point` for the length of a `with`; the mount is gone afterwards or that is an error."""
    point.mkdir(exist_ok=True)
    answered = False
    try:
        done = seisfs("mount", str(source), str(point), *arguments, before=before, env=env)
        answered = True
        if done.returncode != 0:
            raise AssertionError(f"mount: {said(done)}")
        if not os.path.ismount(point):
            raise AssertionError("mount returned, and nothing is mounted")
        yield point
        ended = seisfs("umount", str(point), before=before, env=env)
        if ended.returncode != 0:
            raise AssertionError(f"umount: {said(ended)}")
        if os.path.ismount(point):
            raise AssertionError("umount returned, and the mount is still there")
    finally:
        # A command that was interrupted may have left a daemon that is about to mount.
        for _ in range(0 if answered else 50):
            if os.path.ismount(point):
                break
            time.sleep(0.1)
        # Only after a failure is anything left; a lazy unmount also takes away a mount whose server hangs.
        if os.path.ismount(point):
            subprocess.run(["umount", "--lazy", str(point)], check=False, timeout=PATIENCE)
        point.rmdir()
