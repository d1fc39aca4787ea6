import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { forgeCertificate } from '../../../test/attacks/forge-evidence';
import { listAnchors } from './list-anchors';
import { readTrust, type TrustFiles } from './read-trust';
import { parseTrustList, readTrustList, type TrustListData } from './trust-list';

/** Whom an installation trusts, as its files say it. */

const span = { notBefore: Date.UTC(2026, 0, 1, 18), notAfter: Date.UTC(2036, 0, 1, 16) };
const [one, two] = ['Gốc Một', 'Gốc Hai'].map((name) =>
  forgeCertificate({ ...span, name, ca: {} }),
);
const base64 = (certificate: Uint8Array) => Buffer.from(certificate).toString('base64');
const pem = (certificate: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${base64(certificate).replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
const listed = (certificate = one!.certificate): TrustListData => ({
  issued: '2026-11-21',
  authorities: [
    {
      ...{ name: 'Tổ chức Ví Dụ', kind: 'public', services: ['certificates'], source: 'Văn bản' },
      certificate: base64(certificate),
      validFrom: '2020-01-01',
    },
  ],
  evidenceHosts: ['ocsp.vi-du.vn'],
});

describe('the files', () => {
  let folder: string;
  let files: TrustFiles;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'saoy-trust-'));
    files = {
      trustAnchorsFile: join(folder, 'anchors.pem'),
      evidencePrivateHosts: ['pki.local:80'],
    };
    writeFileSync(
      files.trustAnchorsFile,
      `gốc\n${pem(one!.certificate)}và\n${pem(two!.certificate)}`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const now = Date.UTC(2026, 10, 27, 18);
  const withList = (list: unknown): TrustFiles => {
    const trustListFile = join(folder, 'list.json');
    writeFileSync(trustListFile, JSON.stringify(list));
    return { ...files, trustListFile };
  };

  test('of anchors alone trust each for as long as it lasts, and let nobody be asked', async () => {
    const { list, fetchPolicy } = await readTrust(files, now);
    const own = { kind: 'own', services: ['certificates', 'time-stamps'] } as const;
    const rest = { validFrom: '2026-01-02', validTo: '2036-01-01', source: 'TRUST_ANCHORS_FILE' };
    expect(list).toEqual({
      issued: '2026-11-28',
      authorities: [
        { ...own, name: 'Gốc Một', certificate: base64(one!.certificate), ...rest },
        { ...own, name: 'Gốc Hai', certificate: base64(two!.certificate), ...rest },
      ],
      evidenceHosts: [],
    });
    expect(fetchPolicy).toEqual({ hosts: [], privateHosts: ['pki.local:80'] });
    expect(parseTrustList(list)).toBe(list);
    expect((await listAnchors(files, now)).map(base64)).toEqual(
      [one!, two!].map(({ certificate }) => base64(certificate)),
    );
  });

  test('with a list trust that, and of the anchors those that it does not hold', async () => {
    const { list, fetchPolicy } = await readTrust(withList(listed()), now);
    expect(list.issued).toBe('2026-11-21');
    expect(list.authorities.map(({ name, kind }) => [name, kind])).toEqual([
      ['Tổ chức Ví Dụ', 'public'],
      ['Gốc Hai', 'own'],
    ]);
    expect(list.evidenceHosts).toEqual(['ocsp.vi-du.vn']);
    expect(fetchPolicy).toEqual({ hosts: ['ocsp.vi-du.vn'], privateHosts: ['pki.local:80'] });
  });

  test('without any certificate trust nobody', async () => {
    const trustAnchorsFile = join(folder, 'none.pem');
    writeFileSync(trustAnchorsFile, 'không có gì');
    expect((await readTrust({ ...files, trustAnchorsFile }, now)).list.authorities).toEqual([]);
  });

  test('that are wrong are told by the settings that name them', async () => {
    const wrong = withList({ ...listed(), note: 'x' });
    await expect(readTrust(wrong, now)).rejects.toThrow('without “note”');
    await expect(listAnchors(wrong, now)).rejects.toMatchObject({
      code: 'setting-invalid',
      params: {
        name: 'TRUST_LIST_FILE, TRUST_ANCHORS_FILE',
        reason: 'The trust list is wrong: the list must be an object without “note”.',
      },
    });
    const missing = { ...files, trustAnchorsFile: join(folder, 'missing.pem') };
    await expect(listAnchors(missing, now)).rejects.toMatchObject({
      code: 'setting-invalid',
      params: {
        name: 'TRUST_ANCHORS_FILE',
        reason: expect.stringContaining('ENOENT') as unknown as string,
      },
    });
  });
});

describe('a list', () => {
  const [authority] = listed().authorities;
  const changed = (change: Record<string, unknown>) => ({ ...listed(), ...change });
  const with1 = (change: Record<string, unknown>) =>
    changed({ authorities: [authority, { ...authority, ...change }] });

  test('is taken as it is', () => {
    for (const list of [
      listed(),
      changed({ authorities: [] }),
      changed({ evidenceHosts: [] }),
      ...['government', 'public', 'own'].map((kind) => with1({ kind })),
      with1({ services: ['time-stamps', 'certificates'] }),
      with1({ validTo: '2020-01-01' }),
      with1({ validFrom: '2024-02-29' }),
    ])
      expect(parseTrustList(list)).toBe(list);
  });

  const day = 'a day as YYYY-MM-DD';
  const services = 'some of certificates, time-stamps';
  test.each<[string, unknown]>([
    ['the list must be an object', null],
    ['the list must be an object', [1]],
    ['the list must be an object', 'list'],
    ['the list must be an object', undefined],
    ['the list must be an object with “issued”', {}],
    ['the list must be an object without “x”', changed({ x: undefined })],
    [`issued must be ${day}`, changed({ issued: 20_261_121 })],
    [`issued must be ${day}`, changed({ issued: 'x2026-11-21' })],
    [`issued must be ${day}`, changed({ issued: '2026-11-21x' })],
    [`issued must be ${day}`, changed({ issued: '2026-11-31' })],
    [`issued must be ${day}`, changed({ issued: '2026-13-01' })],
    [`issued must be ${day}`, changed({ issued: '2026-1-1' })],
    ['authorities must be a list', changed({ authorities: {} })],
    ['evidenceHosts must be a list of host names', changed({ evidenceHosts: 'x' })],
    ['evidenceHosts must be a list of host names', changed({ evidenceHosts: ['x', ''] })],
    ['authorities[1] must be an object', changed({ authorities: [authority, null] })],
    ['authorities[1] must be an object', changed({ authorities: [authority, []] })],
    ['authorities[0] must be an object with “name”', changed({ authorities: [{}] })],
    ['authorities[1] must be an object without “x”', with1({ x: 1 })],
    ['authorities[1].name must be a text', with1({ name: '' })],
    ['authorities[1].certificate must be a text', with1({ certificate: 5 })],
    ['authorities[1].source must be a text', with1({ source: null })],
    ['authorities[1].kind must be one of government, public, own', with1({ kind: 'friend' })],
    [`authorities[1].services must be ${services}`, with1({ services: 'certificates' })],
    [`authorities[1].services must be ${services}`, with1({ services: [] })],
    [`authorities[1].services must be ${services}`, with1({ services: ['certificates', 'mail'] })],
    [`authorities[1].validFrom must be ${day}`, with1({ validFrom: null })],
    [`authorities[1].validTo must be ${day}, or left out`, with1({ validTo: null })],
    [`authorities[1].validTo must be ${day}, or left out`, with1({ validTo: '2020' })],
  ])('is told that %s', (words, list) => {
    expect(() => parseTrustList(list)).toThrow(`The trust list is wrong: ${words}`);
  });

  const anchor = (change: Partial<TrustListData['authorities'][number]>) =>
    readTrustList(with1(change))[1];
  test('accredits from the first day to the last, at UTC+7', () => {
    expect(anchor({ validFrom: '2026-01-01', validTo: '2026-01-01' })).toMatchObject({
      services: ['certificates'],
      from: Date.parse('2025-12-31T17:00:00Z'),
      to: Date.parse('2026-01-01T16:59:59.999Z'),
    });
    expect(anchor({})?.to).toBe(Infinity);
  });
  test('with a hole in it is none', () => {
    const dates = { validFrom: '2026-01-02', validTo: '2026-01-01' };
    expect(() => anchor({ name: 'A', ...dates })).toThrow('of “A” has no sound dates');
    for (const certificate of ['!', 'AAAA', base64(one!.certificate).slice(4)]) {
      const read = () => anchor({ name: 'A', certificate });
      expect(read).toThrow('The certificate of “A” cannot be read.');
      try {
        read();
      } catch (error) {
        expect((error as Error).cause).toBeInstanceOf(Error);
      }
    }
  });
});
