import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditEvent } from '../../db/audit/entity';
import { Person } from '../../db/people/entity';
import { decodePng } from '../../documents/scan/pictures/decode-png';
import { encodePng } from '../../documents/scan/pictures/encode-png';
import { usualLayout } from '../../domain/attestation-layout';
import { makeHostilePictures } from '../../test/documents/hostile-pictures';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { Marks } from './contract';

let database: TestDatabase;
let here: TestOffice;
let there: TestOffice;
let folder: string;
const as: Record<'officer' | 'leader' | 'clerk', ApiClient> = {} as never;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  folder = mkdtempSync(join(tmpdir(), 'saoy-marks-'));
  here = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  there = await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  const clock = { now: Date.parse('2026-11-23T14:00:00+07:00') };
  const app = createApp(testDeps(db, join(folder, 'store'), clock));
  as.officer = await new ApiClient(app).signIn('officer.mau-01');
  as.leader = await new ApiClient(app).signIn('leader.mau-01');
  as.clerk = await new ApiClient(app).signIn('clerk.mau-01');
}, 60_000);
afterAll(async () => {
  await database.stop();
  rmSync(folder, { recursive: true });
});

const path = (rest: string, office = here) => `/api/offices/${office.id}/${rest}`;
const blue = encodePng({
  width: 300,
  height: 100,
  rgba: Buffer.alloc(300 * 100 * 4, Buffer.from([0, 40, 160, 255])),
});

function form(bytes: Uint8Array): FormData {
  const data = new FormData();
  data.set('file', new File([bytes], 'chu-ky.png'));
  return data;
}
const marksOf = async (answer: Response | Promise<Response>) =>
  (await (await answer).json()) as Marks;

test('marks stand where policy has them, move where they are dragged, and go back', async () => {
  const first = await marksOf(as.leader.get(path('marks')));
  expect(first).toMatchObject({ ...usualLayout.marks, isMoved: false, signaturePicture: null });
  const places = { signature: { x: 120, y: 170 }, seal: { x: 75, y: 168 } };
  const second = await marksOf(as.leader.send('PUT', path('marks'), places));
  expect(second).toMatchObject({ ...places, isMoved: true, usual: usualLayout.marks });
  expect(await marksOf(as.clerk.get(path('marks')))).toMatchObject({ ...places });
  const third = await marksOf(as.clerk.send('DELETE', path('marks')));
  expect(third).toMatchObject({ ...usualLayout.marks, isMoved: false });
  const events = await database.db.manager.findBy(AuditEvent, {
    officeId: here.id,
    action: 'mark-places',
  });
  expect(events).toHaveLength(2);
});

test.each([
  ['off the page', { signature: { x: 190, y: 170 }, seal: { x: 75, y: 168 } }, 'outside'],
  ['over the statement', { signature: { x: 125, y: 60 }, seal: { x: 75, y: 168 } }, 'outside'],
  ['over each other', { signature: { x: 125, y: 170 }, seal: { x: 110, y: 168 } }, 'overlap'],
])('marks %s are refused', async (_what, places, fault) => {
  const answer = await as.leader.send('PUT', path('marks'), places);
  expect(await said(answer)).toBe(`422 mark-places-${fault}`);
});

test('who may move marks and choose pictures, and who may not', async () => {
  const places = { signature: { x: 120, y: 170 }, seal: { x: 75, y: 168 } };
  expect(await said(await as.officer.send('PUT', path('marks'), places))).toBe('403 right-missing');
  expect(await said(await as.leader.send('PUT', path('marks', there), places))).toBe(
    '404 office-unknown',
  );
  const put = (client: ApiClient, rest: string, office = here) =>
    client.send('PUT', path(rest, office), form(blue));
  expect(await said(await put(as.clerk, 'my-signature'))).toBe('403 right-missing');
  expect(await said(await put(as.leader, 'seal-picture'))).toBe('403 right-missing');
  expect(await said(await put(as.clerk, 'seal-picture', there))).toBe('404 office-unknown');
  expect(await said(await as.officer.get(path('seal-picture')))).toBe('403 right-missing');
  expect(await said(await as.clerk.get(path('seal-picture')))).toBe('404 mark-unknown');
});

test('the preview shows the page with names, comparison and the marks in their places', async () => {
  const { db } = database;
  await db.manager.update(
    Person,
    { id: here.staff.leader },
    { fullName: 'Lê Thị Mẫu', title: 'Phó Chủ tịch' },
  );
  const answer = await as.leader.send('PUT', path('my-signature'), form(blue));
  expect(await said(answer.clone())).toBe('200');
  const taken = await marksOf(answer);
  expect(taken.signaturePicture).toMatch(/^[0-9a-f]{64}$/);
  const shown = await as.leader.get(path('my-signature'));
  const kept = decodePng(Buffer.from(await shown.arrayBuffer()), 1e6);
  expect([kept.width, kept.height, ...kept.rgba.subarray(0, 4)]).toEqual([
    300, 100, 0, 40, 160, 255,
  ]);

  const dossier = await acceptDossier(db, here, '2026-11-23T08:00:00+07:00');
  const preview = async (query: string) => {
    const answer = await as.leader.get(`/api/dossiers/${dossier.id}/attestation${query}`);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    const file = join(folder, 'preview.pdf');
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    const text = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).normalize('NFC');
    execFileSync('pdftoppm', ['-r', '25.4', '-singlefile', file, join(folder, 'preview')]);
    const [, pixels = ''] =
      /^P6\s\d+ \d+\s255\s([\s\S]*)$/.exec(
        execFileSync('cat', [join(folder, 'preview.ppm')]).toString('latin1'),
      ) ?? [];
    // A pixel a millimetre.
    const at = (x: number, y: number) => [
      ...Buffer.from(pixels, 'latin1').subarray((y * 210 + x) * 3, (y * 210 + x) * 3 + 3),
    ];
    return { text, at };
  };
  const { signature } = usualLayout.marks;
  const middle = [signature.x + signature.width / 2, signature.y + signature.height / 2].map(
    Math.round,
  );
  const marked = await preview('');
  expect(marked.text).toContain('Lê Thị Mẫu');
  expect(marked.text).toContain('PHÓ CHỦ TỊCH');
  const [red = 255, green = 0, blueness = 0] = marked.at(middle[0]!, middle[1]!);
  expect([red < 10, Math.abs(green - 40) < 5, Math.abs(blueness - 160) < 5]).toEqual([
    true,
    true,
    true,
  ]);
  const bare = await preview('?marks=false');
  expect(bare.at(middle[0]!, middle[1]!)).toEqual([255, 255, 255]);
  expect(await said(await as.officer.get(`/api/dossiers/${here.id}/attestation`))).toBe(
    '404 dossier-unknown',
  );
});

test.each(
  makeHostilePictures().filter(({ name }) => !/JPEG in print|3 pages|second one/.test(name)),
)('as a seal, $name is refused or becomes plain pixels', async ({ file }) => {
  const answer = await as.clerk.send('PUT', path('seal-picture'), form(file));
  expect(await said(answer)).toMatch(/^(200|422 picture-unsuitable)$/);
});
