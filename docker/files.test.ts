import { describe, expect, test } from '@jest/globals';
import Ajv from 'ajv/dist/2019';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readSettings, settingNames } from '../settings/settings';

interface Service {
  image?: string;
  command?: unknown;
  entrypoint?: unknown;
  healthcheck?: { test: unknown };
  ports?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  mem_limit?: string;
  logging?: unknown;
  volumes?: (string | { type: string; bind?: { create_host_path?: boolean } })[];
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string>;
}
interface ComposeFile {
  services: Record<string, Service>;
}

const read = (name: string) => readFileSync(join(__dirname, name), 'utf8');
const composeFiles = readdirSync(__dirname).filter((name) => /^compose.*\.yaml$/.test(name));
const readCompose = (name: string) => parse(read(name), { merge: true }) as ComposeFile;
/** As published with Docker's reader of Compose files; its parts are named in the way of an older draft. */
const schema = JSON.parse(
  read('schema/compose-spec.json').replace(/^ *"(id|\$schema)": "[^"]*",$/gm, ''),
) as object;

describe.each(composeFiles)('%s', (name) => {
  const services = Object.entries(readCompose(name).services);
  const own = services.filter(([, { image }]) => image?.includes('saoy:'));

  test('is as the Compose specification says', () => {
    const ajv = new Ajv({ strict: false, formats: { duration: true, ports: true, expose: true } });
    const check = ajv.compile(schema);
    check(readCompose(name));
    expect(check.errors).toBeNull();
  });

  test('gives every command and health check as a list of words', () => {
    const lists = services.flatMap(([service, { command, entrypoint, healthcheck }]) =>
      [command, entrypoint, healthcheck?.test]
        .filter((list) => list !== undefined)
        .map((list) => [service, list] as const),
    );
    expect(lists.length).toBeGreaterThan(5);
    for (const [service, list] of lists) {
      const words = Array.isArray(list) ? list : [];
      expect([
        service,
        words.length > 0 && words.every((word) => typeof word === 'string'),
      ]).toEqual([service, true]);
    }
  });

  test('starts of our image only what is there', () => {
    expect(own.length).toBeGreaterThan(3);
    for (const [, { command, healthcheck }] of own) {
      const words = [command, healthcheck?.test ?? []].flat().map(String);
      const scripts = words.filter((word) => /\.c?js$/.test(word));
      for (const script of scripts) {
        const source = script.replace(/^dist\/(.*)\.js$/, '$1.ts');
        expect([script, existsSync(join(__dirname, '..', source))]).toEqual([script, true]);
      }
    }
  });

  test('gives our processes nothing that they do not need', () => {
    for (const [service, definition] of own) {
      expect([service, definition.read_only, definition.cap_drop]).toEqual([
        service,
        true,
        ['ALL'],
      ]);
    }
  });

  test('bounds the memory and the log of every service', () => {
    for (const [service, { mem_limit: limit, logging }] of services) {
      expect([service, limit]).toEqual([service, expect.stringMatching(/^\d+[mg]$/)]);
      expect([service, logging]).toEqual([
        service,
        { driver: 'json-file', options: { 'max-size': '20m', 'max-file': '5' } },
      ]);
    }
  });

  test('makes no folder on the host where a file is missing', () => {
    const volumes = services.flatMap(([, definition]) => definition.volumes ?? []);
    for (const volume of volumes) {
      if (typeof volume === 'string') throw new Error(`${volume} is in the short form`);
      if (volume.type === 'bind') expect(volume.bind?.create_host_path).toBe(false);
    }
  });

  test('waits for the health only of what has a health check', () => {
    const known = Object.fromEntries(services);
    const awaited = services.flatMap(([, { depends_on: awaits = {} }]) =>
      Object.entries(awaits).filter(([, { condition }]) => condition === 'service_healthy'),
    );
    for (const [service] of awaited)
      expect([service, known[service]?.healthcheck]).toEqual([service, expect.anything()]);
  });

  test('publishes a port of the host of no service that has copies', () => {
    expect(own.flatMap(([, { ports = [] }]) => ports)).toEqual([]);
    expect(services.some(([, { ports = [] }]) => ports.length > 0)).toBe(true);
  });
});

describe('the image', () => {
  const checkout = join(__dirname, '..');
  const isThere = (path: string) =>
    spawnSync('sh', ['-c', `ls -d ${path}`], { cwd: checkout }).status === 0;

  test('copies of the build only what is in the checkout or is built there', () => {
    const copied = [...read('Dockerfile').matchAll(/^COPY --from=trim (?:--\S+ )*(.+) \S+$/gm)]
      .flatMap(([, sources = '']) => sources.split(' '))
      .map((source) => source.replace('/opt/saoy/', ''));
    expect(copied.length).toBeGreaterThan(5);
    const made = ['dist', 'web/dist'];
    expect(copied.filter((path) => !made.includes(path) && !isThere(path))).toEqual([]);
  });

  test('is trimmed of what is there: a package that has moved is noticed', () => {
    const named = read('trim.sh').match(/node_modules\/[^\s;)]+/g) ?? [];
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((path) => !path.endsWith('/.cache') && !isThere(path))).toEqual([]);
  });

  test.each(readdirSync(__dirname).filter((name) => name.endsWith('.sh')))(
    '%s is a script that a shell can read',
    (name) => {
      expect(spawnSync('sh', ['-n', join(__dirname, name)], { encoding: 'utf8' }).stderr).toBe('');
    },
  );
});

describe('saoy.env.example', () => {
  const lines = read('saoy.env.example')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const environment = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const ofImage = [...read('Dockerfile').matchAll(/^(?:ENV| ) +(\w+)=(\S+)/gm)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );

  test('names only variables that the processes know, as the image does', () => {
    const own = ofImage.filter(([name]) => /^(SAOY|HEALTH|STORAGE|METRICS)_/.test(name));
    expect(own.length).toBeGreaterThan(4);
    const named = [...Object.keys(environment), ...own.map(([name]) => name)];
    expect(named.filter((name) => !settingNames.includes(name))).toEqual([]);
  });

  test('is whole: with the image’s own variables nothing is missing', () => {
    const settings = readSettings({ ...environment, ...Object.fromEntries(ofImage) });
    expect(settings.mailFrom).toBe('Sao Y <khong-tra-loi@sao-y.example>');
    expect(settings.health).toEqual({ host: '0.0.0.0', port: 8081 });
  });

  test('reads as a file of Compose: a quoted value ends with its quote, and no “$” names a variable', () => {
    for (const [name, value] of Object.entries(environment)) {
      const isPlain = !/^["']/.test(value) && !value.includes('$') && !value.includes(' #');
      expect([name, isPlain]).toEqual([name, true]);
    }
  });
});
