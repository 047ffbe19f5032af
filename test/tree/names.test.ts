/** Names of virtual files: as the rule says, each its own, whoever looks first and at whatever part of a folder. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Claim, extensionOf, groupNames, resolveNames, stemOf } from '../../src/tree/names.ts';

/** Names of recordings that get `.sgy`, and of files that pass. */
function named(recordings: readonly string[], passing: readonly string[] = []): Record<string, string> {
  const claims: Claim[] = [
    ...recordings.map((name) => ({ name, extension: '.sgy' })),
    ...passing.map((name) => ({ name, extension: undefined })),
  ];
  const final = resolveNames(claims);
  return Object.fromEntries(claims.map(({ name }, i) => [name, final[i]]));
}

test('a recording is called as its source with the target’s extension', () => {
  assert.deepEqual(named(['b.segd', 'line 7.SGY', 'raw', '.hidden', 'a.b.c', 'ends.', 'x.sgy']), {
    'b.segd': 'b.sgy',
    'line 7.SGY': 'line 7.sgy',
    raw: 'raw.sgy',
    '.hidden': '.hidden.sgy',
    'a.b.c': 'a.b.sgy',
    'ends.': 'ends.sgy',
    'x.sgy': 'x.sgy',
  });
});

test('where two would get the same name, each keeps its own extension inside it', () => {
  assert.deepEqual(named(['b.segd', 'b.seg2', 'c.segd']), {
    'b.segd': 'b.segd.sgy',
    'b.seg2': 'b.seg2.sgy',
    'c.segd': 'c.sgy',
  });
  assert.deepEqual(named(['b.segd', 'b.sgy']), { 'b.segd': 'b.segd.sgy', 'b.sgy': 'b.sgy.sgy' });
  assert.deepEqual(named(['b.segd', 'b']), { 'b.segd': 'b.segd.sgy', b: 'b.sgy' });
  // The longer name is taken by a third file, which moves on first.
  assert.deepEqual(named(['b.segd', 'b.sgy', 'b.segd.sgy']), {
    'b.segd': 'b.segd.sgy',
    'b.sgy': 'b.sgy.sgy',
    'b.segd.sgy': 'b.segd.sgy.sgy',
  });
});

test('a file that passes through keeps its name, and recordings give way', () => {
  assert.deepEqual(named(['b.segd'], ['b.sgy']), { 'b.segd': 'b.segd.sgy', 'b.sgy': 'b.sgy' });
  assert.deepEqual(named(['b.segd'], ['b.sgy', 'b.segd.sgy']), {
    'b.segd': 'b.segd.sgy.sgy',
    'b.sgy': 'b.sgy',
    'b.segd.sgy': 'b.segd.sgy',
  });
});

test('extensions begin at the last dot that is not the first character', () => {
  assert.deepEqual(
    ['a.SGY', 'a.b.c', '.dot', '..dot', 'none', 'ends.'].map((name) => [stemOf(name), extensionOf(name)]),
    [
      ['a', 'sgy'],
      ['a.b', 'c'],
      ['.dot', ''],
      ['.', 'dot'],
      ['none', ''],
      ['ends', ''],
    ],
  );
});

/** Names out of few letters, so that they clash in every way. */
const folder = fc.uniqueArray(
  fc
    .array(fc.constantFrom('a', 'b', '.', '.sgy', '.segd', '.1', '.2', ' '), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join(''))
    .filter((name) => name !== '.' && name !== '..'),
  { minLength: 1, maxLength: 12 },
);

test('all names of a folder differ, and do not depend on the order of looking', () => {
  fc.assert(
    fc.property(folder, fc.infiniteStream(fc.boolean()), (names, kinds) => {
      const claims = names.map((name) => ({ name, extension: kinds.next().value ? '.sgy' : undefined }));
      const final = resolveNames(claims);
      assert.equal(new Set(final).size, names.length);
      assert.deepEqual(resolveNames([...claims].reverse()).reverse(), final);
    }),
    { seed: 20_260_801, numRuns: 2000 },
  );
});

test('the group around a name holds all that decide about it', () => {
  fc.assert(
    fc.property(folder, fc.infiniteStream(fc.boolean()), (names, kinds) => {
      const claims = names.map((name) => ({ name, extension: kinds.next().value ? '.sgy' : undefined }));
      const final = resolveNames(claims);
      const groups = groupNames(names, '.sgy');
      final.forEach((virtual, i) => {
        const around = groups.around(virtual);
        assert.ok(around.includes(names[i]), `${names[i]} is not around ${virtual}`);
        const near = claims.filter(({ name }) => around.includes(name));
        assert.equal(resolveNames(near)[near.indexOf(claims[i])], virtual);
      });
    }),
    { seed: 20_260_802, numRuns: 2000 },
  );
});

test('regression: files that share no name are not looked at for one another (shot.0001.segy, shot.0002.segy)', () => {
  const names = Array.from({ length: 20_000 }, (_, i) => `shot.${String(i).padStart(5, '0')}.segy`);
  const groups = groupNames(names, '.sgy');
  // A few more may be there, because hashes meet.
  let looked = 0;
  for (const name of names) {
    const around = groups.around(name.replace('segy', 'sgy'));
    assert.ok(around.includes(name));
    looked += around.length;
  }
  assert.ok(looked < 2 * names.length, `${looked} looks for ${names.length} names`);
  assert.equal(groupNames(['shot.1', 'shot.2', 'other'], '.sgy').around('shot.sgy').length, 2);
});

test('regression: a name that is there twice is an error, not an endless search for another', () => {
  const twice = [
    { name: 'a', extension: undefined },
    { name: 'a', extension: undefined },
  ];
  assert.throws(() => resolveNames(twice), /two entries of one folder are called a/);
});
