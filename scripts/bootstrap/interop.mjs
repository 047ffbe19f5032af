/** `npm run interop`: installs what the foreign readers need, then hands over to interop/run.py. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCommand, installDebian, whyNoMount } from './debian.mjs';
import { root, runHere, runQuietly, SetupError } from './run.mjs';

/** Debian's own interpreter: python3-segyio belongs to it, not to another Python that comes first on PATH. */
const systemPython = '/usr/bin/python3';
const environment = join(root, '.interop', 'python');
const python = join(environment, 'bin', 'python3');
const requirements = join(root, 'interop', 'requirements.txt');

/** What has to be there, and the Debian package that brings it. */
const needs = [
  { package: 'python3', isThere: () => existsSync(systemPython) },
  { package: 'python3-venv', isThere: () => runQuietly(systemPython, ['-c', 'import venv, ensurepip']).code === 0 },
  { package: 'python3-segyio', isThere: () => runQuietly(systemPython, ['-c', 'import segyio']).code === 0 },
  { package: 'fuse3', isThere: () => hasCommand('fusermount3') },
  { package: 'fio', isThere: () => hasCommand('fio') },
  { package: 'passwd', isThere: () => hasCommand('useradd') },
  { package: 'util-linux', isThere: () => hasCommand('setpriv') },
];

function installSystem() {
  const missing = needs.filter((need) => !need.isThere()).map((need) => need.package);
  if (missing.length === 0) return;
  const failure = installDebian(missing);
  if (failure !== undefined) throw new SetupError(`the foreign readers need ${missing.join(', ')}`, failure);
}

/** A Python environment over Debian's, with the pinned packages of interop/requirements.txt. */
function installPython() {
  const stampFile = join(environment, '.seisfs-installed');
  const version = runQuietly(systemPython, ['--version']).output;
  const stamp = createHash('sha256').update(readFileSync(requirements)).update(version).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  console.error('seisfs set-up: installing the Python packages of interop/requirements.txt into .interop/');
  rmSync(environment, { recursive: true, force: true });
  const made = runHere(systemPython, ['-m', 'venv', '--system-site-packages', environment]);
  if (made !== 0) throw new SetupError(`python3 -m venv ended with exit code ${made}`, 'see its message above');
  const code = runHere(python, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-input',
    '--only-binary=:all:',
    '-r',
    requirements,
  ]);
  if (code !== 0)
    throw new SetupError(`pip ended with exit code ${code}`, 'see its message above; it needs the Python registry');
  writeFileSync(stampFile, stamp);
}

/** Runs the foreign readers on a mount of the corpus. Returns the exit code. */
export function interop(args) {
  installSystem();
  installPython();
  const missing = args.includes('--root') ? undefined : whyNoMount();
  if (missing !== undefined) throw new SetupError('this machine cannot mount', missing);
  return runHere(python, [join(root, 'interop', 'run.py'), ...args], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
}
