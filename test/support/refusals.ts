/** What a refusal must say: its code, its message, what would mend it. */
import assert from 'node:assert/strict';
import { SeisError } from '../../src/error.ts';

/** A check for `assert.throws`; texts must be equal, patterns must match. */
export function refusal(code: string, message: RegExp | string, mend: RegExp | string): (error: unknown) => boolean {
  const matches = (text: string, wanted: RegExp | string): boolean =>
    typeof wanted === 'string' ? text === wanted : wanted.test(text);
  return (error) => {
    assert.ok(error instanceof SeisError);
    assert.equal(error.code, code);
    assert.ok(matches(error.message, message), error.message);
    assert.ok(matches(error.detail.mend ?? '', mend), error.detail.mend);
    return true;
  };
}
