"""A reader of SEG-Y and SU that shares nothing with the sources of seisfs: the judge of what a mount shows.

It takes a whole file, finds the one reading of its headers whose sizes close, and gives samples as exact numbers.
Byte numbers in comments are 1-based, as the specification counts.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

BIG, LITTLE, PAIRS = "big", "little", "pairs"

#: Sample format code of bytes 3225-3226: bytes a sample, and the numpy type behind it where there is one.
CODES = {
    1: (4, "ibm"),
    2: (4, "i4"),
    3: (2, "i2"),
    5: (4, "f4"),
    6: (8, "f8"),
    7: (3, "i3"),
    8: (1, "i1"),
    9: (8, "i8"),
    10: (4, "u4"),
    11: (2, "u2"),
    12: (8, "u8"),
    15: (3, "u3"),
    16: (1, "u1"),
}


class Unreadable(Exception):
    """No reading of the headers fits the file."""


@dataclass(frozen=True)
class Recording:
    """A whole file, taken apart. Header and sample bytes are as they lie in the file."""

    kind: str
    order: str
    #: Major and minor, bytes 3501 and 3502 as they are; SU has none.
    revision: tuple[int, int] | None
    code: int
    #: Textual header, binary header, extended textual headers; empty for SU.
    text: bytes
    binary: bytes
    extended: tuple[bytes, ...]
    #: Trace headers, one row of 240 * (1 + additional) bytes a trace.
    headers: np.ndarray
    #: Samples of each trace.
    counts: np.ndarray
    #: Sample bytes of all traces, one after the other.
    samples: np.ndarray

    @property
    def additional(self) -> int:
        return self.headers.shape[1] // 240 - 1

    def binary_word(self, byte: int, kind: str):
        return word(self.binary, byte - 3201, kind, self.order)

    def trace_words(self, byte: int, kind: str) -> np.ndarray:
        """One word of every trace header; `byte` counts from 1 at the start of the standard header."""
        width = struct.calcsize(f">{kind}")
        cells = natural(np.ascontiguousarray(self.headers[:, byte - 1 : byte - 1 + width]), width, self.order)
        return cells.reshape(-1).view(np.dtype(kind).newbyteorder(">"))


def natural(data: np.ndarray, width: int, order: str) -> np.ndarray:
    """The bytes of words `width` wide, put into big-endian order."""
    cells = np.ascontiguousarray(data).reshape(-1, width)
    if order == LITTLE:
        return np.ascontiguousarray(cells[:, ::-1])
    if order == PAIRS and width > 1:
        return np.ascontiguousarray(cells.reshape(-1, width // 2, 2)[:, :, ::-1]).reshape(-1, width)
    return cells


def word(block: bytes, at: int, kind: str, order: str):
    """One word of a block; `kind` is a struct letter."""
    width = struct.calcsize(f">{kind}")
    cells = natural(np.frombuffer(block, np.uint8, width, at), width, order)
    return struct.unpack(f">{kind}", cells.tobytes())[0]


def exact(data: np.ndarray, code: int, order: str) -> np.ndarray:
    """Sample bytes as numbers without any rounding: float64 for floats, int64 or uint64 for integers."""
    width, kind = CODES[code]
    cells = natural(data, width, order)
    if kind == "ibm":
        return ibm(cells.reshape(-1).view(">u4").astype(np.uint32))
    if kind in ("i3", "u3"):
        signed = kind == "i3"
        fill = np.where(cells[:, 0] >= 128, 255, 0).astype(np.uint8) if signed else np.zeros(len(cells), np.uint8)
        wide = np.ascontiguousarray(np.column_stack([fill, cells]))
        return wide.reshape(-1).view(">i4" if signed else ">u4").astype(np.int64)
    numbers = cells.reshape(-1).view(np.dtype(kind).newbyteorder(">"))
    return numbers.astype({"f": np.float64, "i": np.int64, "u": np.uint64}[kind[0]])


def ibm(words: np.ndarray) -> np.ndarray:
    """IBM hexadecimal floats as float64, which holds every one of them exactly."""
    fraction = (words & 0x00FFFFFF).astype(np.float64)
    exponent = ((words >> 24) & 0x7F).astype(np.int32)
    magnitude = np.ldexp(fraction, 4 * (exponent - 64) - 24)
    return np.where(words >> 31, -magnitude, magnitude)


def ibm_by_definition(value: int) -> Fraction:
    """One IBM word as the definition gives it: (-1)^S * F / 2^24 * 16^(E - 64)."""
    sign = -1 if value >> 31 else 1
    return sign * Fraction(value & 0xFFFFFF, 1 << 24) * Fraction(16) ** (((value >> 24) & 0x7F) - 64)


def read_segy(data: bytes) -> Recording:
    """Reads a SEG-Y file whose traces all have one length, or each the length its own header says."""
    if len(data) < 3600:
        raise Unreadable(f"{len(data)} bytes are no file header")
    binary = data[3200:3600]
    for order in byte_orders(binary):
        code = word(binary, 24, "h", order)
        for count, additional, samples in shapes(data, binary, order):
            first = 3600 + 3200 * count
            stride = 240 * (1 + additional) + samples * CODES[code][0]
            if first <= len(data) and (len(data) - first) % stride == 0:
                return regular(data, order, code, count, additional, samples, stride)
        found = irregular(data, order, code)
        if found is not None:
            return found
    raise Unreadable("no reading of the headers closes the file's size")


def byte_orders(binary: bytes) -> list[str]:
    """The orders in which the constant of bytes 3297-3300 and the format code make sense, the likelier first."""
    said = {
        b"\x01\x02\x03\x04": [BIG],
        b"\x04\x03\x02\x01": [LITTLE],
        b"\x02\x01\x04\x03": [PAIRS],
    }.get(binary[96:100], [BIG, LITTLE])
    orders = [order for order in said if word(binary, 24, "h", order) in CODES]
    if not orders:
        raise Unreadable("the sample format code is none that is defined")
    return orders


def shapes(data: bytes, binary: bytes, order: str):
    """Every (extended headers, additional headers, samples) that the headers can mean, the literal meaning first."""
    modern = binary[300] >= 2
    stanzas = word(binary, 304, "h", order)
    stanza_counts = [stanzas, 0] if 0 < stanzas < 1000 else [0]
    # Four bytes in revision 2.0, two from 2.1 on, and files of 2.0 with two bytes exist.
    more = [word(binary, 306, kind, order) for kind in ("ih" if binary[301] == 0 else "h")]
    more_counts = [count for count in more if modern and 0 < count < 100] + [0]
    wide = word(binary, 68, "I", order)
    lengths = ([wide] if wide and modern else []) + [word(binary, 20, "H", order)]
    for count, additional in product(stanza_counts, more_counts):
        first = 3600 + 3200 * count
        own = [word(data, first + 114, "H", order)] if first + 116 <= len(data) else []
        for samples in lengths + own:
            if samples > 0:
                yield count, additional, samples


def regular(data, order, code, stanzas, additional, samples, stride) -> Recording:
    first = 3600 + 3200 * stanzas
    rows = np.frombuffer(data, np.uint8, offset=first).reshape(-1, stride)
    split = 240 * (1 + additional)
    return Recording(
        kind="segy",
        order=order,
        revision=(data[3500], data[3501]),
        code=code,
        text=data[:3200],
        binary=data[3200:3600],
        extended=tuple(data[3600 + 3200 * i : 6800 + 3200 * i] for i in range(stanzas)),
        headers=rows[:, :split],
        counts=np.full(len(rows), samples),
        samples=np.ascontiguousarray(rows[:, split:]).reshape(-1),
    )


def irregular(data: bytes, order: str, code: int) -> Recording | None:
    """A SEG-Y file whose traces are each as long as their own header says; None when that does not end well."""
    stanzas = max(0, word(data, 3504, "h", order)) if data[3500] >= 1 else 0
    walked = walk(data, 3600 + 3200 * stanzas, order, code)
    if walked is None:
        return None
    return Recording(
        kind="segy",
        order=order,
        revision=(data[3500], data[3501]),
        code=code,
        text=data[:3200],
        binary=data[3200:3600],
        extended=tuple(data[3600 + 3200 * i : 6800 + 3200 * i] for i in range(stanzas)),
        headers=walked[0],
        counts=walked[1],
        samples=walked[2],
    )


def walk(data: bytes, first: int, order: str, code: int) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Headers, counts and sample bytes, from trace to trace by bytes 115-116; None unless that ends with the file."""
    at, heads, bodies, counts = first, [], [], []
    while at + 240 <= len(data):
        samples = word(data, at + 114, "H", order)
        end = at + 240 + samples * CODES[code][0]
        if samples == 0 or end > len(data):
            return None
        heads.append(np.frombuffer(data, np.uint8, 240, at))
        bodies.append(np.frombuffer(data, np.uint8, end - at - 240, at + 240))
        counts.append(samples)
        at = end
    if at != len(data):
        return None
    if not heads:
        return np.zeros((0, 240), np.uint8), np.zeros(0, np.int64), np.zeros(0, np.uint8)
    return np.stack(heads), np.array(counts), np.concatenate(bodies)


