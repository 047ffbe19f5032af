"""Times one reading of a SEG-Y file, by segyio or of a mounted view, and prints {"seconds": ..., "check": ...} as JSON.

attributes FILE WORD     segyio's scan of one header word; the check is the sum of its values
raw FILE                 segyio's f.trace.raw[:]; the check is the sum of every 4099th sample
view FILE NS             a view with little-endian IEEE samples as one new array, its kept pages dropped before; same check
blocks FILE              the same view in blocks of 8 MiB into the same memory, converted samples passing through; no check
last FILE                opening and reading the last trace; the check is its sum
"""
import json
import os
import sys
import time

import numpy
import segyio

header_bytes = 240
file_header_bytes = 3600
block_bytes = 8 << 20


def attributes(path, word):
    with segyio.open(path, ignore_geometry=True) as f:
        begun = time.perf_counter()
        values = f.attributes(int(word))[:]
        seconds = time.perf_counter() - begun
    return seconds, int(values.astype('i8').sum())


def sample_sum(samples):
    return float(samples.reshape(-1)[::4099].astype('f8').sum())


def raw(path):
    with segyio.open(path, ignore_geometry=True) as f:
        begun = time.perf_counter()
        samples = f.trace.raw[:]
        seconds = time.perf_counter() - begun
    return seconds, sample_sum(samples)


def opened_without_kept_pages(path):
    f = open(path, 'rb', buffering=0)
    os.posix_fadvise(f.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return f


def view(path, ns):
    trace = numpy.dtype([('header', f'V{header_bytes}'), ('samples', '<f4', int(ns))])
    with opened_without_kept_pages(path) as f:
        begun = time.perf_counter()
        samples = numpy.fromfile(f, dtype=trace, offset=file_header_bytes)['samples']
        seconds = time.perf_counter() - begun
    return seconds, sample_sum(numpy.ascontiguousarray(samples))


def blocks(path):
    memory = bytearray(block_bytes)
    with opened_without_kept_pages(path) as f:
        begun = time.perf_counter()
        while f.readinto(memory) > 0:
            pass
        seconds = time.perf_counter() - begun
    return seconds, 0


def last(path):
    begun = time.perf_counter()
    with segyio.open(path, ignore_geometry=True) as f:
        samples = f.trace.raw[-1]
    return time.perf_counter() - begun, float(samples.astype('f8').sum())


verbs = {'attributes': attributes, 'raw': raw, 'view': view, 'blocks': blocks, 'last': last}
seconds, check = verbs[sys.argv[1]](*sys.argv[2:])
print(json.dumps({'seconds': seconds, 'check': check}))
