import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import {
  ascii,
  bigCount,
  code,
  codeOrNone,
  count,
  data,
  exactText,
  hash,
  id,
  idOrNone,
  instant,
  instantOrNone,
  text,
} from '../columns';
import { Office, Person } from './people';

/** A code that pairs one computer with its officer: minutes long, good once. */
@Entity('agent_pairing')
@Index('IDX_agent_pairing_person', ['personId'])
@Index('IDX_agent_pairing_expires', ['expiresAt'])
export class AgentPairing {
  @PrimaryColumn({ ...ascii, type: 'char', length: 4 }) pairingId: string;
  @Column({ ...ascii, type: 'char', length: 8 }) secret: string;
  @ForeignKey(() => Person, { name: 'FK_agent_pairing_person' })
  @Column(id)
  personId: string;
  @Column(count) tries: number;
  @Column(instant) expiresAt: Date;
}

/** A certificate as a paired computer found it on a token. */
export interface OfferedCertificate {
  tokenLabel: string;
  /** DER, base64. */
  der: string;
}

/** An officer's own computer. Removed ones stay, so that it can be told when they were. */
@Entity('agent')
@Index('IDX_agent_person_removed', ['personId', 'removedAt'])
export class Agent {
  @PrimaryColumn(id) id: string;
  @ForeignKey(() => Person, { name: 'FK_agent_person' })
  @Column(id)
  personId: string;
  /** Ed25519, SPKI DER. */
  @Column({ type: 'varbinary', length: 64 }) publicKey: Buffer;
  @Column(text(64)) computerName: string;
  /** The last one taken of its messages; they only rise. */
  @Column(bigCount) sequence: number;
  /** What its tokens held when it last told. */
  @Column(data) certificates: OfferedCertificate[];
  @Column(instant) pairedAt: Date;
  @Column(instantOrNone) seenAt: Date | null;
  @Column(instantOrNone) removedAt: Date | null;
}

/**
 * How a key is reached that is not a token at our server: the person's own computer, a provider, or a
 * provider that has the person consent on a page of its own.
 */
export type OwnWay = 'agent' | 'remote' | 'consent';

/**
 * The key a person chose to sign with in an office. Where there is none, the office's token at our
 * server signs.
 */
@Entity('signing_key')
export class SigningKey {
  @ForeignKey(() => Person, { name: 'FK_signing_key_person' })
  @PrimaryColumn(id)
  personId: string;
  @ForeignKey(() => Office, { name: 'FK_signing_key_office' })
  @PrimaryColumn(id)
  officeId: string;
  @PrimaryColumn(code(10)) step: 'sign' | 'seal';
  @Column(code(10)) way: OwnWay;
  /** Label of the token, or id of the credential at the provider. */
  @Column(exactText(100)) label: string;
  /** Ids of what the signer types in our page, such as PIN and OTP; none where asked elsewhere. */
  @Column(data) asks: string[];
  /** DER, base64: the signer's certificate, then its issuers up to the root. */
  @Column(data) certificates: string[];
  @Column(instant) chosenAt: Date;
}

/** A signature asked of a person's own key, and what became of it. */
@Entity('asked_signature')
@Index('IDX_asked_signature_request', ['requestId'])
@Index('IDX_asked_signature_person_open', ['personId', 'answeredAt', 'expiresAt'])
@Index('IDX_asked_signature_act', ['dossierId', 'step', 'attempt'], { unique: true })
export class AskedSignature {
  @PrimaryColumn(id) id: string;
  /** What it was offered in; those that waited together were offered together. */
  @Column(idOrNone) requestId: string | null;
  @Column(code(10)) way: OwnWay;
  @Column(id) dossierId: string;
  @Column(id) officeId: string;
  @Column(id) personId: string;
  @Column(code(10)) step: 'sign' | 'seal';
  /** The act that asked, as in `signature_work`. */
  @Column(code(160)) attempt: string;
  /** What the officer is shown: code of the dossier, initials of the requester, pages. */
  @Column(code(64)) code: string;
  @Column(text(32)) initials: string;
  @Column(count) pages: number;
  /** DER of the one certificate that may answer. */
  @Column({ type: 'blob' }) certificate: Buffer;
  @Column(code(30)) mechanism: 'rsa-pkcs1-sha256' | 'ecdsa-sha256' | 'ecdsa-sha384';
  @Column({ type: 'blob' }) toBeSigned: Buffer;
  @Column(instant) askedAt: Date;
  @Column(instant) expiresAt: Date;
  /** Null while it is open. */
  @Column(instantOrNone) answeredAt: Date | null;
  /** Raw, verified; or why there is none, as a problem code. */
  @Column({ type: 'blob', nullable: true }) signature: Buffer | null;
  @Column(codeOrNone(60)) failure: string | null;
  @Column({ ...count, nullable: true }) triesLeft: number | null;
}

/** A visit to the provider's page where a person consents to one signature: minutes long, good once. */
@Entity('signing_consent')
@Index('IDX_signing_consent_expires', ['expiresAt'])
export class SigningConsent {
  /** SHA-256 of the OAuth 2 `state`, which stands in the browser's address meanwhile. */
  @PrimaryColumn(hash) stateHash: string;
  @ForeignKey(() => AskedSignature, { name: 'FK_signing_consent_asked' })
  @Column(id)
  askedId: string;
  /** PKCE (RFC 7636): never leaves the server but for the provider; wiped when taken. */
  @Column(codeOrNone(128)) codeVerifier: string | null;
  @Column(instant) expiresAt: Date;
  /** Null until somebody came back with it. */
  @Column(instantOrNone) takenAt: Date | null;
}
