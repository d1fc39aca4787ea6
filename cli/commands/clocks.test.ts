import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';

/* `saoy due`, `saoy policy` and `saoy whatif` from outside, as another program would run them. */
const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'saoy-clocks-'));
afterAll(() => rmSync(folder, { recursive: true }));

function saoy(args: string[], input = '') {
  const { status, stdout, stderr } = spawnSync('node', ['cli/saoy.mjs', ...args], {
    cwd: root,
    input,
    encoding: 'utf8',
    env: { ...process.env, SAOY_HOME: join(folder, 'home') },
  });
  return { status, stdout, stderr };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

interface Due {
  receivedAt: string;
  legalDue: string;
  slip: boolean;
  steps: { step: string; budgetMinutes: number; dueByHours: string; due: string; pace: string }[];
  policy: string;
  calendar: string;
  because: { rule: string; citation: string }[];
}

describe('saoy due', () => {
  test('answers in the shape that programs rely on', () => {
    const { status, stdout } = saoy(['due', '--accepted', '2026-11-23T10:00:00+07:00', '--json']);
    expect(status).toBe(0);
    const { because, calendar, ...answer } = JSON.parse(stdout) as Due;
    expect(answer).toEqual({
      receivedAt: '2026-11-23T10:00:00+07:00',
      legalDue: '2026-11-23T17:30:00+07:00',
      slip: false,
      steps: [
        {
          step: 'create',
          budgetMinutes: 240,
          dueByHours: '2026-11-23T15:30:00+07:00',
          due: '2026-11-23T15:30:00+07:00',
          pace: '2026-11-23T14:30:00+07:00',
        },
        {
          step: 'sign',
          budgetMinutes: 120,
          dueByHours: '2026-11-23T17:30:00+07:00',
          due: '2026-11-23T17:30:00+07:00',
          pace: '2026-11-23T16:00:00+07:00',
        },
        {
          step: 'seal',
          budgetMinutes: 120,
          dueByHours: '2026-11-25T10:00:00+07:00',
          due: '2026-11-23T17:30:00+07:00',
          pace: '2026-11-23T17:30:00+07:00',
        },
      ],
      policy: 'hanoi-1287-2024',
    });
    expect(calendar).toMatch(/^vn@[0-9a-f]{32}$/);
    expect(because.length).toBeGreaterThan(5);
    for (const reason of because) expect(Object.keys(reason)).toEqual(['rule', 'citation']);
  });

  test('tells a person in words, with times as offices write them and each reason’s source', () => {
    const accepted = ['--accepted', '2026-11-24T09:00:00+07:00'];
    const lines = saoy(['due', ...accepted, '--words'])
      .stdout.trim()
      .split('\n');
    expect(lines.slice(0, 4)).toEqual([
      'Tiếp nhận     09:00 ngày 24/11/2026 (coi như nhận 08:00 ngày 25/11/2026)',
      'Hạn theo luật 17:30 ngày 25/11/2026 (có phiếu hẹn)',
      '  Tạo bản sao (bước 2): hạn 12:00 ngày 25/11/2026, nhịp 12:00 ngày 25/11/2026, cộng đủ giờ 12:00 ngày 25/11/2026',
      '  Ký bản sao (bước 3): hạn 15:30 ngày 25/11/2026, nhịp 15:30 ngày 25/11/2026, cộng đủ giờ 15:30 ngày 25/11/2026',
    ]);
    const reasons = lines.filter((line) => /^ {2}\d+\. /.test(line));
    expect(reasons.length).toBeGreaterThan(8);
    expect(reasons.every((line) => /^ {2}\d+\. .+\. \[.+\]$/.test(line))).toBe(true);
    expect(lines.at(-1)).toMatch(/^Lịch: Lịch làm việc của cơ quan nhà nước \(vn@[0-9a-f]{32}\)$/);
  });

  test('takes the complex track, an extension, another policy', () => {
    const due = (...args: string[]) => {
      const accepted = ['--accepted', '2026-11-16T08:30:00.250Z'];
      return JSON.parse(saoy(['due', ...accepted, ...args, '--json']).stdout) as Due;
    };
    expect(due().legalDue).toBe('2026-11-17T17:30:00+07:00');
    expect(due().receivedAt).toBe('2026-11-16T15:30:00.250+07:00');
    expect(due('--complex').legalDue).toBe('2026-11-19T17:30:00+07:00');
    expect(due('--complex', '--extend', '1').legalDue).toBe('2026-11-18T17:30:00+07:00');
    expect(due('--extend', '2').legalDue).toBe('2026-11-19T17:30:00+07:00');
    expect(due('--policy', 'national-2025').policy).toBe('national-2025');
    expect(due('--calendar', 'hue-2026').legalDue).toBe('2026-11-17T17:00:00+07:00');
  });

  test.each([
    [['--accepted', '2026-11-23T10:00:00'], 'instant-without-zone'],
    [['--accepted', '2026-02-30T10:00:00+07:00'], 'instant-invalid'],
    [['--accepted', '2023-12-31T10:00:00+07:00'], 'calendar-out-of-range'],
    [['--accepted', '2026-11-23T10:00:00+07:00', '--extend', '3'], 'extension-too-long'],
    [['--accepted', '2026-11-23T10:00:00+07:00', '--extend', 'x'], 'extension-too-long'],
    [['--accepted', '2026-11-23T10:00:00+07:00', '--policy', 'x'], 'policy-unknown'],
    [[], 'Usage'],
    [['--when', 'now'], '--when'],
  ])('could not: %j', (args, words) => {
    const { status, stdout, stderr } = saoy(['due', ...args]);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(words);
  });

  test('answers a batch line by line, a wrong line with its code', () => {
    const lines = [
      { id: 1, accepted: '2026-11-16T10:00:00+07:00' },
      { id: 'two', accepted: '2026-11-16T10:00:00+07:00', complex: true, extend: 1 },
      { id: 3, accepted: '2026-11-16T10:00:00' },
      { id: 4, accepted: '2026-11-16T10:00:00+07:00', policy: 'national-2025', extend: null },
      { id: 5, accepted: 7 },
    ];
    const input = [...lines.map((line) => JSON.stringify(line)), 'no json', ''].join('\n');
    const { status, stdout } = saoy(['due', '--batch'], input);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Partial<Due> & { id: unknown; error?: string });
    expect(answers.map(({ id, legalDue, error }) => [id, legalDue ?? error])).toEqual([
      [1, '2026-11-16T17:30:00+07:00'],
      ['two', '2026-11-17T17:30:00+07:00'],
      [3, 'instant-without-zone'],
      [4, '2026-11-16T17:30:00+07:00'],
      [5, 'input-invalid'],
      [null, 'input-invalid'],
    ]);
    expect(status).toBe(2);
    expect(saoy(['due', '--batch'], JSON.stringify(lines[0])).status).toBe(0);
  });
});

