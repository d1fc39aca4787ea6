import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { houseRules } from './load-rules';
import { LiveRules } from './live-rules';
import { watchRules } from './watch-rules';

const lookMs = 5_000;
let file: string;
let rules: LiveRules;

beforeEach(() => {
  jest.useFakeTimers();
  const folder = join(mkdtempSync(join(tmpdir(), 'saoy-rules-')), 'policies');
  cpSync(houseRules, folder, { recursive: true });
  file = join(folder, 'calendars', 'vn.yaml');
  rules = new LiveRules(folder);
});
afterEach(() => {
  jest.useRealTimers();
});

test('rules that could not be archived or told of are tried again, and told of once', async () => {
  let isAway = false;
  const [changed, refused] = [jest.fn<() => void>(), jest.fn<(error: unknown) => void>()];
  const archive = {
    keep: () => (isAway ? Promise.reject(new Error('database away')) : Promise.resolve()),
    list: () => Promise.resolve([]),
  };
  const end = await watchRules(rules, archive, { changed, refused });
  isAway = true;
  appendFileSync(file, '\n# another word\n');
  await jest.advanceTimersByTimeAsync(lookMs);
  expect(changed).not.toHaveBeenCalled();
  expect(refused).toHaveBeenCalledTimes(1);
  isAway = false;
  await jest.advanceTimersByTimeAsync(3 * lookMs);
  expect(changed).toHaveBeenCalledTimes(1);
  end();
});

test('a file that is wrong is refused once, and the rules before stay', async () => {
  const [changed, refused] = [jest.fn<() => void>(), jest.fn<(error: unknown) => void>()];
  const archive = { keep: () => Promise.resolve(), list: () => Promise.resolve([]) };
  const end = await watchRules(rules, archive, { changed, refused });
  const before = rules.calendarOf('vn');
  writeFileSync(file, readFileSync(file, 'utf8').replace('days_off:\n', 'days_off:\n  - {}\n'));
  await jest.advanceTimersByTimeAsync(3 * lookMs);
  expect(refused.mock.calls.map(([error]) => String(error))).toEqual([
    expect.stringMatching(/rules-invalid: calendars\/vn\.yaml:\d+: /),
  ]);
  expect(changed).not.toHaveBeenCalled();
  expect(rules.calendarOf('vn')).toBe(before);
  end();
});

test('while an archive is slow nothing is archived a second time, and after the end nothing at all', async () => {
  const changed = jest.fn<() => void>();
  let isSlow = false;
  let release: () => void = () => undefined;
  const keep = jest.fn(() =>
    isSlow
      ? new Promise<void>((resolve) => {
          release = resolve;
        })
      : Promise.resolve(),
  );
  const archive = { keep, list: () => Promise.resolve([]) };
  const end = await watchRules(rules, archive, { changed, refused: jest.fn() });
  isSlow = true;
  appendFileSync(file, '\n# another word\n');
  await jest.advanceTimersByTimeAsync(4 * lookMs);
  expect(keep).toHaveBeenCalledTimes(2);
  expect(changed).not.toHaveBeenCalled();
  isSlow = false;
  release();
  await jest.advanceTimersByTimeAsync(lookMs);
  expect(changed).toHaveBeenCalledTimes(1);
  end();
  appendFileSync(file, '\n# and one more\n');
  await jest.advanceTimersByTimeAsync(3 * lookMs);
  expect(keep).toHaveBeenCalledTimes(2);
  expect(changed).toHaveBeenCalledTimes(1);
});
