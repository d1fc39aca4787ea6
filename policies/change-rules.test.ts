import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { compileCalendar } from '../deadlines/calendar';
import { parseDate } from '../deadlines/parse-time';
import { isWorkingDay } from '../deadlines/working-time';
import { changeRules } from './change-rules';
import { houseRules, loadRules } from './load-rules';

const rules = loadRules();
const hanoi = rules.defaultPolicy;
const national = rules.getPolicy('national-2025');
const [vn, hue] = [rules.calendarOf('vn'), rules.calendarOf('hue-2026')];
const own = { policy: hanoi, calendar: vn };

const draftOf = (file: string, from: string | RegExp, to: string | ((found: string) => string)) => {
  const before = readFileSync(join(houseRules, file), 'utf8');
  const text = before.replace(from, (found) => (typeof to === 'string' ? to : to(found)));
  expect(text).not.toBe(before);
  return { file: 'bản nháp', text };
};

test('what is not touched stays what each dossier pinned', () => {
  expect(changeRules({}, rules)(own)).toEqual(own);
  const pinned = {
    policy: { ...hanoi, version: 'older' },
    calendar: rules.calendarOf('vn', '2025-01-01'),
  };
  const changed = changeRules({}, rules)(pinned);
  expect(changed.policy).toBe(pinned.policy);
  expect(changed.calendar).toBe(pinned.calendar);
});

describe('a day off', () => {
  const day = parseDate('2026-11-27');

  test('closes every calendar on it, each laid out once, and says that it is assumed', () => {
    const change = changeRules({ dayOff: '2026-11-27' }, rules);
    const { policy, calendar } = change(own);
    expect(policy).toBe(hanoi);
    expect(isWorkingDay(vn, day)).toBe(true);
    expect(isWorkingDay(calendar, day)).toBe(false);
    expect(isWorkingDay(calendar, day - 1)).toBe(true);
    expect(calendar.daysOff.find((off) => off.day === day)?.entry).toEqual({
      date: '2026-11-27',
      kind: 'holiday',
      name: 'ngày nghỉ giả định',
      citation: 'giả định',
    });
    expect(calendar.daysOff).toHaveLength(vn.daysOff.length + 1);
    expect(change({ policy: national, calendar: vn }).calendar).toBe(calendar);
    const other = change({ policy: hanoi, calendar: hue }).calendar;
    expect(other.data.id).toBe('hue-2026');
    expect(isWorkingDay(other, day)).toBe(false);
  });

  test('that is none is refused', () => {
    expect(() => changeRules({ dayOff: '2026-02-30' }, rules)(own)).toThrow('date-invalid');
  });
});

test('another policy is taken for every dossier; one that is not there is refused', () => {
  const change = changeRules({ policy: national.id }, rules);
  expect(change(own)).toEqual({ policy: national, calendar: vn });
  expect(() => changeRules({ policy: 'nowhere' }, rules)).toThrow('policy-unknown');
});

describe('a draft', () => {
  const laterCutoff = draftOf('hanoi-1287-2024.yaml', "time: '15:00'", "time: '16:00'");

  test('of a policy moves the dossiers under it, whichever version they pinned, and no others', () => {
    const change = changeRules({ draft: laterCutoff }, rules);
    for (const policy of [hanoi, { ...hanoi, version: 'older' }]) {
      const changed = change({ policy, calendar: vn });
      expect(changed.policy.cutoff.timeMs).toBe(16 * 3_600_000);
      expect(changed.calendar).toBe(vn);
    }
    expect(change({ policy: national, calendar: hue })).toEqual({
      policy: national,
      calendar: hue,
    });
    expect(change({ policy: national, calendar: hue }).policy).toBe(national);
  });

  test('leaves a dossier alone whose policy and calendar no file holds any more', () => {
    const gone = {
      policy: { ...hanoi, id: 'gone' },
      calendar: compileCalendar({ ...vn.data, id: 'gone' }),
    };
    const changed = changeRules({ draft: laterCutoff }, rules)(gone);
    expect(changed.policy).toBe(gone.policy);
    expect(changed.calendar).toBe(gone.calendar);
  });

  test('that brings back a policy which no file holds moves the dossiers that pinned it', () => {
    const back = draftOf('hanoi-1287-2024.yaml', /id: hanoi-1287-2024|area: vn\/hanoi/g, (found) =>
      found.startsWith('id') ? 'id: gone' : 'area: vn/hue',
    );
    const change = changeRules({ draft: back }, rules);
    expect(change({ policy: { ...hanoi, id: 'gone' }, calendar: vn }).policy.scope.area).toBe(
      'vn/hue',
    );
    const calendar = draftOf('calendars/vn.yaml', 'id: vn', 'id: gone');
    const own = {
      policy: hanoi,
      calendar: compileCalendar({ ...vn.data, id: 'gone', daysOff: [] }),
    };
    expect(changeRules({ draft: calendar }, rules)(own).calendar.daysOff).toEqual(vn.daysOff);
  });

  test('that says what the file says leaves each with what it pinned', () => {
    const text = readFileSync(join(houseRules, 'hanoi-1287-2024.yaml'), 'utf8');
    const pinned = { policy: { ...hanoi, version: 'older' }, calendar: vn };
    const same = { file: 'bản nháp', text: `${text}\n# another word\n` };
    expect(changeRules({ draft: same }, rules)(pinned).policy).toBe(pinned.policy);
  });

  test('is laid over the policy that is asked for', () => {
    const change = changeRules({ draft: laterCutoff, policy: hanoi.id }, rules);
    const { policy } = change({ policy: national, calendar: vn });
    expect([policy.id, policy.cutoff.timeMs]).toEqual([hanoi.id, 16 * 3_600_000]);
  });

  test('of a calendar moves those that stand on it too, each looked up once', () => {
    const draft = draftOf('calendars/vn.yaml', /date: 2026-04-27/, 'date: 2026-04-28');
    const change = changeRules({ draft }, rules);
    const changed = [vn, hue].map((calendar) => change({ policy: hanoi, calendar }).calendar);
    for (const calendar of changed) {
      expect(isWorkingDay(calendar, parseDate('2026-04-28'))).toBe(false);
    }
    expect(changed.map(({ data }) => data.id)).toEqual(['vn', 'hue-2026']);
    expect(change(own).calendar).toBe(changed[0]);
    expect(change(own).policy).toBe(hanoi);
    const ofHue = draftOf('calendars/hue-2026.yaml', '13:30', '13:00');
    const other = changeRules({ draft: ofHue }, rules);
    expect(other(own).calendar).toBe(vn);
    expect(other({ policy: hanoi, calendar: hue }).calendar).not.toBe(hue);
  });

  test('with a day off as well is closed on it', () => {
    const draft = draftOf('calendars/vn.yaml', /date: 2026-04-27/, 'date: 2026-04-28');
    const { calendar } = changeRules({ draft, dayOff: '2026-11-27' }, rules)(own);
    expect(isWorkingDay(calendar, parseDate('2026-04-28'))).toBe(false);
    expect(isWorkingDay(calendar, parseDate('2026-11-27'))).toBe(false);
  });

  test('that is wrong is refused under its own name', () => {
    const draft = { file: 'bản nháp', text: 'id: [' };
    expect(() => changeRules({ draft }, rules)).toThrow(/rules-invalid: bản nháp:1/);
  });
});
