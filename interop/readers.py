"""The foreign readers: segyio, ObsPy and TGSAI's segy, each in a process of its own, because some of them abort."""

from __future__ import annotations

import multiprocessing
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import segy as tgsai
import segyio
import segyio.su
from obspy.io.segy.segy import _read_segy, _read_su

from decode import LITTLE, Recording

#: Longest time one reader may take over one file, seconds.
PATIENCE = 120


class ReaderDied(Exception):
    """A reader ended its process."""


@dataclass(frozen=True)
class Reading:
    #: Samples of all traces, one after the other, in the reader's own type.
    samples: np.ndarray
    #: Trace header words it can name, by their first byte (1-based).
    words: dict[int, np.ndarray]
    #: The textual header as it shows it, where it does.
    text: str | None = None


def segyio_segy(path: str, file: Recording) -> Reading:
    endian = "little" if file.order == LITTLE else "big"
    with segyio.open(path, ignore_geometry=True, endian=endian, strict=False) as f:
        return segyio_reading(f, bytes(f.text[0]).decode("ascii", "replace"))


def segyio_mapped(path: str, file: Recording) -> Reading:
    endian = "little" if file.order == LITTLE else "big"
    with segyio.open(path, ignore_geometry=True, endian=endian, strict=False) as f:
        if not f.mmap():
            raise AssertionError("segyio could not map the file")
        return segyio_reading(f)


def segyio_su(path: str, file: Recording) -> Reading:
    endian = "little" if file.order == LITTLE else "big"
    with segyio.su.open(path, ignore_geometry=True, endian=endian) as f:
        return segyio_reading(f)


def segyio_reading(f, text: str | None = None) -> Reading:
    # Not `f.attributes`, which in 1.8.3 shifts the 16-bit words of a little-endian file by two bytes.
    headers = [f.header[i] for i in range(f.tracecount)]
    words = {int(key): np.array([header[key] for header in headers]) for key in segyio.tracefield.keys.values()}
    return Reading(np.asarray(f.trace.raw[:]).reshape(-1), words, text)


#: ObsPy's names of some header words.
OBSPY_WORDS = {
    1: "trace_sequence_number_within_line",
    5: "trace_sequence_number_within_segy_file",
    9: "original_field_record_number",
    17: "energy_source_point_number",
    21: "ensemble_number",
    29: "trace_identification_code",
    37: "distance_from_center_of_the_source_point_to_the_center_of_the_receiver_group",
    69: "scalar_to_be_applied_to_all_elevations_and_depths",
    71: "scalar_to_be_applied_to_all_coordinates",
    73: "source_coordinate_x",
    77: "source_coordinate_y",
    81: "group_coordinate_x",
    85: "group_coordinate_y",
    109: "delay_recording_time",
    157: "year_data_recorded",
    159: "day_of_year",
    189: "for_3d_poststack_data_this_field_is_for_in_line_number",
    193: "for_3d_poststack_data_this_field_is_for_cross_line_number",
}


def obspy_segy(path: str, file: Recording) -> Reading:
    return obspy_reading(_read_segy(path, endian="<" if file.order == LITTLE else ">", unpack_headers=True))


def obspy_su(path: str, file: Recording) -> Reading:
    return obspy_reading(_read_su(path, endian="<" if file.order == LITTLE else ">", unpack_headers=True))


def obspy_reading(stream) -> Reading:
    words = {
        byte: np.array([getattr(trace.header, name) for trace in stream.traces]) for byte, name in OBSPY_WORDS.items()
    }
    return Reading(np.concatenate([trace.data for trace in stream.traces]), words)


def tgsai_segy(path: str, _file: Recording) -> Reading:
    return Reading(np.asarray(tgsai.SegyFile(path).sample[:]).reshape(-1), {})


@dataclass(frozen=True)
class Reader:
    name: str
    kind: str
    read: Callable[[str, Recording], Reading]
    #: Sample format codes it decodes.
    codes: frozenset[int]
    #: Longest trace it reads.
    longest: int
    #: Whether it reads traces of different lengths, and additional trace headers.
    varying: bool = False
    additional: bool = False
    #: Whether it reads extended textual headers.
    extended: bool = True

    def cannot(self, file: Recording) -> str | None:
        """Why this reader does not read such a file at all; None when it does."""
        if file.code not in self.codes:
            return f"{self.name} does not decode sample format code {file.code}"
        if len(file.counts) == 0:
            return f"{self.name} wants at least one trace"
        if file.counts.max() > self.longest:
            return f"{self.name} reads traces of at most {self.longest} samples"
        if not self.varying and file.counts.min() != file.counts.max():
            return f"{self.name} wants traces of one length"
        if not self.extended and file.extended:
            return f"{self.name} does not read extended textual headers"
        if not self.additional and file.additional > 0:
            return f"{self.name} does not know additional trace headers"
        return None


_SEGYIO = frozenset({1, 2, 3, 5, 8})
_TGSAI = frozenset({1, 2, 3, 5, 6, 8, 9, 10, 11, 12, 16})

READERS = (
    Reader("segyio", "segy", segyio_segy, _SEGYIO, 65535),
    Reader("segyio, mapped", "segy", segyio_mapped, _SEGYIO, 65535),
    Reader("ObsPy", "segy", obspy_segy, frozenset({1, 2, 3, 5}), 32767, varying=True, extended=False),
    Reader("TGSAI segy", "segy", tgsai_segy, _TGSAI, 32767),
    Reader("segyio", "su", segyio_su, frozenset({5}), 65535),
    Reader("ObsPy", "su", obspy_su, frozenset({5}), 32767, varying=True),
)


def warm_up(paths: list[str]) -> None:
    """Reads some files here, so that what a reader loads and compiles at first use is there in every forked child."""
    for path in paths:
        tgsai.SegyFile(path).sample[:]


def _child(read, path, file, sender) -> None:
    warnings.simplefilter("ignore")
    try:
        sender.send((True, read(path, file)))
    except Exception as failure:  # noqa: BLE001 - handed over to the parent, which raises it
        sender.send((False, f"{type(failure).__name__}: {failure}"))


def isolated(reader: Reader, path: str, file: Recording) -> Reading:
    """Has `reader` read `path` in a child process, so that one that aborts or hangs is a finding and not the end."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(reader.read, path, file, sender))
    child.start()
    sender.close()
    try:
        if not receiver.poll(PATIENCE):
            raise ReaderDied(f"{reader.name} gave no answer within {PATIENCE} seconds")
        well, answer = receiver.recv()
    except EOFError:
        raise ReaderDied(f"{reader.name} ended its process") from None
    finally:
        child.kill()
        child.join()
        receiver.close()
    if not well:
        raise AssertionError(f"{reader.name} refuses: {answer}")
    return answer
