/**
 * seisfs on a Linux machine: recordings in files, their header words, mounts.
 *
 *     const file = openFile('line.sgy');
 *     const { cdp, offset } = file.headers({ words: ['cdp', 'offset'] });
 *     const ieee = file.view('segy:samples=ieee32,revision=2.1');
 *     ieee.read(3600, window);
 *     file.close();
 *
 *     const running = await mount('/data/survey', '/mnt/ieee', ['segy:samples=ieee32']);
 *     running.end();
 *     await running.ended;
 */
export type { FileOptions, FileView, RecordingFile } from './catalog/file.ts';
export { openFile } from './catalog/file.ts';
export type { ReadHeadersOptions } from './catalog/headers.ts';
export { readHeaders } from './catalog/headers.ts';
export type { MountSettings, RunningMount } from './daemon/mount.ts';
export { mount } from './daemon/mount.ts';
