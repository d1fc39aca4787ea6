import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { usualLayout } from '../domain/attestation-layout';
import { houseRules } from './load-rules';
import { layoutOf, type PolicyFile, readPolicy } from './policy';
import { versionOf } from './version-of';

const fileOf = (name: string) =>
  parse(readFileSync(join(houseRules, name), 'utf8')) as PolicyFile & Record<string, unknown>;

/** As code names it: `per_page` → `perPage`. Ids and texts are values and stay. */
function inCamels(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCamels);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key.replace(/_(\w)/g, (_whole, letter: string) => letter.toUpperCase()),
      inCamels(entry),
    ]),
  );
}

function without(value: object, ...names: string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** The few places where the file is laid out otherwise than the policy; the rest is the same, name by name. */
function expectedOf(file: PolicyFile) {
  const { clock, layout, fee, number, ...rest } = inCamels(file) as Record<string, never> & {
    clock: Record<
      'start' | 'endOfDay' | 'hoursKind' | 'outsideHours',
      { value: string; citation: string }
    >;
    layout: Record<string, never>;
    fee: { pageOf?: string };
    number: { onePer?: string; onePerCitation?: string };
  };
  const cited = ({ value: kind, citation }: { value: string; citation: string }) => ({
    kind,
    citation,
  });
  const [hour = 0, minute = 0] = file.clock.cutoff.time.split(':').map(Number);
  const { marks, fontSizes, lines, ...look } = layout;
  const fees = without(fee, 'pageOf');
  const numbers = without(number, 'onePer', 'onePerCitation');
  return {
    ...rest,
    ...{ fee: fees, number: numbers, version: versionOf(file) },
    clockStart: cited(clock.start),
    endOfDay: cited(clock.endOfDay),
    hoursKind: cited(clock.hoursKind),
    outsideHours: cited(clock.outsideHours),
    cutoff: {
      timeMs: (hour * 60 + minute) * 60_000,
      inclusive: file.clock.cutoff.inclusive,
      citation: file.clock.cutoff.citation,
    },
    layout: {
      ...look,
      attestation: { marks, fontSizes, lines, verificationCode: file.layout.verification_code },
    },
  };
}

test.each(['hanoi-1287-2024.yaml', 'national-2025.yaml'])(
  'every value of %s is in force as it is written, each in its own place',
  (name) => {
    const file = fileOf(name);
    expect(readPolicy(file)).toEqual(expectedOf(file));
  },
);

test('a value that only one of the sets has is taken where it stands, and is absent elsewhere', () => {
  const file = fileOf('hanoi-1287-2024.yaml');
  const [create, sign] = readPolicy(file).steps;
  expect(create).toHaveProperty('complexBudgetMinutes', 960);
  expect(sign).not.toHaveProperty('complexBudgetMinutes');
  const otherwise = readPolicy({
    ...file,
    clock: { ...file.clock, cutoff: { ...file.clock.cutoff, inclusive: false, time: '09:05' } },
    number: { ...file.number, yearly_reset: false, start: 7, padding: 5, suffix: '/X' },
    holders: { ...file.holders, several_rights: false },
    valid_to: '2026-12-31',
  });
  expect(otherwise.cutoff).toMatchObject({ inclusive: false, timeMs: (9 * 60 + 5) * 60_000 });
  expect(otherwise.number).toMatchObject({
    yearlyReset: false,
    start: 7,
    padding: 5,
    suffix: '/X',
  });
  expect(otherwise.holders.severalRights).toBe(false);
  expect(otherwise.validTo).toBe('2026-12-31');
  expect(otherwise.version).not.toBe(readPolicy(file).version);
});

test('the page of a set that is older than its layout is laid out as it was', () => {
  const policy = readPolicy(fileOf('hanoi-1287-2024.yaml'));
  expect(layoutOf(policy)).toBe(policy.layout.attestation);
  const layout = without(policy.layout, 'attestation') as typeof policy.layout;
  expect(layoutOf({ layout })).toBe(usualLayout);
});
