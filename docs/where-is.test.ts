import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(__dirname, '..');
const page = readFileSync(join(root, 'docs', 'where-is.md'), 'utf8');
const rows = [...page.matchAll(/^\| (.+?) +\| `([^`]+)` +\| `([^`]+)` +\|$/gm)];

test('the page has its ten questions', () => {
  expect(rows.filter(([, question]) => !question!.startsWith('…'))).toHaveLength(10);
});

test.each(rows.map(([, question, file, words]) => [question!, file!, words!]))(
  '%s',
  (_question, file, words) => {
    expect(readFileSync(join(root, file), 'utf8')).toContain(words);
  },
);
