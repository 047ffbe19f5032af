// Made by scripts/generate-formats.ts from the folders beside this file; not edited by hand.
import type { Format } from './format.ts';
import { formats as segy } from './segy/index.ts';

/** Every format that seisfs knows. */
export const allFormats: readonly Format[] = [...segy];
