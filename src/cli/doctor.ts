/** `seisfs doctor`: whether this machine can mount, check by check, each with the one command that mends it. */
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { release } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { cacheFolder } from '../catalog/index-store.ts';
import { exitCodes } from './exit.ts';
import { oneLine, print, printJson } from './output.ts';

/** `needed`: without it nothing can be mounted. */
type Check = {
  readonly name: string;
  readonly needed: boolean;
  readonly ok: boolean;
  readonly found: string;
  readonly mend: string | null;
};

/** What a check found; `mend` is one command (or line) that would make it well. */
type Finding = { readonly ok: boolean; readonly found: string; readonly mend?: string };

const device = '/dev/fuse';
/** The first kernel with `openat2`, without which a source folder cannot be kept shut: see src/libc. */
const oldestKernel = [5, 6] as const;
/** Files that one mount may hold open: 64 threads with 48 each, and room for the rest. */
const enoughFiles = 4096;

const root = (): boolean => process.geteuid?.() === 0;
const asRoot = (command: string): string => (root() ? command : `sudo ${command}`);
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

function platform(): Finding {
  return { ok: process.platform === 'linux', found: `${process.platform} on ${process.arch}`, mend: 'mount on Linux' };
}

function kernel(): Finding {
  const [major, minor] = release().split('.').map(Number);
  const ok = major > oldestKernel[0] || (major === oldestKernel[0] && minor >= oldestKernel[1]);
  return {
    ok,
    found: `Linux ${release()}; openat2 came with ${oldestKernel.join('.')}`,
    mend: asRoot('apt-get upgrade'),
  };
}

function fuseKnown(): Finding {
  const known = readFileSync('/proc/filesystems', 'utf8')
    .split('\n')
    .some((line) => line.split('\t').at(-1) === 'fuse');
  return {
    ok: known,
    found: known ? 'the kernel knows fuse' : 'the kernel does not know fuse',
    mend: asRoot('modprobe fuse'),
  };
}

function deviceThere(): Finding {
  try {
    const { mode } = statSync(device);
    const bits = `mode ${(mode & 0o7777).toString(8).padStart(4, '0')}`;
    accessSync(device, constants.R_OK | constants.W_OK);
    return { ok: true, found: `${device}, ${bits}, may be opened` };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') {
      const mend = root() ? 'modprobe fuse || mknod -m 666 /dev/fuse c 10 229' : 'sudo modprobe fuse';
      return { ok: false, found: `${device} is missing`, mend };
    }
    return {
      ok: false,
      found: `${device} may not be opened by this user (${code})`,
      mend: `sudo chmod 0666 ${device}`,
    };
  }
}

/** The path of `command`, or undefined. */
function commandPath(command: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/bin', '/usr/sbin', '/sbin'];
  return folders
    .map((folder) => join(folder, command))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

function helper(command: string, debianPackage: string, setuid: boolean): Finding {
  const path = commandPath(command);
  const mend = asRoot(`apt-get install ${debianPackage}`);
  if (path === undefined) return { ok: false, found: `${command} is not installed`, mend };
  if (setuid && (statSync(path).mode & 0o4000) === 0) {
    return {
      ok: false,
      found: `${path} is not set-user-ID, so it cannot mount for ordinary users`,
      mend: `sudo chmod u+s ${path}`,
    };
  }
  return { ok: true, found: path };
}

function allowOther(): Finding {
  if (root()) return { ok: true, found: 'root may mount for other users' };
  let text = '';
  try {
    text = readFileSync('/etc/fuse.conf', 'utf8');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') return { ok: false, found: `/etc/fuse.conf cannot be read (${codeOf(error)})` };
  }
  const ok = /^\s*user_allow_other\s*$/m.test(text);
  const found = `/etc/fuse.conf ${ok ? 'has' : 'lacks'} user_allow_other`;
  return { ok, found, mend: 'echo user_allow_other | sudo tee -a /etc/fuse.conf' };
}

async function nativeCalls(): Promise<Finding> {
  try {
    await import('../libc/calls.ts');
    return { ok: true, found: 'koffi loads' };
  } catch (error) {
    const [line] = String(error instanceof Error ? error.message : error).split('\n');
    return { ok: false, found: `koffi does not load: ${line}`, mend: 'npm install koffi' };
  }
}

/** Whether `folder` can be written or, while there is none, made in the nearest folder above it that is there. */
function writable(folder: string): Finding {
  try {
    accessSync(folder, constants.W_OK);
    return { ok: true, found: `${folder} can be written` };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' && folder !== dirname(folder)) {
      const above = writable(dirname(folder));
      return above.ok ? { ok: true, found: `${folder} can be made` } : above;
    }
    return {
      ok: false,
      found: `${folder} cannot be written (${code}): indexes of irregular files are made anew at every opening`,
      mend: 'export XDG_CACHE_HOME=/var/tmp',
    };
  }
}

function openFiles(): Finding {
  const line = /^Max open files\s+(\S+)\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
  const [soft, hard] = [line?.[1] ?? 'unknown', line?.[2] ?? 'unknown'];
  const ok = soft === 'unlimited' || Number(soft) >= enoughFiles;
  return { ok, found: `at most ${soft} open files (may be raised to ${hard})`, mend: `ulimit -n ${enoughFiles}` };
}

const checks: readonly {
  name: string;
  needed: boolean;
  when?: () => boolean;
  look: () => Finding | Promise<Finding>;
}[] = [
  { name: 'system', needed: true, look: platform },
  { name: 'kernel', needed: true, look: kernel },
  { name: 'fuse', needed: true, look: fuseKnown },
  { name: 'device', needed: true, look: deviceThere },
  { name: 'mount', needed: true, when: root, look: () => helper('mount', 'mount', false) },
  { name: 'fusermount3', needed: true, when: () => !root(), look: () => helper('fusermount3', 'fuse3', true) },
  { name: 'native calls', needed: true, look: nativeCalls },
  { name: 'other users', needed: false, look: allowOther },
  { name: 'cache folder', needed: false, look: () => writable(cacheFolder()) },
  { name: 'open files', needed: false, look: openFiles },
];

/** Prints every check; exit code 1 when mounting is not possible. */
export async function doctor(json: boolean): Promise<void> {
  const results: Check[] = [];
  for (const { name, needed, when, look } of checks) {
    if (when !== undefined && !when()) continue;
    // What is looked at is there only on Linux.
    if (results.some((r) => r.name === 'system' && !r.ok)) break;
    const { ok, found, mend } = await look();
    results.push({ name, needed, ok, found, mend: ok ? null : (mend ?? null) });
  }
  const canMount = results.every(({ ok, needed }) => ok || !needed);
  if (json) await printJson({ canMount, checks: results });
  else {
    const width = Math.max(...results.map(({ name }) => name.length));
    for (const { name, ok, needed, found, mend } of results) {
      const state = ok ? 'ok' : needed ? 'PROBLEM' : 'note';
      await print(`${state.padEnd(7)}  ${name.padEnd(width)}  ${oneLine(found)}\n`);
      if (mend !== null) await print(`${' '.repeat(7)}  ${' '.repeat(width)}  mend: ${mend}\n`);
    }
    await print(canMount ? '\nthis machine can mount\n' : '\nthis machine cannot mount yet\n');
  }
  if (!canMount) process.exitCode = exitCodes.failed;
}