describe('saoy policy', () => {
  const hanoi = readFileSync(join(root, 'policies', 'rules', 'hanoi-1287-2024.yaml'), 'utf8');

  test('check says yes, or no with file, line and reason', () => {
    expect(saoy(['policy', 'check']).status).toBe(0);
    const draft = file('draft.yaml', hanoi.replace("time: '15:00'", "time: '3 pm'"));
    const { status, stdout } = saoy(['policy', 'check', draft]);
    const line = hanoi.split('\n').findIndex((text) => text.includes("'15:00'")) + 1;
    expect(status).toBe(1);
    expect(stdout).toContain(`${draft}:${line}: `);
    expect(saoy(['policy', 'check', join(folder, 'absent.yaml')]).status).toBe(2);
  });

  test('diff says in words what differs and where each is written', () => {
    const { status, stdout } = saoy(['policy', 'diff', 'hanoi-1287-2024', 'national-2025']);
    expect(status).toBe(0);
    expect(stdout).toContain('Người ký (signer.delegationNeeded)\n  trước: không [');
    expect(stdout).not.toContain('Giờ chốt');
    expect(saoy(['policy', 'diff', 'hanoi-1287-2024', 'nope']).status).toBe(2);
    const ended = file('ended.yaml', hanoi.replace('valid_to: null', 'valid_to: 2026-12-31'));
    expect(saoy(['policy', 'diff', 'hanoi-1287-2024', ended]).stdout).toBe(
      'Hết hiệu lực sau ngày\n  trước: không thời hạn\n  sau:   2026-12-31\n',
    );
    const draft = file('later.yaml', hanoi.replace("time: '15:00'", "time: '16:00'"));
    const { stdout: words } = saoy(['policy', 'diff', 'hanoi-1287-2024', draft]);
    expect(words).toMatch(
      /^Giờ chốt trong ngày \(cutoff.timeMs\)\n {2}trước: 15:00 \[NĐ 23.*\n {2}sau: {3}16:00 \[/,
    );
    expect(words.trim().split('\n')).toHaveLength(3);
  });
});

describe('saoy whatif', () => {
  const dossiers = file(
    'open.jsonl',
    [
      { id: 'a', accepted: '2026-11-26T09:00:00+07:00' },
      { id: 'b', accepted: '2026-11-26T15:30:00+07:00' },
      { id: 'c', accepted: '2026-11-26T09:00:00+07:00', step: 'seal' },
    ]
      .map((line) => JSON.stringify(line))
      .join('\n'),
  );
  const ask = (...args: string[]) => {
    const { status, stdout, stderr } = saoy(['whatif', ...args, '--dossiers', dossiers, '--json']);
    return { status, stderr, answer: JSON.parse(stdout || '{}') as Record<string, unknown> };
  };

  test('a day off moves what is due on it and asks for a new slip', () => {
    const { status, answer } = ask('--day-off', '2026-11-27', '--at', '2026-11-27T18:00:00+07:00');
    expect(status).toBe(0);
    expect(answer).toMatchObject({ dossiers: 3, toOnTime: 1, toLate: 0, newSlips: 1 });
    expect(answer['changes']).toEqual([
      {
        id: 'b',
        legalDueBefore: '2026-11-27T17:30:00+07:00',
        legalDueAfter: '2026-11-30T17:30:00+07:00',
        lateBefore: true,
        lateAfter: false,
        // Nobody's work is simulated: the question is who is late at the instant asked about.
        finishBefore: '2026-11-27T18:00:00+07:00',
        finishAfter: '2026-11-27T18:00:00+07:00',
        newSlip: true,
      },
    ]);
  });

  test('fewer people flip dossiers to late, and that is a no', () => {
    const args = ['--minutes', 'create=60,sign=60,seal=60', '--at', '2026-11-26T13:30:00+07:00'];
    const { status, answer } = ask('--people', 'create=1,sign=0,seal=1', ...args);
    expect(status).toBe(1);
    expect(answer).toMatchObject({ toLate: 2, toOnTime: 0, newSlips: 0 });
    expect(ask('--people', 'create=2,sign=2,seal=2', ...args).status).toBe(0);
  });

  test('could not: no change asked for, no measured times, nothing running', () => {
    expect(ask().status).toBe(2);
    expect(ask('--people', 'create=1,sign=1,seal=1').stderr).toContain('Give the minutes');
    expect(ask('--people', 'create=1').status).toBe(2);
    expect(saoy(['whatif', '--day-off', '2026-11-27']).stderr).toContain('Nothing runs here');
  });
});
