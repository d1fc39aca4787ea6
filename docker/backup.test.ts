import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `docker/backup.sh` over an engine that fails, as a kernel does that cannot freeze a container this moment. */
function backUp(failures: number) {
  const folder = mkdtempSync(join(tmpdir(), 'saoy-backup-'));
  const said = join(folder, 'said');
  const script = (name: string, lines: string[]) => {
    const file = join(folder, name);
    writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
    return file;
  };
  const engine = script('engine', [
    `echo "$1" >>${said}`,
    `[ "$1" != pause ] || [ $(grep -c '^pause' ${said}) -gt ${failures} ]`,
  ]);
  const compose = script('compose', [
    'case "$*" in',
    '  ps*) echo one; echo two ;;',
    "  *dump*) echo 'CREATE TABLE'; echo 'Dump completed' ;;",
    'esac',
  ]);
  const { status, stderr } = spawnSync('sh', [join(__dirname, 'backup.sh'), join(folder, 'to')], {
    env: { ...process.env, ENGINE: engine, COMPOSE: compose },
    encoding: 'utf8',
  });
  const acts = readFileSync(said, 'utf8').trim().split('\n');
  rmSync(folder, { recursive: true });
  return { status, stderr, acts };
}

test('what could not be paused is let go and paused again', () => {
  expect(backUp(0)).toMatchObject({ status: 0, acts: ['pause', 'unpause', 'unpause'] });
  const { status, acts } = backUp(2);
  expect(status).toBe(0);
  expect(acts.slice(0, 5)).toEqual(['pause', 'unpause', 'pause', 'unpause', 'pause']);
});

test('a backup of what never stands still is none, says so, and leaves nothing paused', () => {
  const { status, stderr, acts } = backUp(99);
  expect(status).toBe(1);
  expect(stderr).toContain('could not be paused');
  expect(acts.filter((act) => act === 'pause')).toHaveLength(5);
  expect(acts.at(-1)).toBe('unpause');
});
