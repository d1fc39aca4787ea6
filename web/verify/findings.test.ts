import { expect, test } from '@jest/globals';
import type { VerificationReport } from '../../documents/verify/report';
import { firstReason } from './findings';

const report = (intact: VerificationReport['intact'], reasons: VerificationReport['reasons']) =>
  ({ intact, reasons, signatures: [] }) as unknown as VerificationReport;

test('of a changed file it is said first that what was signed was changed', () => {
  const codes: VerificationReport['reasons'] = [
    'structure-xref',
    'hidden-bytes',
    'digest-mismatch',
  ];
  expect(firstReason(report('no', codes))).toBe('digest-mismatch');
  expect(firstReason(report('no', codes.slice(0, 2)))).toBe('hidden-bytes');
});

test('of any other file the first reason is the first one', () => {
  expect(firstReason(report('unknown', ['structure-xref', 'unsigned']))).toBe('structure-xref');
  expect(firstReason(report('yes', []))).toBeUndefined();
});
