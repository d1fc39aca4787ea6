import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { drawScan } from '../../test/documents/draw-scan';
import { makeCopy, openWorkshop, type Workshop } from '../../test/documents/make-copy';
import { requireValid } from './require-valid';

let workshop: Workshop;
let made: Awaited<ReturnType<typeof makeCopy>>;
beforeAll(async () => {
  workshop = await openWorkshop();
  made = await makeCopy(workshop, drawScan(), {
    leader: await workshop.issue('p-256'),
    agency: await workshop.issue('p-256', { profile: 'seal' }),
  });
});
afterAll(() => workshop.close());

const check = (copy: Uint8Array, anchors = [workshop.pki.root]) =>
  requireValid(copy, { listAnchors: () => Promise.resolve(anchors), now: () => new Date() });

test('a finished copy goes on', async () => {
  await check(made.copy);
});

test.each<[string, () => Promise<void>]>([
  ['without its long-term data', () => check(made.sealed)],
  ['with one byte changed', () => check(withOneByteChanged(made.copy))],
  ['whose path leads to nobody that is trusted', () => check(made.copy, [])],
])('a copy %s does not', async (_what, checking) => {
  await expect(checking()).rejects.toMatchObject({ code: 'copy-not-valid' });
});

function withOneByteChanged(copy: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(copy);
  const at = Buffer.from(copy).indexOf('/MediaBox') + 1;
  changed[at] = changed[at] === 0x4d ? 0x4e : 0x4d;
  return changed;
}
