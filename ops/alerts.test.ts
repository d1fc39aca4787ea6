import { expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(__dirname, '..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

/** Where set-up has put it; its module is one of Node's own kind, which jest does not load. */
const promtool = execFileSync(
  process.execPath,
  [
    '-e',
    `import('./scripts/setup/promtool.mjs').then((all) => console.log(all.promtoolProgram()))`,
  ],
  { cwd: root, encoding: 'utf8' },
).trim();

/** What promtool says, where it is not content. */
function complaintsOf(args: string[]): string {
  const { status, stdout, stderr } = spawnSync(promtool, args, { encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}

function complaintsOfText(text: string, args: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'saoy-promtool-'));
  try {
    const file = join(folder, 'file.yaml');
    writeFileSync(file, text);
    return complaintsOf([...args, file]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the runbook has a section for each alert, and for no other', () => {
  const { groups } = parse(read('ops', 'alerts.yaml')) as {
    groups: { rules: { alert: string }[] }[];
  };
  const alerts = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
  const runbook = read('docs', 'operations', 'runbook.md');
  const sections = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
  expect(alerts.length).toBeGreaterThan(10);
  expect(sections).toEqual(alerts);
});

test('Prometheus reads the rules, and each alert is set off by its cause and by no less', () => {
  expect(complaintsOf(['check', 'rules', join(__dirname, 'alerts.yaml')])).toBe('');
  expect(complaintsOf(['test', 'rules', join(__dirname, 'alerts.promtool.yaml')])).toBe('');
});

test('Prometheus reads the configuration of a deployment', () => {
  const asDeployed = read('docker', 'prometheus', 'prometheus.yaml');
  const here = asDeployed.replace('/etc/prometheus/alerts.yaml', join(__dirname, 'alerts.yaml'));
  expect(here).not.toBe(asDeployed);
  expect(complaintsOfText(here, ['check', 'config'])).toBe('');
});

test('Prometheus reads each query of the dashboard', () => {
  const queries = [...read('ops', 'dashboard.json').matchAll(/"expr": ("(?:[^"\\]|\\.)*")/g)].map(
    ([, text = '""'], at) => ({
      record: `query:${at}`,
      // Grafana puts the length in.
      expr: (JSON.parse(text) as string).replaceAll('$__rate_interval', '1m'),
    }),
  );
  expect(queries.length).toBeGreaterThan(10);
  const rules = JSON.stringify({ groups: [{ name: 'dashboard', rules: queries }] });
  expect(complaintsOfText(rules, ['check', 'rules'])).toBe('');
});
