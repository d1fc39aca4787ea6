import { expect, test } from '@jest/globals';
import { isOfOffice, isOfPerson } from './subject';

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
