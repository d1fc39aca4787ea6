import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const read = (...path: string[]) => readFileSync(join(__dirname, ...path), 'utf8');

test('the runbook has a section for each alert, and for no other', () => {
  const { groups } = parse(read('alerts.yaml')) as { groups: { rules: { alert: string }[] }[] };
  const alerts = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
  const runbook = read('..', 'docs', 'operations', 'runbook.md');
  const sections = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
  expect(alerts.length).toBeGreaterThan(10);
  expect(sections).toEqual(alerts);
});
