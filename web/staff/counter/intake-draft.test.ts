import { expect, test } from '@jest/globals';
import { findIntakeFault, findUnfitField, newIntake } from './intake-draft';

const printable = [[0x20, 0x7e]] as const;
const draft = {
  ...newIntake(),
  kind: 'no-account' as const,
  fullName: 'Nguyen Van Mot',
  email: 'mot@example.vn',
  documentType: 'Bang',
};

test.each([
  [{ fullName: 'Mot\u200b' }, 'fullName', /^Họ và tên có ký tự ẩn \(U\+200B\); xóa rồi gõ lại\.$/],
  [{ documentType: 'Bang\n2' }, 'documentType', /^Loại giấy tờ phải nằm trên một dòng\.$/],
  [{ documentType: 'Bang 李' }, 'documentType', /“李” .* không in được/],
])('%j is said beside its field while it is typed, and stops the intake', (part, field, text) => {
  const fault = findUnfitField({ ...draft, ...part }, printable);
  expect(fault).toEqual({ field, text: expect.stringMatching(text) as unknown });
  expect(findIntakeFault({ ...draft, ...part }, printable)).toEqual(fault);
});

test('nothing is said of a field that is still empty, nor of a name that an account gives', () => {
  expect(findUnfitField(newIntake(), printable)).toBeNull();
  expect(findUnfitField({ ...draft, kind: 'account', fullName: '\u200b' }, printable)).toBeNull();
  expect(findIntakeFault(draft, printable)).toBeNull();
});
