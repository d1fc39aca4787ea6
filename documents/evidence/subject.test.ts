import { describe, expect, test } from '@jest/globals';
import { forgeCertificate } from '../../test/attacks/forge-evidence';
import { oid, sequence, write } from './der';
import { isOfOffice, isOfPerson, isOfSigner, readSubject } from './subject';

const office = 'Ủy ban nhân dân Phường Mẫu';
const person = 'Nguyễn Thị Thúy Hòa';

test.each([
  ['the person and the office', 'Nguyễn Thị Thúy Hòa', [office], true],
  ['capitals, spaces and another place of the tone', 'NGUYỄN  THỊ THUÝ HOÀ', [office], true],
  ['the office in short, by an older spelling', person, ['UBND phường Mẫu'], true],
  ['the office as its unit', person, ['Thành phố Mẫu', 'Uỷ ban nhân dân phường Mẫu'], true],
  ['no organisation', person, [], true],
  ['another person', 'Nguyễn Thị Thủy Hòa', [office], false],
  ['another tone', 'Nguyễn Thị Thúy Hóa', [office], false],
  ['another vowel', 'Nguyễn Thị Thúy Hoa', [office], false],
  ['another office', person, ['Ủy ban nhân dân Phường Khác'], false],
  ['nobody', '', [office], false],
  ['the person in marks', '“Nguyễn Thị Thúy Hòa”', [office], true],
  ['the person and more', 'Nguyễn Thị Thúy Hòa B', [office], false],
])('a certificate that names %s', (_what, commonName, organizations, fits) => {
  expect(isOfPerson({ commonName, organizations }, person, office)).toBe(fits);
});

test.each([
  ['the office', 'UBND Phường Mẫu', [], true],
  ['another office', 'UBND Phường Khác', [], false],
  ['a person of it', person, [office], false],
])('a seal’s certificate that names %s', (_what, commonName, organizations, fits) => {
  expect(isOfOffice({ commonName, organizations }, office)).toBe(fits);
});

test('nobody is nobody', () => {
  expect(isOfPerson({ commonName: '', organizations: [] }, '', office)).toBe(false);
  expect(isOfOffice({ commonName: '', organizations: [] }, '')).toBe(false);
});

test('a signature is a leader’s own, a seal the agency’s', () => {
  const names = { person, office };
  const own = { commonName: person, organizations: [] };
  const seal = { commonName: office, organizations: [] };
  expect([isOfSigner(own, 'sign', names), isOfSigner(own, 'seal', names)]).toEqual([true, false]);
  expect([isOfSigner(seal, 'sign', names), isOfSigner(seal, 'seal', names)]).toEqual([false, true]);
});

describe('the name in a certificate', () => {
  const [common, organization, unit] = ['2.5.4.3', '2.5.4.10', '2.5.4.11'];
  const named = (...parts: [string, string][]) =>
    sequence(
      ...parts.map(([type, text]) =>
        write(0x31, sequence(oid(type), write(0x0c, Buffer.from(text)))),
      ),
    );
  const read = (...parts: [string, string][]) =>
    readSubject(forgeCertificate({ subject: named(...parts) }).certificate);

  test('is a common one and the organisations in order', () => {
    expect(read([organization, 'A'], [unit, 'B'], [common, person])).toEqual({
      commonName: person,
      organizations: ['A', 'B'],
    });
    expect(
      read([unit, 'B'], [organization, 'A'], [unit, 'C'], [organization, 'D'], [common, person]),
    ).toEqual({ commonName: person, organizations: ['A', 'D', 'B', 'C'] });
    expect(read([common, person], [common, 'khác'])).toEqual({
      commonName: person,
      organizations: [],
    });
    expect(read([organization, 'A'])).toEqual({ commonName: '', organizations: ['A'] });
  });

  test('is the holder’s, or the issuer’s where that is asked', () => {
    const ca = forgeCertificate({ name: 'CA Mẫu', ca: {} });
    const { certificate } = forgeCertificate({ name: person, issuer: ca });
    expect(readSubject(certificate).commonName).toBe(person);
    expect(readSubject(certificate, 'subject').commonName).toBe(person);
    expect(readSubject(certificate, 'issuer').commonName).toBe('CA Mẫu');
  });
});
