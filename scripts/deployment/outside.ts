import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPkiServices } from '../../tokens/pki/services';
import { startMailSink } from '../stack/mail-sink';
import { Mailbox } from '../stack/mailbox';
import { runOnce } from '../stack/run-once';

const softHsm = '/usr/lib/softhsm/libsofthsm2.so';
const copyWithinMs = 120_000;
/** Its certificates hold the address. */
const ports = { pki: 20_090, smtp: 20_091, inbox: 20_092 };

export const pins = { leader: '12345678', agency: '87654321' };
export const leaderName = 'Trần Văn Lãnh Đạo Mẫu';
export const officeNames = {
  name: 'Ủy ban nhân dân Phường Mẫu',
  parentName: 'Ủy ban nhân dân Thành phố Mẫu',
};

/** What an office has or others run for it: its token with library and certificates, the authorities, a mail server. */
export class Outside {
  private constructor(
    private readonly folder: string,
    private readonly address: string,
    private readonly parts: { close: () => Promise<void> }[],
  ) {}

  /** @param address where a machine finds this host */
  static async open(address: string, logs: string): Promise<Outside> {
    const folder = mkdtempSync(join(tmpdir(), 'saoy-outside-'));
    const pkiUrl = `http://${address}:${ports.pki}`;
    const input = { home: folder, pkiUrl, tokens: { module: softHsm, pins }, office: officeNames };
    await runOnce('prepare-trust', 'scripts/stack/prepare-trust.js', {
      ...{ env: process.env, input, logs },
    });
    const mail = { folder: join(folder, 'mail'), smtpPort: ports.smtp, inboxPort: ports.inbox };
    return new Outside(folder, address, [
      await startPkiServices({ dir: join(folder, 'pki'), port: ports.pki }),
      await startMailSink(mail),
    ]);
  }

  /** Lays what is handed to the installer into a folder, and plugs the token in. */
  handOver(folder: string, device: string): void {
    mkdirSync(folder, { recursive: true });
    cpSync(join(this.folder, 'pki', 'root.pem'), join(folder, 'roots.pem'));
    cpSync(softHsm, join(folder, 'token.so'), { dereference: true });
    cpSync(join(this.folder, 'tokens', 'tokens'), join(device, 'tokens'), { recursive: true });
    const conf =
      'directories.tokendir = /srv/token/tokens\nobjectstore.backend = file\nslots.removable = true\n';
    writeFileSync(join(device, 'softhsm2.conf'), conf);
  }

  /** What an installer writes into docker/saoy.env, by the line's name. */
  settings(site: string, office: string): Record<string, string> {
    const tokens = (['leader', 'agency'] as const).map((purpose) => ({
      ...{ label: purpose, office, purpose },
    }));
    return {
      PUBLIC_URL: `https://${site}`,
      SMTP_URL: `smtp://${this.address}:${ports.smtp}`,
      MAIL_FROM: `Sao Y <khong-tra-loi@${site}>`,
      TSA_URLS: `http://${this.address}:${ports.pki}/tsa`,
      PKCS11_MODULE: '/run/saoy/pkcs11/token.so',
      PKCS11_TOKENS: JSON.stringify(tokens),
    };
  }

  /** And what is so here alone: the authorities at a private address, a token that is a folder. */
  extraSettings(): Record<string, string> {
    return {
      EVIDENCE_PRIVATE_HOSTS: `${this.address}:${ports.pki}`,
      SOFTHSM2_CONF: '/srv/token/softhsm2.conf',
    };
  }

  /** The copy that the requester got by mail. */
  async copyTo(address: string): Promise<Uint8Array> {
    const mailbox = new Mailbox(join(this.folder, 'mail'));
    for (const giveUpAt = Date.now() + copyWithinMs; Date.now() < giveUpAt; await sleep(500)) {
      for (const { id, to, attachments } of await mailbox.list()) {
        const at = attachments.findIndex(({ name }) => name.startsWith('ban-sao-dien-tu'));
        const copy = to.includes(address) ? await mailbox.attachment(id, at) : undefined;
        if (copy) return copy.content;
      }
    }
    throw new Error(`no copy came to ${address} within ${copyWithinMs / 1000} s`);
  }

  async close(): Promise<void> {
    for (const part of this.parts) await part.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
