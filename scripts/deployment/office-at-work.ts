import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dossier } from '../../api/dossiers/contract';
import { encryptPin, type PinPublicKey } from '../../tokens/pin/encrypt-pin';
import { drawScan } from '../sample/draw-scan';
import { PersonClient, Refused } from '../sample/http-client';

const deliveredWithinMs = 240_000;
const pinLifetimeMs = 100_000;
const pauseMs = 300;

export interface Login {
  username: string;
  password: string;
  pin?: string;
}

/** The staff of one office, who go on whatever fails for a while, as people do: they look, and try again. */
export class OfficeAtWork {
  /** What was refused or cut off on the way, by how often. */
  readonly hitches = new Map<string, number>();
  /** The longest time from acceptance to delivery, milliseconds. */
  slowestMs = 0;
  readonly delivered: Dossier[] = [];
  /** Ids of all that were accepted. */
  readonly accepted = new Set<string>();

  private constructor(
    private readonly baseUrl: string,
    private readonly staff: Record<'officer' | 'leader' | 'clerk', PersonClient>,
    private readonly pins: Record<'sign' | 'seal', string>,
    private readonly officeId: string,
    private readonly scan: Uint8Array,
  ) {}

  static async open(
    baseUrl: string,
    logins: Record<'officer' | 'leader' | 'clerk', Login>,
  ): Promise<OfficeAtWork> {
    const signIn = ({ username, password }: Login) =>
      PersonClient.signIn(baseUrl, username, password);
    const [officer, leader, clerk] = [
      await signIn(logins.officer),
      await signIn(logins.leader),
      await signIn(logins.clerk),
    ];
    const officeId = officer.session.offices[0]?.id;
    if (officeId === undefined) throw new Error('the officer belongs to no office');
    const pins = { sign: String(logins.leader.pin), seal: String(logins.clerk.pin) };
    return new OfficeAtWork(baseUrl, { officer, leader, clerk }, pins, officeId, await drawScan(2));
  }

  /** Takes dossiers through, some at once, until `goesOn` says no; none is left half way. */
  async takeThrough(goesOn: (begun: number) => boolean, atOnce = 4): Promise<void> {
    let begun = 0;
    const lane = async () => {
      while (goesOn(begun)) {
        begun += 1;
        await this.takeOne();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  }

  /**
   * @param id of one that is under way; a new one without
   * @param stage how far it is taken
   */
  async takeOne(id?: string, stage: Dossier['stage'] = 'delivered'): Promise<Dossier> {
    const startedAt = Date.now();
    const key = randomUUID();
    let known = id;
    let dossier: Dossier | undefined;
    while (Date.now() - startedAt < deliveredWithinMs) {
      try {
        dossier = known ? await this.look(known) : await this.accept(key);
        known = dossier.id;
        this.accepted.add(known);
        if (dossier.stage === 'delivered') {
          this.slowestMs = Math.max(this.slowestMs, Date.now() - startedAt);
          this.delivered.push(dossier);
        }
        if (dossier.stage === stage) return dossier;
        await this.act(dossier);
      } catch (error) {
        this.note((error as Error).message.split(':')[0] ?? '');
        await sleep(pauseMs);
      }
    }
    throw new Error(
      `a dossier stands at ${dossier?.stage ?? 'the counter'} after 4 minutes: ${this.words()}`,
    );
  }

  /** Keeps a stream of events open, as each page does, until it is cut off. */
  async openEvents(signal: AbortSignal): Promise<void> {
    const { clerk } = this.staff;
    const headers = { ...clerk.headers(), accept: 'text/event-stream' };
    await fetch(`${this.baseUrl}/api/events?officeId=${this.officeId}`, { headers, signal })
      .then((answer) => answer.text())
      .catch(() => undefined);
  }

  /** What was refused or cut off, in a few words. */
  words(): string {
    return [...this.hitches].map(([word, count]) => `${count}× ${word}`).join(', ') || 'none';
  }

  copyOf({ id }: Dossier): Promise<Uint8Array> {
    return this.staff.clerk.getBytes(`/dossiers/${id}/copy`);
  }

  /** Goes on with what is there of these. @returns how many are not known */
  async finish(ids: Iterable<string>): Promise<number> {
    let unknown = 0;
    for (const id of ids) {
      const isKnown = await this.look(id).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Refused && error.problem.status === 404) return false;
          throw error;
        },
      );
      if (isKnown) await this.takeOne(id);
      else unknown += 1;
    }
    return unknown;
  }

  private look(id: string): Promise<Dossier> {
    return this.staff.officer.get<Dossier>(`/dossiers/${id}`);
  }

  private accept(key: string): Promise<Dossier> {
    return this.staff.officer.post<Dossier>(
      '/dossiers',
      {
        officeId: this.officeId,
        requester: {
          kind: 'no-account',
          fullName: 'Vũ Thị Khách Mẫu',
          email: 'khach@thu-mau.invalid',
        },
        documentType: 'Giấy khai sinh',
        originalPages: 2,
        copies: 1,
      },
      key,
    );
  }

  private async act(dossier: Dossier & { scanHash?: unknown }): Promise<void> {
    const { id, stage, scanHash, waiting } = dossier;
    const { officer, leader, clerk } = this.staff;
    if (stage === 'accepted') {
      if (!scanHash) await officer.putFile(`/dossiers/${id}/scan`, this.scan, 'scan.pdf');
      await officer.post(`/dossiers/${id}/submit`, {});
    } else if (stage === 'awaiting-signature') {
      await leader.post(`/dossiers/${id}/sign`, {
        encryptedPin: await this.pinFor(leader, id, 'sign'),
      });
    } else if (stage === 'awaiting-seal') {
      await clerk.post(`/dossiers/${id}/seal`, {
        encryptedPin: await this.pinFor(clerk, id, 'seal'),
      });
    } else if (waiting?.code === 'mail-uncertain') {
      // A process died while it gave the mail away: whether it arrived a person finds out, and has it sent again.
      this.note(waiting.code);
      await officer.post(`/dossiers/${id}/resend-mail`, {});
    } else await sleep(pauseMs);
  }

  private note(hitch: string): void {
    this.hitches.set(hitch, (this.hitches.get(hitch) ?? 0) + 1);
  }

  private async pinFor(
    person: PersonClient,
    dossierId: string,
    step: 'sign' | 'seal',
  ): Promise<string> {
    const purpose = step === 'sign' ? 'leader' : 'agency';
    const token = await person.get<{ label: string; publicKey: PinPublicKey }>(
      `/tokens/${purpose}?officeId=${this.officeId}`,
    );
    const context = { dossierId, step, token: token.label };
    return encryptPin(token.publicKey, this.pins[step], context, Date.now() + pinLifetimeMs);
  }
}
