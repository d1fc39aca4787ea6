import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { drawScan } from '../../../test/documents/draw-scan';
import { makeCopy, openWorkshop, type Workshop } from '../../../test/documents/make-copy';
import { verifyCopy } from '../verify-copy';
import { parseTrustList, readTrustList, type TrustListData, type TrustService } from './trust-list';
import { shippedTrustList } from './shipped-list';

let workshop: Workshop;
let copy: Uint8Array;

beforeAll(async () => {
  workshop = await openWorkshop();
  const made = await makeCopy(workshop, drawScan(), {
    leader: await workshop.issue('p-256'),
    agency: await workshop.issue('p-256', { profile: 'seal' }),
  });
  copy = made.copy;
});
afterAll(() => workshop.close());

const list = (validFrom: string, validTo?: string): TrustListData => ({
  issued: '2026-11-21',
  authorities: [
    {
      name: 'Tổ chức Ví Dụ',
      kind: 'own',
      services: ['certificates', 'time-stamps'],
      certificate: Buffer.from(workshop.pki.root).toString('base64'),
      validFrom,
      ...(validTo === undefined ? {} : { validTo }),
      source: 'Văn bản mẫu',
    },
  ],
  evidenceHosts: [],
});
const verify = (data: TrustListData) =>
  verifyCopy(copy, {
    trustAnchors: [],
    trustList: readTrustList(data),
    at: Date.now(),
    online: false,
  });

describe('a trust list', () => {
  it('makes a copy valid whose authority was accredited at the signing', async () => {
    expect((await verify(list('2020-01-01'))).verdict).toBe('valid');
  });

  it.each([
    ['not yet', '2098-01-01', undefined],
    ['no longer', '2001-01-01', '2002-01-01'],
  ])('does not when it was %s accredited', async (_when, from, to) => {
    const report = await verify(list(from, to));
    expect(report.verdict).not.toBe('valid');
    expect(report.reasons).toContain('timestamp-untrusted');
    expect(report.intact).toBe('yes');
  });

  it('with a broken certificate or broken dates is refused', () => {
    const broken = list('2020-01-01');
    broken.authorities[0]!.certificate = 'AAAA';
    expect(() => readTrustList(broken)).toThrow(/Tổ chức Ví Dụ/);
    expect(() => readTrustList(list('2020-01-02', '2020-01-01'))).toThrow(/dates/);
  });

  it('that is shipped can be read', () => {
    expect(readTrustList(shippedTrustList)).toEqual([]);
  });
});

describe('the file of a trust list', () => {
  it('is taken where every field is as it must be', () => {
    const written: unknown = JSON.parse(JSON.stringify(list('2020-01-01', '2030-12-31')));
    expect(parseTrustList(written)).toEqual(written);
  });

  it.each([
    ['no day', { issued: '2026-02-30' }, /issued/],
    ['no authorities', { authorities: undefined }, /authorities/],
    ['a field nobody knows', { note: 'x' }, /without “note”/],
    ['hosts that are none', { evidenceHosts: [1] }, /evidenceHosts/],
  ])('is refused with %s', (_what, change, message) => {
    const written: unknown = JSON.parse(JSON.stringify({ ...list('2020-01-01'), ...change }));
    expect(() => parseTrustList(written)).toThrow(message);
  });

  it.each([
    ['kind', 'friend', /kind/],
    ['services', [], /services/],
    ['services', ['mail'], /services/],
    ['validFrom', '1/1/2020', /validFrom/],
    ['validTo', 'never', /validTo/],
    ['source', '', /source/],
  ])('is refused with %s as %j', (field, value, message) => {
    const written = list('2020-01-01');
    const [authority] = written.authorities;
    expect(() =>
      parseTrustList({ ...written, authorities: [{ ...authority, [field]: value }] }),
    ).toThrow(message);
  });
});

it('an authority for time stamps alone makes no signature valid, and the other way round', async () => {
  const forOne = (service: TrustService) => {
    const written = list('2020-01-01');
    written.authorities[0]!.services = [service];
    return verify(written);
  };
  const stamps = await forOne('time-stamps');
  expect(stamps.reasons).toEqual(['chain-not-accredited']);
  const certificates = await forOne('certificates');
  expect(certificates.reasons).toContain('timestamp-untrusted');
  expect(certificates.verdict).not.toBe('valid');
});
