/** How many threads serve a mount when nobody says so. */
import { availableParallelism } from 'node:os';

/** Enough to keep two readers busy on a small machine; more help when sources are slow. */
export const defaultWorkers: number = Math.min(8, Math.max(2, availableParallelism()));
