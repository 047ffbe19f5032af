"""Counts checks, names what failed or was skipped, and ends with the line that is read by machines."""

from __future__ import annotations

import traceback
from collections.abc import Callable


class Tally:
    """`check` runs one check; anything it raises is its failure."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0
        self.skipped = 0

    def check(self, title: str, job: Callable[[], object]) -> bool:
        try:
            job()
        except AssertionError as failure:
            self.fail(title, str(failure))
            return False
        except Exception:  # noqa: BLE001 - whatever a foreign reader raises is a finding about the file it read
            self.fail(title, traceback.format_exc(limit=-3))
            return False
        self.passed += 1
        return True

    def check_fails(self, title: str, job: Callable[[], object], reason: str) -> None:
        """A reader known to be wrong must still be wrong: an exception that has become needless is a failure."""
        try:
            job()
        except Exception:  # noqa: BLE001 - this is the known error
            self.passed += 1
            print(f"known  {title}: {reason}")
            return
        self.fail(title, f"is listed as an exception and works: {reason}")

    def fail(self, title: str, reason: str) -> None:
        self.failed += 1
        print(f"FAILED {title}: {reason.rstrip()}", flush=True)

    def skip(self, title: str, reason: str) -> None:
        self.skipped += 1
        print(f"skipped {title}: {reason}")

    def close(self) -> int:
        """Prints the counts; returns the exit code. To have run nothing is to have failed."""
        nothing = self.passed + self.failed == 0
        if nothing:
            print("nothing was checked, which is a failure")
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        print(f"\ninterop: {self.passed} passed, {1 if nothing else self.failed} failed{skipped}")
        return 1 if self.failed or nothing else 0


def equal(found: object, expected: object, what: str) -> None:
    if found != expected:
        raise AssertionError(f"{what}: found {found!r}, expected {expected!r}")
