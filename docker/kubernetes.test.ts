import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { settingNames } from '../settings/settings';

interface Container {
  args: string[];
  envFrom: object[];
  volumeMounts: { name: string }[];
  securityContext: object;
  resources: { limits?: { memory?: string } };
  ports?: { name: string }[];
}
interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  spec?: { template?: { spec: { containers: Container[]; volumes: { name: string }[] } } };
}
type Model = new (manifest: Manifest) => { validate: () => void };

const file = readFileSync(join(__dirname, 'kubernetes', 'saoy.yaml'), 'utf8');
const documents = parseAllDocuments(file);
const manifests = documents.map((document) => document.toJS() as Manifest);
const pods = manifests.flatMap(({ metadata, spec }) =>
  spec?.template ? [[metadata.name, spec.template.spec] as const] : [],
);

test('the file is YAML, each document for itself', () => {
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  expect(manifests.length).toBeGreaterThan(8);
});

test.each(manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest]))(
  '%s is as its schema says',
  (_name, manifest) => {
    const { apiVersion, kind } = manifest as Manifest;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- which one is known only here
    const models = require(`kubernetes-models/${apiVersion}`) as Record<string, Model>;
    const Known = models[kind] as Model;
    new Known(manifest as Manifest).validate();
  },
);

describe.each(pods)('the pods of %s', (_name, { containers: [container], volumes }) => {
  test('run what the image has, bounded and without rights', () => {
    const script = container?.args.find((word) => word.endsWith('.js'));
    const source = script?.replace(/^dist\/(.*)\.js$/, '$1.ts') ?? 'cli/commands/migrate.ts';
    expect([source, existsSync(join(__dirname, '..', source))]).toEqual([source, true]);
    expect(container?.securityContext).toEqual({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    expect(container?.resources.limits?.memory).toMatch(/^\d+[MG]i$/);
  });

  test('mount only volumes that they name', () => {
    const named = volumes.map(({ name }) => name);
    expect(container?.volumeMounts.filter(({ name }) => !named.includes(name))).toEqual([]);
  });
});

test('the settings are ones that the processes know', () => {
  const names = manifests.flatMap(({ data }) => Object.keys(data ?? {}));
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !settingNames.includes(name))).toEqual([]);
});
