/** Headers reordered by lanes equal headers reordered byte by byte, for every header, order and alignment. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Block, permutation, permute } from '../../../src/bytes/fields.ts';
import { byteOrders } from '../../../src/bytes/order.ts';
import { suHeader } from '../../../src/formats/segy/fields/su-header.ts';
import { traceExtension } from '../../../src/formats/segy/fields/trace-extension.ts';
import { traceHeader } from '../../../src/formats/segy/fields/trace-header.ts';
import { laneBytes, lanesOf, reorderBy } from '../../../src/formats/segy/write/lanes.ts';

const headers: readonly Block[] = [traceHeader, traceExtension, suHeader];

test('every header, from every order to every other, in every revision, at any place', () => {
  for (const block of headers) {
    for (const revision of block.revisions) {
      for (const from of byteOrders) {
        for (const to of byteOrders) {
          const places = permutation(block, revision, from, to);
          const reorder = reorderBy(lanesOf(places));
          for (const at of [0, 1, 2, 3, 4, 13]) {
            const bytes = Uint8Array.from({ length: 260 + at }, (_, i) => (i * 73 + 5) & 0xff);
            const expected = bytes.slice();
            permute(places, expected, at, bytes, at);
            reorder(bytes, at, 0, 240);
            assert.deepEqual(bytes, expected, `${block.title} ${revision} ${from} to ${to} at ${at}`);
          }
        }
      }
    }
  }
});

test('a run of whole lanes is changed alone, even where the header begins before the array', () => {
  const places = permutation(traceExtension, '2.1', 'big', 'little');
  const lanes = lanesOf(places);
  const reorder = reorderBy(lanes);
  assert.deepEqual([laneBytes(lanes, 0), laneBytes(lanes, 34), laneBytes(lanes, 58)], [8, 4, 0]);
  const whole = Uint8Array.from({ length: 240 }, (_, i) => i);
  const expected = new Uint8Array(240);
  permute(places, expected, 0, whole, 0);
  const part = whole.slice(136, 160);
  reorder(part, -136, 136, 160);
  assert.deepEqual(part, expected.slice(136, 160));
  const rest = whole.slice();
  reorder(rest, 0, 144, 152);
  assert.deepEqual(rest.slice(0, 144), whole.slice(0, 144));
  assert.deepEqual(rest.slice(144, 152), expected.slice(144, 152));
  assert.deepEqual(rest.slice(152), whole.slice(152));
});

test('a permutation that is no order of lanes is not accepted', () => {
  assert.throws(() => lanesOf(Uint16Array.of(0, 2, 1, 3)), RangeError);
});
