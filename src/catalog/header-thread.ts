/** Entry file of a thread that helps to read header words. */
import { parentPort, workerData } from 'node:worker_threads';
import { type HeaderWork, workOn } from './headers.ts';
import { asSeisError } from './open.ts';

try {
  workOn(workerData as HeaderWork);
} catch (error) {
  parentPort?.postMessage(asSeisError(error).toPlain());
}
