import { expect, test } from '@jest/globals';
import { loadRules } from '../policies/load-rules';
import { checkExtension } from './check-extension';
import { parseDate, parseInstant } from './parse-time';

const { defaultPolicy: policy } = loadRules();
const legalDue = parseInstant('2026-11-16T17:30:00+07:00');

test('an extension needs a ground, the cap, or a later date agreed in writing', () => {
  const ask = (request: Omit<Parameters<typeof checkExtension>[1], 'legalDue'>) =>
    checkExtension(policy, { ...request, legalDue });
  expect(ask({ groundId: 'many-pages', extendDays: 1 }).citation).toContain('Đ21');
  expect(ask({ groundId: 'hard-to-check', extendDays: 2 }).id).toBe('hard-to-check');
  expect(() => ask({ groundId: undefined, extendDays: 1 })).toThrow('extension-without-ground');
  expect(() => ask({ groundId: 'too-tired', extendDays: 1 })).toThrow('extension-without-ground');
  for (const extendDays of [0, 3, -1, 1.5, undefined]) {
    expect(() => ask({ groundId: 'many-pages', extendDays })).toThrow('extension-too-long');
  }
  const until = (date: string, agreementAttached?: boolean) =>
    ask({ groundId: 'many-pages', extendUntil: parseDate(date), agreementAttached });
  expect(until('2026-12-16', true).id).toBe('many-pages');
  expect(() => until('2026-12-16')).toThrow('extension-agreement-missing');
  expect(() => until('2026-11-16', true)).toThrow('extension-not-later');
});

test('a refusal says what may be asked instead', () => {
  const refused = (request: Omit<Parameters<typeof checkExtension>[1], 'legalDue'>): unknown => {
    try {
      return checkExtension(policy, { ...request, legalDue });
    } catch (error) {
      return error;
    }
  };
  expect(refused({ groundId: 'too-tired', extendDays: 1 })).toMatchObject({
    params: { grounds: 'many-kinds, many-pages, many-copies, hard-to-check' },
  });
  expect(refused({ groundId: 'many-pages', extendDays: 3 })).toMatchObject({
    params: { daysMax: policy.extension.daysMax },
  });
  const extendUntil = parseDate('2026-11-13');
  expect(refused({ groundId: 'many-pages', extendUntil })).toMatchObject({
    params: { until: '2026-11-13', due: '2026-11-16' },
  });
});

test('the law’s four grounds are there in both policies', () => {
  for (const { extension } of loadRules().policies) {
    expect(extension.grounds.map(({ id }) => id)).toEqual([
      'many-kinds',
      'many-pages',
      'many-copies',
      'hard-to-check',
    ]);
  }
});