def read_su(data: bytes, order: str | None = None) -> Recording:
    """Reads an SU file: header and IEEE floats, trace after trace, in the one byte order that ends with the file."""
    for tried in (BIG, LITTLE) if order is None else (order,):
        walked = walk(data, 0, tried, 5)
        if walked is not None:
            return Recording(
                kind="su",
                order=tried,
                revision=None,
                code=5,
                text=b"",
                binary=b"",
                extended=(),
                headers=walked[0],
                counts=walked[1],
                samples=walked[2],
            )
    raise Unreadable("the file is not a whole number of traces in either byte order")


def self_test(rng: np.random.Generator) -> None:
    """The IBM decoding against the definition in fractions, on edges and on random words of every exponent."""
    edges = [0, 0x80000000, 0x41100000, 0xC276A000, 0x60FFFFFF, 0x61100000, 0x21400000, 0x40000001, 0x40000000]
    edges += [0x7FFFFFFF, 0xFFFFFFFF, 0x00000001]
    words = np.concatenate([np.array(edges, np.uint32), rng.integers(0, 1 << 32, 5000, np.uint32)])
    for value, decoded in zip(words.tolist(), ibm(words).tolist(), strict=True):
        if Fraction(decoded) != ibm_by_definition(value):
            raise AssertionError(f"0x{value:08X} decodes to {decoded!r}, which the definition does not say")
