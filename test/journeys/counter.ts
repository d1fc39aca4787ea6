import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dossier } from '../../api/dossiers/contract';
import { drawScan } from '../../scripts/sample/draw-scan';
import type { PersonClient } from '../../scripts/sample/http-client';
import { encryptPin, type PinPublicKey } from '../../tokens/pin/encrypt-pin';
import type { RunningStack } from './running-stack';

const pinLifetimeMs = 100_000;

/** The staff of the sample office at work: what each does by HTTP, and how to wait for what follows. */
export class Counter {
  private constructor(
    readonly stack: RunningStack,
    readonly officer: PersonClient,
    readonly leader: PersonClient,
    readonly clerk: PersonClient,
    readonly officeId: string,
  ) {}

  static async open(stack: RunningStack): Promise<Counter> {
    const [officer, leader, clerk] = await Promise.all(
      (['officer', 'leader', 'clerk'] as const).map((role) => stack.signIn(role)),
    );
    const officeId = officer?.session.offices[0]?.id;
    if (!officer || !leader || !clerk || !officeId) throw new Error('the office is not staffed');
    return new Counter(stack, officer, leader, clerk, officeId);
  }

  accept(changes: Record<string, unknown> = {}, key?: string): Promise<Dossier> {
    const body = {
      officeId: this.officeId,
      requester: {
        kind: 'no-account',
        fullName: 'Vũ Thị Khách Mẫu',
        email: 'khach@thu-mau.invalid',
      },
      documentType: 'Giấy khai sinh',
      originalPages: 2,
      copies: 1,
      ...changes,
    };
    return this.officer.post<Dossier>('/dossiers', body, key);
  }

  async attach(dossier: Dossier): Promise<void> {
    await this.officer.putFile(`/dossiers/${dossier.id}/scan`, await drawScan(2), 'scan.pdf');
  }

  submit(dossier: Dossier, key?: string): Promise<Dossier> {
    return this.officer.post<Dossier>(`/dossiers/${dossier.id}/submit`, {}, key);
  }

  async sign(dossier: Dossier, pin?: string, key?: string): Promise<Dossier> {
    const encryptedPin = await this.encryptedPin(this.leader, dossier, 'sign', pin);
    return this.leader.post<Dossier>(`/dossiers/${dossier.id}/sign`, { encryptedPin }, key);
  }

  async seal(dossier: Dossier, pin?: string, key?: string): Promise<Dossier> {
    const encryptedPin = await this.encryptedPin(this.clerk, dossier, 'seal', pin);
    return this.clerk.post<Dossier>(`/dossiers/${dossier.id}/seal`, { encryptedPin }, key);
  }

  /** Accepted, scanned and submitted. */
  async submitted(): Promise<Dossier> {
    const dossier = await this.accept();
    await this.attach(dossier);
    return this.submit(dossier);
  }

  /** The finished copy as a file of its own. */
  async fetchCopy({ id }: { id: string }): Promise<string> {
    const file = join(mkdtempSync(join(tmpdir(), 'saoy-copy-')), 'copy.pdf');
    writeFileSync(file, await this.clerk.getBytes(`/dossiers/${id}/copy`));
    return file;
  }

  /** What `saoy verify` says of a copy, by the anchors of this stack. */
  verify(file: string): unknown {
    const args = ['verify', file, '--trust', this.stack.ready.trustAnchors, '--json'];
    const output = execFileSync(process.execPath, ['cli/saoy.mjs', ...args], { encoding: 'utf8' });
    return JSON.parse(output);
  }

  get(dossier: { id: string }): Promise<Dossier> {
    return this.officer.get<Dossier>(`/dossiers/${dossier.id}`);
  }

  async waitFor(dossier: { id: string }, stage: string, withinMs = 60_000): Promise<Dossier> {
    const giveUpAt = Date.now() + withinMs;
    for (;;) {
      const now = await this.get(dossier).catch(() => undefined);
      if (now?.stage === stage) return now;
      if (Date.now() > giveUpAt) throw new Error(`it stands at ${now?.stage}, not at ${stage}`);
      await sleep(150);
    }
  }

  /** Waits until an act stands in the dossier's timeline. */
  async waitForAct(dossier: { id: string }, act: string, withinMs = 480_000): Promise<void> {
    const giveUpAt = Date.now() + withinMs;
    for (;;) {
      const { items } = await this.officer.get<{ items: { action: string }[] }>(
        `/dossiers/${dossier.id}/timeline`,
      );
      if (items.some(({ action }) => action === act)) return;
      if (Date.now() > giveUpAt) throw new Error(`no “${act}” of it so far`);
      await sleep(500);
    }
  }

  /** The mails that arrived for a dossier, newest first. */
  async mailsAbout(text: string): Promise<{ subject: string; to: string }[]> {
    const response = await fetch(`${this.stack.ready.mail.inbox}/messages.json`);
    const mails = (await response.json()) as { subject: string; to: string; text?: string }[];
    return mails.filter((mail) => JSON.stringify(mail).includes(text));
  }

  /** Waits for the first mail about it, then a little longer for one too many. */
  async waitForMails(text: string): Promise<{ subject: string; to: string }[]> {
    for (let tries = 0; tries < 100 && (await this.mailsAbout(text)).length === 0; tries += 1) {
      await sleep(200);
    }
    await sleep(1_500);
    return this.mailsAbout(text);
  }

  async encryptedPin(
    person: PersonClient,
    dossier: { id: string },
    step: 'sign' | 'seal',
    pin?: string,
  ): Promise<string> {
    const purpose = step === 'sign' ? 'leader' : 'agency';
    const role = step === 'sign' ? 'leader' : 'clerk';
    const token = await person.get<{ label: string; publicKey: PinPublicKey }>(
      `/tokens/${purpose}?officeId=${this.officeId}`,
    );
    const context = { dossierId: dossier.id, step, token: token.label };
    const own = String(this.stack.account(role).tokenPin);
    return encryptPin(token.publicKey, pin ?? own, context, Date.now() + pinLifetimeMs);
  }
}
