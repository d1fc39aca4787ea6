import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from '@jest/globals';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { Account } from '../../scripts/stack/home';
import { RunningStack } from '../journeys/running-stack';

/**
 * Debian's Chromium; as root it runs without its sandbox only. Its profile is a temporary one, and
 * what it keeps beside it (crash reports, caches) goes into a folder of its own too: nothing is
 * written into the user's own.
 */
export async function launchChromium(): Promise<Browser> {
  const home = mkdtempSync(join(tmpdir(), 'saoy-chromium-'));
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
  });
  browser.on('disconnected', () => rmSync(home, { recursive: true, force: true }));
  return browser;
}

/** A whole stack and a browser before it, there for all tests of the file that asks. */
export function startStack(settings: NodeJS.ProcessEnv = {}): {
  readonly stack: RunningStack;
  readonly browser: Browser;
} {
  const here = {} as { stack: RunningStack; browser: Browser };
  beforeAll(async () => {
    [here.stack, here.browser] = await Promise.all([
      RunningStack.start(settings),
      launchChromium(),
    ]);
  }, 150_000);
  afterAll(async () => {
    await here.browser.close();
    await here.stack.end();
  }, 40_000);
  return here;
}

/**
 * What goes to the printer when `act` prints: how many pages, and whether they alone would be on paper. The window to
 * print is not opened.
 */
export async function printedBy(
  desk: Desk,
  act: () => Promise<unknown>,
): Promise<{ pages: number; shows: string }> {
  const { page } = desk;
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(
    `window.print = () => {
      const sheets = document.querySelector('body > .paper');
      const others = [...document.body.children].filter((each) => each !== sheets);
      window.printed = {
        pages: sheets.querySelectorAll('canvas').length,
        shows: sheets.offsetHeight > 0 && others.every((each) => each.offsetHeight === 0) ? 'paper alone' : 'more',
      };
    }`,
  );
  await act();
  await desk.until(() => page.evaluate('window.printed !== undefined'), 'it was printed');
  await page.emulateMedia({ media: 'screen' });
  return page.evaluate(
    '(() => { const { printed } = window; delete window.printed; return printed; })()',
  );
}

/** One person's browser window, with everything that went wrong in it written down. */
export class Desk {
  private constructor(
    readonly page: Page,
    /** Errors of scripts and breaches of the content security policy. */
    readonly troubles: string[],
  ) {}

  static async open(
    browser: Browser,
    stack: RunningStack,
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<Desk> {
    const context = await browser.newContext({
      baseURL: stack.ready.url,
      viewport: { width: 1440, height: 900 },
      locale: 'vi-VN',
      // Not Vietnam's: what the pages show must not follow the zone of the computer.
      timezoneId: 'America/New_York',
      ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('console', (message) => {
      // A refused request is an answer, not a trouble; all else is.
      const isRefusal = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isRefusal) troubles.push(message.text());
    });
    return new Desk(page, troubles);
  }

  /** Writes down what this window reads under /api from now on: address, and when in milliseconds. */
  readsFromNow(): { address: string; at: number }[] {
    const reads: { address: string; at: number }[] = [];
    this.page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (request.method() !== 'GET' || !pathname.startsWith('/api/')) return;
      reads.push({ address: pathname + search, at: performance.now() });
    });
    return reads;
  }

  /** Signs a member of staff in with the keyboard alone. */
  static async signIn(
    browser: Browser,
    stack: RunningStack,
    role: Account['role'],
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<Desk> {
    const desk = await Desk.open(browser, stack, options);
    const { username, password } = stack.account(role);
    await desk.page.goto('/');
    await desk.page.getByLabel('Tên đăng nhập').waitFor();
    await desk.type(username);
    await desk.press('Tab');
    await desk.type(password);
    await desk.press('Enter');
    await desk.page.locator('.shell').waitFor();
    return desk;
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  see(text: string | RegExp): Promise<void> {
    return this.page.getByText(text).first().waitFor();
  }

  /** Until a field holds this: a page takes a moment to take up what it kept. */
  async seeValue(selector: string, value: string): Promise<void> {
    await this.until(
      async () => (await this.page.locator(selector).inputValue()) === value,
      `${selector} holds “${value}”`,
    );
  }

  async seeCount(selector: string, count: number): Promise<void> {
    await this.until(
      async () => (await this.page.locator(selector).count()) === count,
      `${count} of ${selector}`,
    );
  }

  /** Asks again until it is so; fails with what was waited for. */
  async until(holds: () => Promise<boolean>, what: string): Promise<void> {
    const giveUpAt = Date.now() + 30_000;
    while (!(await holds())) {
      if (Date.now() > giveUpAt) throw new Error(`not so after 30 s: ${what}`);
      await sleep(100);
    }
  }

  /** No violation that axe calls serious or critical, in this page as it stands; targets of 24 px. */
  async expectAccessible(): Promise<void> {
    const giveUpAt = Date.now() + 8_000;
    let grave = await this.listViolations();
    // A message that fades away while it is looked at has not its colours any more.
    while (grave.length > 0 && Date.now() < giveUpAt) grave = await this.listViolations();
    expect(grave).toEqual([]);
  }

  private async listViolations(): Promise<Violation[]> {
    // What is fading in has not its colours yet.
    await this.page.evaluate(
      `Promise.allSettled(document.getAnimations().filter((each) =>
        each.effect.getComputedTiming().endTime !== Infinity).map((each) => each.finished))`,
    );
    await this.page.evaluate(axe.source);
    const report = await this.page.evaluate<Violation[]>(
      `axe.run(document, { rules: { 'target-size': { enabled: true } } }).then(({ violations }) => violations.map(({ id, impact, nodes }) =>
        ({ id, impact, where: nodes.map((node) => node.html.slice(0, 200)) })))`,
    );
    return report.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  }
}

interface Violation {
  id: string;
  impact: string | null;
  where: string[];
}
