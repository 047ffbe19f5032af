"""Writes recordings that the corpus lacks: every sample code in every byte order, and the shapes nobody collects.

Everything comes from one seed; the samples are random bytes of the code (floats kept finite), edge values first.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

from decode import BIG, CODES, LITTLE, PAIRS, natural

TRACES, SAMPLES = 5, 11

#: IBM words with an exact IEEE 32 bit value: zero, dirty zero, the largest and smallest normal, unnormalised ones.
IBM_EDGES = [0, 0x41100000, 0xC276A000, 0x60FFFFFF, 0x21400000, 0x40000001, 0x41000001, 0x40000000, 0xC2000064]


def samples_of(code: int, count: int, rng: np.random.Generator) -> np.ndarray:
    """`count` samples in big-endian order, as bytes."""
    width, kind = CODES[code]
    raw = rng.integers(0, 256, (count, width), np.uint8)
    if kind == "ibm":
        raw[:, 0] = (raw[:, 0] & 0x80) | rng.integers(0x28, 0x5E, count, np.uint8)
        edges = np.array(IBM_EDGES, ">u4").view(np.uint8).reshape(-1, 4)
        raw[: len(edges)] = edges[:count]
    if kind[0] == "f":
        reach = 15 if kind == "f4" else 30
        numbers = rng.standard_normal(count) * 10.0 ** rng.integers(-reach, reach, count)
        raw = numbers.astype(np.dtype(kind).newbyteorder(">")).view(np.uint8).reshape(count, width)
    if kind != "ibm" and kind[0] in "iu" and count >= 2:
        raw[0], raw[1] = 0x00, 0xFF
    return raw.reshape(-1)


def block(length: int, order: str, words: dict[int, tuple[str, object]], first: int = 1) -> bytearray:
    """A header with the words given by their 1-based byte."""
    out = bytearray(length)
    for byte, (kind, value) in words.items():
        width = struct.calcsize(f">{kind}")
        cells = natural(np.frombuffer(struct.pack(f">{kind}", value), np.uint8), width, order)
        out[byte - first : byte - first + width] = cells.tobytes()
    return out


def trace_header(order: str, number: int, samples: int, rng: np.random.Generator) -> bytes:
    """A trace header with random words everywhere but where a reader asks whether it can be one at all.

    Random, so that a word that was swapped wrongly, moved or lost shows.
    """
    header = bytearray(rng.integers(0, 256, 240, np.uint8).tobytes())
    header[232:240] = bytes(8)
    plausible: dict[int, tuple[str, object]] = {byte: ("i", number * byte) for byte in range(1, 29, 4)}
    plausible |= {29: ("h", 1), 69: ("h", -100), 71: ("h", -10), 89: ("h", 1), 109: ("h", 0)}
    plausible |= {115: ("H", samples), 117: ("H", 2000)}
    plausible |= {157: ("h", 2026), 159: ("h", 326), 161: ("h", 21), 163: ("h", 50), 165: ("h", number), 167: ("h", 4)}
    made = block(240, order, plausible)
    for byte, (kind, _value) in plausible.items():
        end = byte - 1 + struct.calcsize(f">{kind}")
        header[byte - 1 : end] = made[byte - 1 : end]
    return bytes(header)


def text_header() -> bytes:
    """Forty cards of eighty columns, as every revision asks for."""
    cards = [f"C{line:2d}" for line in range(1, 41)]
    cards[0] += " MADE FOR THE INTEROP SUITE"
    cards[39] += " END TEXTUAL HEADER"
    return "".join(card.ljust(80) for card in cards).encode("ascii")


def segy(
    code: int,
    order: str,
    revision: tuple[int, int],
    rng: np.random.Generator,
    lengths: list[int] | None = None,
    additional: int = 0,
) -> bytes:
    """A SEG-Y file; `lengths` gives each trace its own number of samples."""
    counts = lengths or [SAMPLES] * TRACES
    wide = max(counts) > 65535
    words: dict[int, tuple[str, object]] = {
        3201: ("i", 77),
        3205: ("i", -3),
        3213: ("h", TRACES),
        3217: ("H", 2000),
        3221: ("H", 0 if wide else counts[0]),
        3225: ("h", code),
        3255: ("h", 1),
        3503: ("h", int(len(set(counts)) == 1)),
    }
    if revision[0] >= 2:
        words |= {3269: ("I", max(counts)), 3297: ("I", 0x01020304), 3513: ("Q", len(counts))}
        words |= {3507: ("i", additional) if revision[1] == 0 else ("h", additional)}
    binary = block(400, order, words, 3201)
    binary[300:302] = bytes(revision)
    width = CODES[code][0]
    parts = [text_header(), bytes(binary)]
    for number, count in enumerate(counts, 1):
        parts.append(trace_header(order, number, 0 if wide else count, rng))
        parts += [rng.integers(0, 256, 240, np.uint8).tobytes() for _ in range(additional)]
        parts.append(natural(samples_of(code, count, rng), width, order).tobytes())
    return b"".join(parts)


def su(order: str, interval: int, rng: np.random.Generator) -> bytes:
    """An SU file of TRACES traces."""
    parts = []
    for number in range(1, TRACES + 1):
        head = bytearray(trace_header(order, number, SAMPLES, rng))
        head[116:118] = block(240, order, {117: ("H", interval)})[116:118]
        head[180:204] = natural(samples_of(5, 6, rng), 4, order).tobytes()
        parts += [bytes(head), natural(samples_of(5, SAMPLES, rng), 4, order).tobytes()]
    return b"".join(parts)


def make(folder: Path, rng: np.random.Generator) -> None:
    """Fills `folder` with recordings; `segy` and `su` below it say which they are."""
    (folder / "segy").mkdir(parents=True)
    (folder / "su").mkdir()
    for code, (width, kind) in CODES.items():
        revision = (1, 0) if code in (1, 2, 3, 5, 8) else (2, 0)
        orders = (BIG, LITTLE) if width == 3 else (BIG, LITTLE, PAIRS)
        for order in orders:
            # Only revision 2 can say its byte order; before that a file is big-endian.
            says = revision if order == BIG else (2, 1)
            (folder / "segy" / f"code{code}-{kind}-{order}.sgy").write_bytes(segy(code, order, says, rng))
    lengths = [11, 3, 200, 1, 64]
    (folder / "segy" / "varying.sgy").write_bytes(segy(1, BIG, (1, 0), rng, lengths))
    (folder / "segy" / "varying-int16.sgy").write_bytes(segy(3, BIG, (1, 0), rng, lengths))
    (folder / "segy" / "long.sgy").write_bytes(segy(1, BIG, (2, 1), rng, [70000, 70000]))
    (folder / "segy" / "headers3.sgy").write_bytes(segy(5, BIG, (2, 0), rng, additional=2))
    for order in (BIG, LITTLE):
        (folder / "su" / f"{order}.su").write_bytes(su(order, 2000, rng))
        (folder / "su" / f"{order}-no-interval.su").write_bytes(su(order, 0, rng))
    (folder / "su" / "named-otherwise.sgy").write_bytes(su(LITTLE, 4000, rng))
