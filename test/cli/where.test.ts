/** The language of `headers --where`: what it means, and how it says no. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseWhere } from '../../src/cli/where.ts';
import { SeisError } from '../../src/error.ts';

const known = ['cdp', 'offset', 'trid', 'iline'];
const columns = {
  cdp: Int32Array.of(1, 2, 3, 4, 5, 6),
  offset: Int32Array.of(-500, -10, 0, 10, 500, 1000),
  trid: Int16Array.of(1, 1, 2, 2, 1, 1),
  iline: BigInt64Array.of(1n, 2n, 3n, 4n, 5n, 6n),
};

function rows(text: string): number[] {
  const wanted = parseWhere(text, known).over(columns);
  return [0, 1, 2, 3, 4, 5].filter(wanted);
}

const meanings: readonly (readonly [string, number[]])[] = [
  ['cdp == 3', [2]],
  ['cdp = 3', [2]],
  ['cdp != 3', [0, 1, 3, 4, 5]],
  ['offset < 0', [0, 1]],
  ['offset<=0', [0, 1, 2]],
  ['offset > 10 and trid == 1', [4, 5]],
  ['trid == 2 or cdp == 1 and offset > 0', [2, 3]],
  ['(trid == 2 or cdp == 1) and offset <= 0', [0, 2]],
  ['not trid == 1', [2, 3]],
  ['not not trid == 1', [0, 1, 4, 5]],
  ['not (trid == 1 or cdp == 3)', [3]],
  ['cdp % 2 == 0', [1, 3, 5]],
  ['1 + 2 * cdp == 7', [2]],
  ['(1 + 2) * cdp == 9', [2]],
  ['cdp - 1 - 1 == 1', [2]],
  ['12 / cdp / 2 == 3', [1]],
  ['-offset == 500', [0]],
  ['- -offset == 500', [4]],
  ['offset == -5e2', [0]],
  ['offset >= .5', [3, 4, 5]],
  ['iline == cdp', [0, 1, 2, 3, 4, 5]],
  ['cdp / 0 > 1', [0, 1, 2, 3, 4, 5]],
  ['  cdp==1  ', [0]],
];

for (const [text, wanted] of meanings) {
  test(`means: ${text}`, () => assert.deepEqual(rows(text), wanted));
}

const wrongs: readonly (readonly [string, number, RegExp])[] = [
  ['', 1, /ends where/],
  ['cdp ==', 7, /ends where/],
  ['cdp', 1, /this is a number/],
  ['cdp + 1', 1, /this is a number/],
  ['not cdp', 5, /this is a number/],
  ['cdp == 1 and offset', 14, /this is a number/],
  ['(cdp == 1) + 1 == 2', 1, /true or false/],
  ['cdp == (offset == 1)', 8, /true or false/],
  ['1 < cdp < 3', 9, /not chained/],
  ['cpd == 1', 1, /no word 'cpd'/],
  ['constructor == 1', 1, /no word/],
  ['cdp == 1 && trid == 1', 10, /'&' is not understood/],
  ['!trid == 1', 1, /'!' is not understood/],
  ['(cdp == 1', 10, /'\)' is missing for the '\(' of column 1/],
  ['cdp == 1)', 9, /an operator is expected, '\)'/],
  ['cdp == 1 2', 10, /an operator is expected, '2'/],
  ['cdp == and', 8, /'and' was found/],
  ['cdp == * 2', 8, /'\*' was found/],
  ['"cdp" == 1', 1, /not understood/],
  [`${'('.repeat(5000)}cdp`, 102, /lie inside one another/],
  [`${'not '.repeat(5000)}cdp == 1`, 405, /lie inside one another/],
];

for (const [text, column, finding] of wrongs) {
  test(`is refused: ${text.slice(0, 40)}`, () => {
    assert.throws(
      () => parseWhere(text, known),
      (error) =>
        error instanceof SeisError &&
        error.code === 'usage' &&
        error.message.startsWith(`--where: column ${column}: `) &&
        finding.test(error.message),
      (() => {
        try {
          parseWhere(text, known);
          return 'it was not refused';
        } catch (error) {
          return String(error);
        }
      })(),
    );
  });
}

test('a mistyped word and a foreign operator come with what was meant', () => {
  const mend = (text: string): string | undefined => {
    try {
      parseWhere(text, known);
    } catch (error) {
      return (error as SeisError).detail.mend;
    }
    return undefined;
  };
  assert.equal(mend('cpd == 1'), 'did you mean cdp?');
  assert.equal(mend('cdp == 1 || cdp == 2'), 'write or');
});

test('it names the words it reads', () => {
  assert.deepEqual(parseWhere('cdp == 1 or cdp > offset', known).words, ['cdp', 'offset']);
});

/** An expression as text and as what it must give; parenthesised in full, so that the text leaves nothing to ranks. */
type Case = { readonly text: string; readonly value: (i: number) => number };

test('arithmetic and comparisons are those of the language it is written in', () => {
  const leaf: fc.Arbitrary<Case> = fc.oneof(
    fc.nat(50).map((n) => ({ text: String(n), value: () => n })),
    fc
      .constantFrom<'cdp' | 'offset'>('cdp', 'offset')
      .map((name) => ({ text: name, value: (i: number) => columns[name][i] })),
  );
  const { tree } = fc.letrec<{ tree: Case }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/', '%'), tie('tree')).map(([a, op, b]) => ({
        text: `(${a.text} ${op} ${b.text})`,
        value: (i: number) => {
          const [x, y] = [a.value(i), b.value(i)];
          return op === '+' ? x + y : op === '-' ? x - y : op === '*' ? x * y : op === '/' ? x / y : x % y;
        },
      })),
    ),
  }));
  fc.assert(
    fc.property(tree, tree, (a, b) => {
      assert.deepEqual(
        rows(`${a.text} < ${b.text} or ${a.text} == ${b.text}`),
        [0, 1, 2, 3, 4, 5].filter((i) => a.value(i) <= b.value(i)),
      );
    }),
    { seed: 20262, numRuns: 200 },
  );
});
