/** One run of fio that only reads, and what it found. */
import { spawnSync } from 'node:child_process';
import { SeisError } from '../src/error.ts';

export type Reads = {
  readonly path: string;
  readonly pattern: 'sequential' | 'random';
  /** Bytes of one read. */
  readonly block: number;
  /** Threads that read at the same time, each with one read under way. */
  readonly clients: number;
  /** How the pages that the kernel keeps of this file are used: gone round (O_DIRECT), dropped before the run, or used. */
  readonly cache: 'round' | 'dropped' | 'used' | 'left to the file system';
  readonly by?: 'read' | 'mmap';
  /** For so long, or each client over the file's first bytes so many times. */
  readonly until: { readonly seconds: number } | { readonly bytes: number; readonly times: number };
};

export type Found = {
  /** 10^9 bytes a second, all clients together. */
  readonly gigabytes: number;
  readonly reads: number;
  /** Reads a second. */
  readonly rate: number;
  /** Mean time from asking to having the bytes, in microseconds. */
  readonly latency: number;
};

type Report = {
  readonly jobs: readonly {
    readonly error: number;
    readonly read: {
      readonly bw_bytes: number;
      readonly iops: number;
      readonly total_ios: number;
      readonly lat_ns: { readonly mean: number };
    };
  }[];
};

export function fio(reads: Reads): Found {
  const { path, pattern, block, clients, cache, until } = reads;
  const extent =
    'seconds' in until
      ? ['--time_based', `--runtime=${Math.round(until.seconds * 1000)}ms`]
      : [`--size=${until.bytes}`, `--loops=${until.times}`];
  const args = [
    '--name=reads',
    '--readonly',
    `--filename=${path}`,
    `--rw=${pattern === 'random' ? 'randread' : 'read'}`,
    `--bs=${block}`,
    `--numjobs=${clients}`,
    `--direct=${cache === 'round' ? 1 : 0}`,
    `--invalidate=${cache === 'dropped' ? 1 : 0}`,
    `--ioengine=${reads.by === 'mmap' ? 'mmap' : 'psync'}`,
    '--thread',
    '--norandommap',
    '--group_reporting',
    '--output-format=json',
    ...extent,
  ];
  const run = spawnSync('fio', args, { encoding: 'utf8' });
  if (run.error !== undefined || run.status !== 0) {
    throw new SeisError('io', `fio failed: ${run.error?.message ?? run.stderr.trim()}`, { path });
  }
  const { jobs } = JSON.parse(run.stdout.slice(run.stdout.indexOf('{'))) as Report;
  const [{ read, error }] = jobs;
  if (error !== 0 || read.total_ios === 0) throw new SeisError('io', `fio read nothing (error ${error})`, { path });
  return {
    gigabytes: read.bw_bytes / 1e9,
    reads: read.total_ios,
    rate: read.iops,
    latency: read.lat_ns.mean / 1000,
  };
}
