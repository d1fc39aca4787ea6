import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { fillTrustList } from '../../documents/verify/offline/fill-trust-list';
import type { VerificationReport } from '../../documents/verify/report';
import { verifyCopy } from '../../documents/verify/verify-copy';
import { launchChromium } from '../web/desk';

/** Under `npm run mutate` the server's verifier alone: the page would be built of spoilt code. */
const isSpoilt = process.env['STRYKER_MUTATOR_WORKER'] !== undefined;

/**
 * The verifier of the server and the one-file page, opened from disk in a real browser without
 * network: every file is put to both, and they must say the same.
 */
export class BothVerifiers {
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly root: Uint8Array,
    private readonly opened: { browser: Browser; tab: Page; folder: string } | undefined,
  ) {}

  /** @param root DER of the authority that both trust */
  static async open(root: Uint8Array): Promise<BothVerifiers> {
    if (isSpoilt) return new BothVerifiers(root, undefined);
    const folder = mkdtempSync(join(tmpdir(), 'saoy-both-'));
    const page = join(folder, 'verifier.html');
    execFileSync(process.execPath, ['scripts/build-verifier.mjs', page]);
    const authority = {
      name: 'Gốc Ví Dụ',
      kind: 'own',
      services: ['certificates', 'time-stamps'],
      certificate: Buffer.from(root).toString('base64'),
      validFrom: '2000-01-01',
      source: 'Văn bản mẫu',
    } as const;
    const list = {
      issued: '2026-11-21',
      authorities: [{ ...authority, services: [...authority.services] }],
      evidenceHosts: [],
    };
    writeFileSync(page, fillTrustList(readFileSync(page, 'utf8'), list));
    const browser = await launchChromium();
    const context = await browser.newContext({ offline: true });
    const tab = await context.newPage();
    await tab.goto(pathToFileURL(page).href);
    return new BothVerifiers(root, { browser, tab, folder });
  }

  async close(): Promise<void> {
    await this.opened?.browser.close();
    if (this.opened) rmSync(this.opened.folder, { recursive: true, force: true });
  }

  /** The report of the server's verifier, once the page has given the same. */
  async verify(file: Uint8Array): Promise<VerificationReport> {
    const options = { trustAnchors: [this.root], at: Date.now(), online: false };
    const report = await verifyCopy(file, options);
    if (!this.opened) return report;
    const { tab } = this.opened;
    const shown = this.turn.then(() => show(tab, file));
    this.turn = shown.catch(() => undefined);
    expect({ ...(await shown), checkedAt: '' }).toEqual({ ...report, checkedAt: '' });
    return report;
  }
}

async function show(tab: Page, file: Uint8Array): Promise<VerificationReport> {
  // The page shows the files of one choice at a time; an empty choice clears it.
  await tab.setInputFiles('#file', []);
  await tab.locator('section').waitFor({ state: 'detached' });
  const buffer = Buffer.from(file);
  await tab.setInputFiles('#file', { name: 'x.pdf', mimeType: 'application/pdf', buffer });
  const report = await tab.locator('section').getAttribute('data-report');
  return JSON.parse(report ?? '{}') as VerificationReport;
}
