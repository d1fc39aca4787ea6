import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { drawScan } from '../../test/documents/draw-scan';
import { makeCopy, openWorkshop } from '../../test/documents/make-copy';

/** `saoy verify` as a process of its own, as programs call it. */

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'saoy-verify-'));
  const workshop = await openWorkshop();
  const made = await makeCopy(workshop, drawScan(), {
    leader: await workshop.issue('p-256'),
    agency: await workshop.issue('p-256', { profile: 'seal' }),
  });
  await workshop.close();
  const root = Buffer.from(workshop.pki.root).toString('base64');
  const pem = `-----BEGIN CERTIFICATE-----\n${root}\n-----END CERTIFICATE-----\n`;
  writeFileSync(at('root.pem'), pem);
  const list = {
    issued: '2026-11-21',
    authorities: [
      {
        name: 'Gốc Ví Dụ',
        kind: 'own',
        services: ['certificates', 'time-stamps'],
        certificate: root,
        validFrom: '2026-01-01',
        source: 'Văn bản mẫu',
      },
    ],
    evidenceHosts: [],
  };
  writeFileSync(at('list.json'), JSON.stringify(list));
  writeFileSync(at('wrong-list.json'), JSON.stringify({ ...list, issued: 'today' }));
  writeFileSync(at('copy.pdf'), made.copy);
  writeFileSync(at('longer.pdf'), Buffer.concat([made.copy, Buffer.from('more')]));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function saoy(...args: string[]) {
  const script = `require('./cli/commands/verify.ts').run(process.argv.slice(1)).then(
    (code) => { process.exitCode = code; },
    (error) => { console.error(error.message); process.exitCode = 2; })`;
  const run = spawnSync(
    process.execPath,
    ['-r', './test/register-typescript.cjs', '-e', script, '--', ...args],
    { encoding: 'utf8' },
  );
  const lines = run.stdout.split('\n').filter((line) => line !== '');
  const answers = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code: run.status, answers, error: run.stderr };
}

describe('saoy verify', () => {
  it('answers yes for a valid copy, today and in 2035', () => {
    for (const when of [[], ['--at', '2035-01-15T00:00:00+07:00']]) {
      const { code, answers } = saoy(at('copy.pdf'), '--trust', at('root.pem'), ...when);
      expect(code).toBe(0);
      expect(Object.keys(answers[0] ?? {})).toEqual(
        'file verdict intact reasons signatures timestamps'.split(' '),
      );
      expect(answers[0]).toMatchObject({ file: at('copy.pdf'), verdict: 'valid', intact: 'yes' });
      expect(answers[0]?.reasons).toEqual([]);
    }
  });

  it('answers no where one of the files is not valid, each in its line', () => {
    const { code, answers } = saoy(at('copy.pdf'), at('longer.pdf'), '--trust', at('root.pem'));
    expect(code).toBe(1);
    expect(answers.map(({ verdict }) => verdict)).toEqual(['valid', 'invalid']);
    expect(answers[1]?.intact).toBe('no');
  });

  it('takes a trust list with days of accreditation', () => {
    const { code, answers } = saoy(at('copy.pdf'), '--trust', at('list.json'));
    expect([code, answers[0]?.verdict]).toEqual([0, 'valid']);
    const wrong = saoy(at('copy.pdf'), '--trust', at('wrong-list.json'));
    expect(wrong.code).toBe(2);
    expect(wrong.error).toContain('issued must be a day');
  });

  it('trusts nobody by itself', () => {
    const { code, answers } = saoy(at('copy.pdf'));
    expect(code).toBe(1);
    expect(answers[0]).toMatchObject({ verdict: 'undetermined', intact: 'yes' });
    expect(answers[0]?.reasons).toContain('trust-list-empty');
  });

  it.each([
    ['no file', []],
    ['a file that is not there', ['copy.pdf', 'nowhere.pdf']],
    ['no certificate', ['copy.pdf', '--trust', 'copy.pdf']],
    ['an instant without zone', ['copy.pdf', '--at', '2035-01-15T00:00:00']],
    ['an unknown option', ['copy.pdf', '--wrong']],
  ])('cannot with %s', (_what, args) => {
    const { code, error } = saoy(...args.map((arg) => (arg.endsWith('.pdf') ? at(arg) : arg)));
    expect(code).toBe(2);
    expect(error).not.toBe('');
  });
});
