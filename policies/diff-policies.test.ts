import { expect, test } from '@jest/globals';
import { diffPolicies } from './diff-policies';
import { loadRules } from './load-rules';
import type { Policy } from './policy';

const { defaultPolicy: policy } = loadRules();
const changed = (change: (copy: Policy) => void): Policy => {
  const copy = structuredClone(policy);
  change(copy);
  return copy;
};
const diffTo = (change: (copy: Policy) => void) => diffPolicies(policy, changed(change));

test('a policy differs from its copy in nothing, nor by its id and version alone', () => {
  expect(diffPolicies(policy, structuredClone(policy))).toEqual([]);
  expect(
    diffTo((copy) => {
      copy.id = 'another';
      copy.version = '0'.repeat(32);
    }),
  ).toEqual([]);
});

test('a value that changed is named with both sides and where each is written', () => {
  const differences = diffTo((copy) => {
    copy.cutoff.timeMs += 1_800_000;
    copy.cutoff.citation = 'QĐ ví dụ';
  });
  expect(differences).toEqual([
    {
      path: 'cutoff.timeMs',
      before: String(policy.cutoff.timeMs),
      after: String(policy.cutoff.timeMs + 1_800_000),
      citationBefore: policy.cutoff.citation,
      citationAfter: 'QĐ ví dụ',
    },
  ]);
});

test('entries are known by their names: one that moved is not one that changed', () => {
  const moved = changed((copy) => {
    copy.refusalGrounds = [...copy.refusalGrounds].reverse();
    copy.steps = [...copy.steps].reverse();
    copy.fee.perPage = [...copy.fee.perPage].reverse();
  });
  expect(diffPolicies(policy, moved)).toEqual([]);
});

test('what stands on one side only has a dash on the other', () => {
  const [ground] = policy.refusalGrounds;
  const without = changed((copy) => {
    copy.refusalGrounds = copy.refusalGrounds.slice(1);
  });
  const path = `refusalGrounds[${ground!.id}].vi`;
  const find = (before: Policy, after: Policy) =>
    diffPolicies(before, after).find((difference) => difference.path === path);
  expect(find(policy, without)).toMatchObject({ before: ground!.vi, after: '—' });
  expect(find(without, policy)).toMatchObject({ before: '—', after: ground!.vi });
  expect(find(policy, without)?.citationAfter).toBeUndefined();
});

test('a rate is known by its first page, a message by its name and language, a plain entry by its place', () => {
  const pathsOf = (change: (copy: Policy) => void) => diffTo(change).map(({ path }) => path);
  expect(
    pathsOf((copy) => {
      copy.fee.perPage = copy.fee.perPage.map((rate) => ({ ...rate, amount: rate.amount + 1 }));
    }),
  ).toEqual(policy.fee.perPage.map(({ fromPage }) => `fee.perPage[${fromPage}+].amount`));
  expect(
    pathsOf((copy) => {
      copy.messages = copy.messages.map((one) =>
        one.name === 'copy' ? { ...one, subject: 'khác' } : one,
      );
    }),
  ).toEqual(
    policy.messages
      .filter(({ name }) => name === 'copy')
      .map(({ language }) => `messages[copy.${language}].subject`),
  );
  const titles = policy.signer.titles.map((_, index) => `signer.titles[${index}]`);
  expect(
    pathsOf((copy) => {
      copy.signer.titles = copy.signer.titles.map((title) => `${title} khác`);
    }),
  ).toEqual(titles);
  const withNull = { ...policy, signer: { ...policy.signer, titles: [null as unknown as string] } };
  expect(diffPolicies(withNull, withNull)).toEqual([]);
});

test('a source alone is no change of what it stands beside, but is one where it stands by itself', () => {
  expect(
    diffTo((copy) => {
      copy.cutoff.citation = 'QĐ ví dụ';
    }),
  ).toEqual([]);
  expect(
    diffTo((copy) => {
      copy.slip = { citation: 'QĐ ví dụ' };
    }),
  ).toEqual([
    {
      path: 'slip.citation',
      ...{ before: policy.slip.citation, after: 'QĐ ví dụ' },
      ...{ citationBefore: policy.slip.citation, citationAfter: 'QĐ ví dụ' },
    },
  ]);
});
