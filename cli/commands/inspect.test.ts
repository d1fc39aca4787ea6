import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { drawScan } from '../../test/documents/draw-scan';
import { run } from './inspect';

let folder: string;
let output: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'saoy-inspect-'));
  writeFileSync(join(folder, 'good.pdf'), drawScan(2));
  writeFileSync(join(folder, 'bad.pdf'), 'Giấy khai sinh');
  writeFileSync(join(folder, 'large.pdf'), Buffer.alloc(31 * 1024 * 1024));
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    output += chunk.toString();
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
beforeEach(() => {
  output = '';
});
afterAll(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const answers = () =>
  output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('saoy inspect', () => {
  it('answers 0 where every scan is accepted', async () => {
    const file = join(folder, 'good.pdf');
    expect(await run([file, '--json'])).toBe(0);
    expect(answers()).toEqual([
      { file, accepted: true, code: null, pages: 2, bytes: drawScan(2).length },
    ]);
  });

  it('answers 1 where one is not, with a line for each', async () => {
    const files = ['good.pdf', 'bad.pdf', 'large.pdf'].map((name) => join(folder, name));
    expect(await run(['--json', ...files])).toBe(1);
    expect(answers().map(({ code }) => code)).toEqual([null, 'scan-not-pdf', 'scan-too-large']);
    expect(answers()[2]).toMatchObject({ bytes: 31 * 1024 * 1024, pages: null });
  });

  it('answers 2 where it could not look', async () => {
    expect(await run([])).toBe(2);
    expect(await run([join(folder, 'absent.pdf'), join(folder, 'good.pdf'), '--json'])).toBe(2);
    expect(await run([folder, '--json'])).toBe(2);
    expect(answers()).toHaveLength(1);
  });
});
