/** Figures are medians of rounds, ratios are taken within a round, and a warm-up counts for nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurn, median, met, ratios, type Row } from '../../bench/figures.ts';
import { tableOf } from '../../bench/table.ts';

const row: Row = {
  what: 'reads',
  peer: 'another',
  unit: 'GB/s',
  better: 'more',
  turns: { ours: [2, 4, 9], peer: [1, 4, 3] },
  goal: { ratio: 2 },
};

test('the median is the middle, or the mean of the two in the middle', () => {
  assert.equal(median([9, 1, 4]), 4);
  assert.equal(median([10, 1, 2, 4]), 3);
});

test('a ratio is taken round by round, and above 1 is in our favour for rates and for times', () => {
  assert.deepEqual(ratios(row), [2, 1, 3]);
  assert.deepEqual(ratios({ ...row, better: 'less' }), [0.5, 1, 1 / 3]);
});

test('each kind of goal is held against its own figure', () => {
  assert.equal(met(row), true);
  assert.equal(met({ ...row, goal: { ratio: 2.1 } }), false);
  assert.equal(met({ ...row, goal: { atLeast: 4 } }), true);
  assert.equal(met({ ...row, goal: { atLeast: 4.1 } }), false);
  assert.equal(met({ ...row, goal: { atMost: 4 } }), true);
  assert.equal(met({ ...row, goal: { atMost: 3.9 } }), false);
  assert.equal(met({ ...row, goal: undefined }), undefined);
});

test('both sides are measured in turn, after one round of both that does not count', async () => {
  const order: string[] = [];
  const side = (name: string) => (): number => order.push(name);
  const turns = await inTurn(2, side('ours'), side('peer'));
  assert.deepEqual(order, ['ours', 'peer', 'ours', 'peer', 'ours', 'peer']);
  assert.deepEqual(turns, { ours: [3, 5], peer: [4, 6] });
});

test('the table has a line for everything, also for what could not be measured', () => {
  const [head, rule, first, second] = tableOf([row, { what: 'more', peer: 'none', missing: 'no such program' }])
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  assert.equal(head.length, 7);
  assert.ok(rule.every((cell) => /^-+$/.test(cell)));
  assert.deepEqual(first, ['reads', 'another', '4.00 GB/s', '3.00 GB/s', '2.00 (1.00..3.00)', '>= 2x', 'yes']);
  assert.deepEqual(second, ['more', 'none', 'not measured: no such program', '', '', '', '']);
});
