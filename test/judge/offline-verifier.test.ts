import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { fillTrustList } from '../../documents/verify/offline/fill-trust-list';
import type { VerificationReport } from '../../documents/verify/report';
import { readTrustList, type TrustListData } from '../../documents/verify/trust/trust-list';
import { verifyCopy } from '../../documents/verify/verify-copy';
import { appendRevision, sizeOf } from '../attacks/append-revision';
import { drawScan } from '../documents/draw-scan';
import { makeCopy, openWorkshop, type Workshop } from '../documents/make-copy';
import { launchChromium } from '../web/desk';

/** The one HTML file, opened from disk in a real browser, against the verifier of the server. */

let workshop: Workshop;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  workshop = await openWorkshop();
  folder = mkdtempSync(join(tmpdir(), 'saoy-offline-'));
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await workshop.close();
  rmSync(folder, { recursive: true, force: true });
});

it('says of every file what the server says, without network', async () => {
  const made = await makeCopy(workshop, drawScan(), {
    leader: await workshop.issue('p-384'),
    agency: await workshop.issue('rsa-3072', { profile: 'seal' }),
  });
  const copy = Buffer.from(made.copy);
  const flipped = Buffer.from(copy);
  flipped[2000] = flipped[2000]! ^ 1;
  const files: Record<string, Uint8Array> = {
    'copy.pdf': copy,
    'sealed.pdf': made.sealed,
    'certified.pdf': made.certified,
    'scan.pdf': made.normalised,
    'flipped.pdf': flipped,
    'cut.pdf': copy.subarray(0, copy.length - 900),
    'longer.pdf': Buffer.concat([copy, Buffer.from('%%EOF more')]),
    'saved.pdf': appendRevision(copy, new Map([[sizeOf(copy), '<< /A 1 /A 2 >>']])),
    'empty.pdf': Buffer.alloc(0),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const list: TrustListData = {
    issued: '2026-11-21',
    authorities: [
      {
        name: 'Gốc </script> Ví Dụ',
        kind: 'own',
        services: ['certificates', 'time-stamps'],
        certificate: Buffer.from(workshop.pki.root).toString('base64'),
        validFrom: '2026-01-01',
        source: 'Văn bản mẫu',
      },
    ],
    evidenceHosts: [],
  };
  const shown = await showIn(list, Object.keys(files));
  for (const [i, [name, bytes]] of Object.entries(files).entries()) {
    const options = { trustAnchors: [], trustList: readTrustList(list), online: false };
    const ours = await verifyCopy(bytes, { ...options, at: Date.now() });
    expect({ name, ...shown[i]!, checkedAt: '' }).toEqual({ name, ...ours, checkedAt: '' });
  }
  expect(shown[0]?.verdict).toBe('valid');
  expect(shown.slice(1).map(({ verdict }) => verdict)).not.toContain('valid');
}, 120_000);

/** What the page found out about each file, with every request but its own file refused. */
async function showIn(list: TrustListData, names: string[]): Promise<VerificationReport[]> {
  const page = join(folder, 'verifier.html');
  execFileSync(process.execPath, ['scripts/build-verifier.mjs', page]);
  writeFileSync(page, fillTrustList(readFileSync(page, 'utf8'), list));
  const context = await browser.newContext({ offline: true });
  const tab = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  tab.on('request', (request) => requests.push(request.url()));
  tab.on('pageerror', (error) => errors.push(error.message));
  await tab.goto(pathToFileURL(page).href);
  const note = await tab.locator('#trust-note').textContent();
  const issued = list.issued.split('-').reverse().join('/');
  expect(note).toContain(`ngày ${issued} (${list.authorities.length} tổ chức)`);
  await tab.setInputFiles(
    '#file',
    names.map((name) => join(folder, name)),
  );
  await tab.locator(`section:nth-of-type(${names.length})`).waitFor();
  const reports: VerificationReport[] = [];
  for (const section of await tab.locator('section').all())
    reports.push(
      JSON.parse((await section.getAttribute('data-report')) ?? '{}') as VerificationReport,
    );
  await context.close();
  expect(requests).toEqual([pathToFileURL(page).href]);
  expect(errors).toEqual([]);
  return reports;
}
