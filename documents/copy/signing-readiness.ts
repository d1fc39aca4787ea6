import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProblemCode, SaoyError } from '../../domain/problem';
import { type Certificate, readCertificates, sha256 } from '../evidence/certificate';
import { completePath } from '../evidence/issuers';
import type { EvidenceSources } from '../evidence/open-evidence';
import { readSubject } from '../evidence/subject';
import { checkTimestamp } from '../evidence/timestamp-client';
import { KeptAnswers, type Kept } from './kept-answers';
import { checkSigner, type SignerCertificate } from './prepared-document';

/** How old an answer may be that somebody is told, in milliseconds. */
export interface Patience {
  /** Whether the signer's own certificate is revoked. */
  signer: number;
  /** The time stamp server, and the certificates of authorities. */
  others: number;
}

/** Before an act: so young that a batch asks but a few times. */
const beforeActing: Patience = { signer: 10_000, others: 60_000 };
/** An authority is asked again soon about what stood in the way: somebody may be mending it. */
const keptFailureMs = 3_000;
/** The act is refused within five seconds, whoever does not answer. */
const answerWithinMs = 4_000;

/** What was found on one of the things that a signature needs; `problem` is why it cannot be. */
export interface Finding<Facts> {
  facts: Facts | undefined;
  problem: SaoyError | undefined;
  /** When it was asked, milliseconds since 1970. */
  at: number;
}

export interface Readiness {
  certificate: Finding<{ path: Certificate[] }>;
  revocation: Finding<object>;
  timestamp: Finding<{ clockOffMs: number }>;
}

/**
 * Whether a key may sign now and the copy can then be completed: its certificate in force, fit, and on a path
 * to an authority that is trusted here; it and its authorities not revoked, which is asked and never assumed;
 * a time stamp to be had whose authority stands as well. The lights before signing and the act itself ask
 * this one, so that what the act will meet is known before a PIN is used or a number taken.
 */
export class SigningReadiness {
  private readonly paths: KeptAnswers<Certificate[]>;
  private readonly words: KeptAnswers<object>;
  private readonly stamps: KeptAnswers<{ clockOffMs: number }>;

  /** @param deps.listAnchors DER of the authorities that are trusted here */
  constructor(
    private readonly deps: EvidenceSources & {
      listAnchors: () => Promise<Uint8Array[]>;
      /** Milliseconds since 1970. */
      now: () => number;
    },
  ) {
    this.paths = new KeptAnswers(deps.now, keptFailureMs);
    this.words = new KeptAnswers(deps.now, keptFailureMs);
    this.stamps = new KeptAnswers(deps.now, keptFailureMs);
  }

  /** Everything that a signature of this key needs, found good or not. */
  async look(signer: SignerCertificate, patience: Patience): Promise<Readiness> {
    const endsAt = Date.now() + answerWithinMs;
    const certified = this.find('path-unavailable', endsAt, () => this.checkCertificate(signer));
    const stamped = this.find('timestamp-unavailable', endsAt, () =>
      this.stamps.get('stamp', patience.others, () => this.tryStamp(patience)),
    );
    const certificate = await certified;
    const { facts, problem, at } = certificate;
    const revocation: Readiness['revocation'] = facts
      ? await this.find('revocation-unavailable', endsAt, () => this.askAbout(facts.path, patience))
      : { facts: undefined, problem, at };
    return { certificate, revocation, timestamp: await stamped };
  }

  /**
   * Lets a key sign where nothing stands in the way.
   * @returns the path from its certificate to an authority that is trusted, and how large time stamps are
   * @throws SaoyError `signer-certificate-unsuitable`, `certificate-revoked`, `path-unavailable`,
   *   `timestamp-authority-revoked`, `revocation-unavailable`, `timestamp-unavailable`
   */
  async require(signer: SignerCertificate): Promise<{
    chain: Uint8Array[];
    anchors: Uint8Array[];
    tokenBytes: number;
  }> {
    const { certificate, revocation, timestamp } = await this.look(signer, beforeActing);
    const problem = certificate.problem ?? revocation.problem ?? timestamp.problem;
    if (problem) throw problem;
    const [, ...chain] = (certificate.facts?.path ?? []).map(({ der }) => der);
    return {
      chain,
      anchors: await this.deps.listAnchors(),
      tokenBytes: this.deps.timestamp.bytesSeen(),
    };
  }

  private async checkCertificate(
    signer: SignerCertificate,
  ): Promise<Kept<{ path: Certificate[] }>> {
    const { now, listAnchors } = this.deps;
    const anchors = await listAnchors();
    const name = nameOf(signer.certificate, ...signer.chain, ...anchors);
    const { answer: path } = await this.paths.get(name, beforeActing.others, () =>
      this.getPath(signer, anchors),
    );
    const chain = path.slice(1).map(({ der }) => der);
    checkSigner({ certificate: signer.certificate, chain, anchors }, now());
    return { answer: { path }, at: now() };
  }

