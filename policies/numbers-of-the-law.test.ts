import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/*
 * No number of the law stands in the code that applies it: each is searched for in the ways code
 * could write it. The numbers of time itself (hours of a day, ms of a minute) are no law.
 */
const root = join(__dirname, '..');
const sources = ['deadlines', 'policies']
  .flatMap(listSources)
  .map((file) => ({ file, code: withoutWords(readFileSync(join(root, file), 'utf8')) }));

function listSources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return listSources(path);
    return /(?<!\.test)\.ts$/.test(entry.name) ? [path] : [];
  });
}

/** Comments may cite the law; code may not. */
function withoutWords(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(?<!:)\/\/.*/g, '');
}

describe('the numbers of the law', () => {
  test.each([
    ['the cut-off', /15:00|\b15 \* (60|36)|54_?000_?000|\b900 \* 60/],
    ['a budget', /\b(240|960) ?\*|14_?400_?000|57_?600_?000|7_?200_?000/],
    ['the notice', /\b0\.75\b|\b75\b/],
    ['the fee', /\b2_?000\b(?!-)|200_?000|\b1_?000 ?đ/],
    ['a file limit', /\b30 \* 1024|\b5 \* 1024|31_?457_?280|5_?242_?880/],
    ['the one-time code', /\b120_?000\b|\b120 \* 1000/],
    ['office hours', /'(07:30|08:00|11:30|12:00|13:00|13:30|17:00|17:30)'/],
    ['the number', /\/ĐT/],
    ['a holiday', /'\d{4}-\d{2}-\d{2}'|\b(30\/4|2\/9|24\/11)\b/],
  ])('%s stands in no code', (_, pattern) => {
    const found = sources.filter(({ code }) => pattern.test(code)).map(({ file }) => file);
    expect(found).toEqual([]);
  });

  test('there is code to search', () => {
    expect(sources.length).toBeGreaterThan(10);
  });
});
