import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/*
 * No number of the law stands in the code that applies it: each is searched for in the ways code
 * could write it. The numbers of time itself (hours of a day, ms of a minute) are no law.
 */
const root = join(__dirname, '..');
const rulesRooms = ['time', 'deadlines', 'policies', 'workflows', 'activities', 'domain', 'cli'];
const sources = rulesRooms.flatMap(listSources).map(read);
/** Where other numbers look alike (15 minutes, 2,000 letters): searched for what is the law's alone. */
const edges = ['api', 'db', 'worker'].flatMap(listSources).map(read);

function read(file: string) {
  return { file, code: withoutWords(readFileSync(join(root, file), 'utf8')) };
}

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

  test.each([
    ['the cut-off', /\b15:00\b|54_?000_?000/],
    ['a budget', /\b(240|960) ?\*|\b(14_?400|57_?600|7_?200)_?000\b/],
    ['the days of an extension', /literal\(1\), z\.literal\(2\)|\bextension\w*: ?[12]\b/],
    ['office hours', /'(07:30|08:00|11:30|12:00|13:00|13:30|17:00|17:30)'/],
    ['a ground', /'(many-(kinds|pages|copies)|hard-to-check|altered|damaged|self-made)'/],
    ['a holiday', /'\d{4}-\d{2}-\d{2}'|\b(30\/4|2\/9|24\/11)\b/],
  ])('%s stands in no code at the edges either', (_, pattern) => {
    const found = [...sources, ...edges].filter(({ code }) => pattern.test(code));
    expect(found.map(({ file }) => file)).toEqual([]);
  });

  test('there is code to search, and a number would be found in it', () => {
    expect(sources.length).toBeGreaterThan(60);
    expect(edges.length).toBeGreaterThan(60);
    const words = "if (days > 2) return; // at most 2\nconst cutoff = '15:00'; /* 15:00 */";
    expect(withoutWords(words)).toBe("if (days > 2) return; \nconst cutoff = '15:00'; ");
  });
});
