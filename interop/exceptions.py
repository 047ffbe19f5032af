"""Where a foreign reader is known to be wrong or unable: each row with its reason, each tried all the same.

A row that is not needed any more makes the suite fail (`Tally.check_fails`), so this list cannot grow stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Known:
    #: Name of the reader, as a pattern.
    reader: str
    #: The target as on the command line, as a pattern.
    target: str
    #: The source file below the corpus, as a pattern.
    source: str
    reason: str


KNOWN: tuple[Known, ...] = ()

#: Header words that segyio 1.8.3 reads with another width or sign than SEG-Y gives them.
SEGYIO_WORDS = {
    61: "read as 16 bits, it has 32",
    115: "read as signed, the count is unsigned",
    117: "read as signed, the interval is unsigned",
    219: "read as 32 bits, it is three words of 16",
}


def known(reader: str, target: str, source: str) -> str | None:
    """The reason why `reader` is expected to fail on that file; None when it is expected to be right."""
    for row in KNOWN:
        if fnmatchcase(reader, row.reader) and fnmatchcase(target, row.target) and fnmatchcase(source, row.source):
            return row.reason
    return None


@dataclass(frozen=True)
class Refused:
    """A source that a target cannot show beyond what its sample code decides, and why."""

    target: str
    source: str
    reason: str


REFUSED: tuple[Refused, ...] = ()


def refusal(target: str, source: str) -> str | None:
    """Why the source is expected in refused.tsv; None when it is expected to be shown."""
    for row in REFUSED:
        if fnmatchcase(target, row.target) and fnmatchcase(source, row.source):
            return row.reason
    return None