  private async getPath(
    { certificate, chain }: SignerCertificate,
    anchors: Uint8Array[],
  ): Promise<Certificate[]> {
    const [leaf] = readCertificates([certificate]);
    if (!leaf) throw new SaoyError('signer-certificate-unsuitable', { reason: 'unreadable' });
    const path = await completePath(leaf, {
      pool: readCertificates(chain),
      anchors: readCertificates(anchors),
      issuers: this.deps.issuers,
    });
    if (path) return path;
    throw new SaoyError('signer-certificate-unsuitable', { reason: 'no path to its root' });
  }

  /** The signer's certificate is asked about anew sooner than those of its authorities. */
  private async askAbout(path: Certificate[], patience: Patience): Promise<Kept<object>> {
    const words = await Promise.all(
      path.slice(0, -1).map((certificate, index) => {
        const maxAgeMs = index === 0 ? patience.signer : patience.others;
        return this.askOne(certificate, path[index + 1] as Certificate, maxAgeMs);
      }),
    );
    return { answer: {}, at: words[0]?.at ?? this.deps.now() };
  }

  /** Word that is in force is enough; younger word is looked for first. */
  private askOne(certificate: Certificate, issuer: Certificate, maxAgeMs: number) {
    const { revocation, now } = this.deps;
    return this.words.get(nameOf(certificate.der, issuer.der), maxAgeMs, () =>
      revocation.fetch(certificate, issuer, {
        after: now() - youngMs,
        inForceSince: -Infinity,
        prefersYoung: true,
      }),
    );
  }

  /** One time stamp tells whether a server answers, whether its authority stands, and how far our clock is off. */
  private async tryStamp(patience: Patience): Promise<{ clockOffMs: number }> {
    const { timestamp, now } = this.deps;
    const hash = sha256(randomBytes(32));
    const asked = now();
    const token = await timestamp.stamp(hash);
    const answered = now();
    const { time, signer, certificates } = checkTimestamp(token, hash);
    // Servers may state whole seconds; half of the way there and back is not the clock's fault.
    const clockOffMs = Math.max(0, Math.abs((asked + answered) / 2 - time) - 1_000);
    try {
      await this.checkAuthority(signer, certificates, patience);
    } catch (error) {
      if (!(error instanceof SaoyError)) throw error;
      throw new SaoyError(error.code, { ...error.params, clockOffMs }, { cause: error });
    }
    return { clockOffMs };
  }

  /** Whether the path of a time stamp's authority ends where we trust, and none on it is revoked. */
  private async checkAuthority(
    signer: Certificate,
    pool: Certificate[],
    patience: Patience,
  ): Promise<void> {
    const { issuers, listAnchors } = this.deps;
    const anchors = readCertificates(await listAnchors());
    const path = await completePath(signer, { pool, anchors, issuers });
    const authority = readSubject(signer.der).commonName;
    if (!path) throw new SaoyError('path-unavailable', { certificate: authority });
    try {
      await Promise.all(
        path
          .slice(0, -1)
          .map((link, index) => this.askOne(link, path[index + 1] as Certificate, patience.others)),
      );
    } catch (error) {
      if (!(error instanceof SaoyError) || error.code !== 'certificate-revoked') throw error;
      const params = { ...error.params, authority };
      throw new SaoyError('timestamp-authority-revoked', params, { cause: error });
    }
  }

  /** @param silence the code of no answer in time */
  private async find<Facts>(
    silence: ProblemCode,
    endsAt: number,
    work: () => Promise<Kept<Facts>>,
  ): Promise<Finding<Facts>> {
    const ending = new AbortController();
    const silent = sleep(Math.max(0, endsAt - Date.now()), undefined, {
      signal: ending.signal,
    }).then(() => {
      throw new SaoyError(silence, { reason: 'no answer in time', certificate: '?' });
    });
    try {
      const { answer, at } = await Promise.race([work(), silent]);
      return { facts: answer, problem: undefined, at };
    } catch (error) {
      if (!(error instanceof SaoyError)) throw error;
      return { facts: undefined, problem: error, at: this.deps.now() };
    } finally {
      ending.abort();
      silent.catch(() => undefined);
    }
  }
}

/** Word of this age is young: most authorities give it when they are asked. */
const youngMs = 10 * 60_000;

function nameOf(...ders: Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const der of ders) hash.update(der);
  return hash.digest('base64');
}
