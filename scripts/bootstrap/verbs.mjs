/** The verbs of the bootstrap, each with the set-up it needs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { check } from './check.mjs';
import { whyNoMount } from './debian.mjs';
import { install } from './install.mjs';
import { interop } from './interop.mjs';
import { root, runAsThis, SetupError } from './run.mjs';
import { test } from './test.mjs';
import { inTurn } from './turn.mjs';

function setUp() {
  inTurn(() => {
    install();
    build();
  });
}

/** A compiled program of this clone, as an absolute path. */
function program(...path) {
  const file = join(root, 'dist', ...path);
  if (!existsSync(file)) throw new SetupError(`${file} is missing`, 'check that its source is there');
  return file;
}

/** Without arguments the demonstration; with some, the command line itself, in the folder where npm was called. */
async function start(args) {
  setUp();
  if (args.length === 0 || args[0] === 'mount') {
    const missing = whyNoMount();
    if (missing !== undefined) {
      console.error(`seisfs: this machine cannot mount: ${missing}`);
      return 1;
    }
  }
  const command = args.length === 0 ? [program('scripts', 'demo.js')] : [program('src', 'cli', 'main.js'), ...args];
  return runAsThis(command, { cwd: process.env.INIT_CWD ?? process.cwd() });
}

const verbs = {
  start,
  async test(args) {
    setUp();
    const missing = whyNoMount();
    if (missing !== undefined) console.error(`tests that mount are skipped: ${missing}`);
    return test(args);
  },
  async check() {
    inTurn(install);
    return check();
  },
  async interop(args) {
    setUp();
    return interop(args);
  },
  async bench(args) {
    setUp();
    return runAsThis([program('bench', 'main.js'), ...args], { cwd: root });
  },
  async setup() {
    setUp();
    return 0;
  },
};

/** Runs the verb that `args` begins with; returns the exit code. */
export async function run([verb, ...rest]) {
  if (verb === undefined || !Object.hasOwn(verbs, verb)) {
    console.error(`usage: node scripts/bootstrap.mjs ${Object.keys(verbs).join('|')} [ARGS]`);
    return 2;
  }
  return verbs[verb](rest[0] === '--' ? rest.slice(1) : rest);
}
