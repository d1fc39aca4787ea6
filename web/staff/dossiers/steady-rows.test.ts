import { expect, test } from '@jest/globals';
import type { DossierListItem } from '../../../api/dossiers/contract';
import { mergeRows, present } from './steady-rows';

const row = (
  id: string,
  stage: DossierListItem['stage'] = 'awaiting-signature',
): DossierListItem => ({
  id,
  code: id,
  stage,
  requesterName: 'Nguyễn Thị Ví Dụ',
  requesterIdentifier: null,
  requesterEmail: null,
  documentType: 'Bằng tốt nghiệp',
  originalPages: 1,
  copies: 1,
  acceptedAt: '2026-11-23T01:00:00Z',
  bookedAt: null,
  legalDue: '2026-11-23T10:30:00Z',
  clock: null,
  registerNumber: null,
  returnReason: null,
  waiting: null,
  heldBy: null,
  opened: false,
});
const told = (rows: ReturnType<typeof mergeRows>) =>
  rows.map((row) => (row ? (row.gone ? `(${row.id})` : row.id) : '·')).join(' ');

test('while a list is held no row moves: gone ones keep their place, new ones come last', () => {
  const shown = [row('a'), row('b'), row('c')].map(present);
  const fresh = [row('x'), row('c'), row('a')];
  const merged = mergeRows(shown, fresh);
  expect(told(merged)).toBe('a (b) c x');
  expect(told(mergeRows(merged, [row('b'), row('x')]))).toBe('(a) b (c) x');
});

test('a row that stays shows what is new about it', () => {
  const [merged] = mergeRows([present(row('a'))], [row('a', 'returned')]);
  expect(merged).toMatchObject({ id: 'a', stage: 'returned', gone: false });
});

test('of a list that is read in part only what left from between others is known to be gone', () => {
  const shown = [...[row('a'), row('b'), row('c'), row('d')].map(present), undefined, undefined];
  const fresh = [row('a'), row('c'), undefined, undefined, row('x'), undefined];
  expect(told(mergeRows(shown, fresh))).toBe('a (b) c d x ·');
});
