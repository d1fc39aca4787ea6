import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Administration, type Grant, listGrantable, mayGrant, mayManage } from './grants';
import { isInBranch } from './offices';
import { type Right, rights } from './process';

const root = 'a';
/** A tree with two branches: a/b, a/b/c, a/b/c/d, a/e, a/e/f. */
const paths = [root, 'a/b', 'a/b/c', 'a/b/c/d', 'a/e', 'a/e/f'];
const people = ['p0', 'p1', 'p2', 'p3'];

interface Holding extends Grant {
  by: string | null;
}
interface Tried extends Grant {
  by: string;
  ends: boolean;
}

const someRights = fc.subarray([...rights]);
const acts = fc.array(
  fc.record({
    by: fc.constantFrom(...people),
    ends: fc.constantFrom(true, false, false, false),
    personId: fc.constantFrom(...people),
    path: fc.constantFrom(...paths),
    right: fc.constantFrom(...rights, 'administer' as const, 'administer' as const),
    passesOn: fc.oneof(fc.constant([]), someRights),
  }),
  { minLength: 20, maxLength: 100, size: 'max' },
);

function administrationsOf(holdings: readonly Holding[], personId: string): Administration[] {
  return holdings.filter((one) => one.personId === personId && one.right === 'administer');
}

/** Everything that was ever held, where each act is done if its author may. */
function live(rootPassesOn: readonly Right[], tried: Tried[]) {
  const first: Holding = {
    ...{ personId: 'p0', path: root, right: 'administer', passesOn: rootPassesOn, by: null },
  };
  let held: Holding[] = [first];
  const ever = [{ holding: first, above: [] as Administration[] }];
  for (const { by, ends, ...grant } of tried) {
    const granter = { personId: by, administrations: administrationsOf(held, by) };
    if (ends) {
      const isSame = (one: Holding) =>
        one.personId === grant.personId && one.path === grant.path && one.right === grant.right;
      held = held.filter((one) => !isSame(one) || !mayGrant(granter, one));
    } else if (mayGrant(granter, grant)) {
      const holding = { ...grant, by };
      held.push(holding);
      ever.push({ holding, above: granter.administrations });
    }
  }
  return { held, ever };
}

test('no sequence of grants and ends lets anybody hold what nobody above held', () => {
  let granted = 0;
  fc.assert(
    fc.property(someRights, acts, (rootPassesOn, tried) => {
      const { ever } = live(rootPassesOn, tried);
      granted += ever.length - 1;
      for (const { holding, above } of ever.slice(1)) {
        const { path, right, passesOn, personId, by } = holding;
        expect(personId).not.toBe(by);
        // From the root on: nothing that it does not pass on, nowhere beside its branch.
        expect([right, ...passesOn].filter((each) => !rootPassesOn.includes(each))).toEqual([]);
        expect(isInBranch(path, root)).toBe(true);
        // And at the grant somebody at or above the office could pass on all of it at once.
        const wanted = [right, ...passesOn];
        const sources = above.filter(
          (own) =>
            (right === 'administer'
              ? path.startsWith(`${own.path}/`)
              : isInBranch(path, own.path)) && wanted.every((each) => own.passesOn.includes(each)),
        );
        expect(sources).not.toEqual([]);
        if (right !== 'administer') expect(passesOn).toEqual([]);
      }
    }),
    { numRuns: 1_000 },
  );
  expect(granted).toBeGreaterThan(500);
});

test('the first administrator’s right at the root is never ended by anybody', () => {
  fc.assert(
    fc.property(acts, (tried) => {
      const { held } = live(rights, tried);
      expect(held).toContainEqual(expect.objectContaining({ path: root, by: null }));
    }),
  );
});

const above: Administration = { path: 'a/b', passesOn: ['create', 'sign', 'administer'] };
const granter = { personId: 'p1', administrations: [above] };
const grant: Grant = { personId: 'p2', path: 'a/b/c', right: 'create', passesOn: [] };

test.each<[string, Partial<Grant>, boolean]>([
  ['what one passes on, below', {}, true],
  ['in one’s own office', { path: 'a/b' }, true],
  ['in an office whose id only begins alike', { path: 'a/bc' }, false],
  ['above', { path: 'a' }, false],
  ['beside', { path: 'a/e' }, false],
  ['what one does not pass on', { right: 'seal' }, false],
  ['to oneself', { personId: 'p1' }, false],
  ['an administrator below', { right: 'administer', passesOn: ['create'] }, true],
  ['an administrator beside oneself', { right: 'administer', path: 'a/b' }, false],
  ['an administrator who passes on more', { right: 'administer', passesOn: ['seal'] }, false],
  ['a right that passes on what only administrators do', { passesOn: ['create'] }, false],
])('%s', (_, change, expected) => {
  expect(mayGrant(granter, { ...grant, ...change })).toBe(expected);
});

test('two administrations are not added up: what one may give comes from one of them', () => {
  const both = {
    personId: 'p1',
    administrations: [
      { path: 'a/b', passesOn: ['administer'] },
      { path: 'a/b', passesOn: ['seal'] },
    ] satisfies Administration[],
  };
  const administer: Grant = { ...grant, right: 'administer', passesOn: ['seal'] };
  expect(mayGrant(both, administer)).toBe(false);
});

test('what a page offers is what may be granted', () => {
  for (const path of paths) {
    const offered = listGrantable([above], path);
    for (const right of rights) {
      const may = mayGrant(granter, { ...grant, path, right, passesOn: [] });
      expect([path, right, offered.rights.includes(right)]).toEqual([path, right, may]);
    }
  }
  expect(listGrantable([above], 'a/b/c').passesOn).toEqual(above.passesOn);
  expect(listGrantable([above], 'a/b').passesOn).toEqual([]);
});

test('an account is managed by who could give every right that it has, and by nobody for themselves', () => {
  const held = [
    { path: 'a/b/c', right: 'create', passesOn: [] },
    { path: 'a/b', right: 'sign', passesOn: [] },
  ] satisfies Omit<Grant, 'personId'>[];
  expect(mayManage(granter, { personId: 'p2', held })).toBe(true);
  expect(mayManage(granter, { personId: 'p2', held: [] })).toBe(true);
  expect(mayManage(granter, { personId: 'p1', held: [] })).toBe(false);
  for (const more of [
    { path: 'a/b/c', right: 'seal', passesOn: [] },
    { path: 'a/e', right: 'create', passesOn: [] },
    { path: 'a/b', right: 'administer', passesOn: ['create'] },
  ] satisfies Omit<Grant, 'personId'>[]) {
    expect(mayManage(granter, { personId: 'p2', held: [...held, more] })).toBe(false);
  }
});
