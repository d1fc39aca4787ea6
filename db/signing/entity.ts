import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import {
  ascii,
  code,
  codeOrNone,
  count,
  data,
  exactText,
  hash,
  hashOrNone,
  id,
  idOrNone,
  instant,
  instantOrNone,
  text,
} from '../columns';
import { Office } from '../offices/entity';
import { Person } from '../people/entity';

/** A signature on its way: prepared bytes kept between *prepare* and *complete*. */
@Entity('prepared_signature')
export class PreparedSignature {
  @PrimaryColumn(id) dossierId: string;
  @PrimaryColumn(code(10)) step: 'sign' | 'seal';
  /** Id of the update that asked: it tells attempts apart. */
  @PrimaryColumn(code(160)) attempt: string;
  @Column(hashOrNone) preparedHash: string | null;
  @Column({ type: 'blob' }) toBeSigned: Buffer;
  @Column(code(30)) mechanism: 'rsa-pkcs1-sha256' | 'ecdsa-sha256' | 'ecdsa-sha384';
  @Column(code(60)) field: string;
  /** Label of the token, or of the person's own key. */
  @Column(exactText(100)) tokenLabel: string;
  /** How the key is reached: a token at our server, or as `OwnSigningMethod` says. */
  @Column(code(10)) method: 'token' | 'agent' | 'remote' | 'consent';
  /** DER, base64, of the signer and the issuers as they were prepared for. */
  @Column(data) certificates: string[];
  @Column(instant) at: Date;
}

/** A PIN encrypted to the token process's key: for one operation, minutes long, wiped when done. */
@Entity('encrypted_pin')
@Index('IDX_encrypted_pin_expires', ['expiresAt'])
export class EncryptedPin {
  @PrimaryColumn(id) id: string;
  @Column(id) dossierId: string;
  @Column(code(10)) step: 'sign' | 'seal';
  @Column(id) actorId: string;
  @Column({ ...ascii, type: 'text', nullable: true }) ciphertext: string | null;
  /** When it was handed in; the same for all of a batch. One typed anew later is put to the token anew. */
  @Column(instant) typedAt: Date;
  @Column(instant) expiresAt: Date;
  /** Set just before the token is asked: a PIN whose outcome is unknown is never tried again. */
  @Column(instantOrNone) triedAt: Date | null;
  @Column(instantOrNone) acceptedAt: Date | null;
}

/** A token as its process last saw it: what a signature can be prepared for. Keys never leave tokens. */
@Entity('token')
export class Token {
  @PrimaryColumn(exactText(100)) label: string;
  @Column(code(40)) officeCode: string;
  @Column(code(10)) purpose: 'leader' | 'agency';
  /** DER, base64: the signer's certificate, then its issuers up to the root. */
  @Column(data) certificates: string[];
  /** Id of the key inside the token (CKA_ID, hex). */
  @Column(code(100)) keyId: string;
  /** Why it cannot be used now: a problem code; null when it can. */
  @Column(codeOrNone(60)) trouble: string | null;
  @Column({ ...count, nullable: true }) pinTriesLeft: number | null;
  /** What the token itself reports of its PIN, beside our own count; null where it was not seen. */
  @Column(codeOrNone(10)) pinState: 'fine' | 'low' | 'final' | 'locked' | null;
  /** When an administrator said that its issuer has unlocked it; null once PINs reach it again. */
  @Column(instantOrNone) unlockedAt: Date | null;
  @Column(instant) seenAt: Date;
}

/** Whose a leader's token at our server is, as an administrator declared it. */
@Entity('token_holder')
export class TokenHolder {
  @PrimaryColumn(exactText(100)) label: string;
  @ForeignKey(() => Person, { name: 'FK_token_holder_person' })
  @Column(id)
  personId: string;
  /** Null at the server's own command line. */
  @Column(idOrNone) declaredBy: string | null;
  @Column(instant) declaredAt: Date;
}

/**
 * How a key is reached that is not a token at our server: the person's own computer, a provider, or a
 * provider that has the person consent on a page of its own.
 */
export type OwnSigningMethod = 'agent' | 'remote' | 'consent';

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
  @Column(code(10)) method: OwnSigningMethod;
  /** Label of the token, or id of the credential at the provider. */
  @Column(exactText(100)) label: string;
  /** Ids of what the signer types in our page, such as PIN and OTP; none where asked elsewhere. */
  @Column(data) asks: string[];
  /** DER, base64: the signer's certificate, then its issuers up to the root. */
  @Column(data) certificates: string[];
  @Column(instant) chosenAt: Date;
}

/** A request for a signature by a person's own key, and what became of it. */
@Entity('signature_request')
@Index('IDX_signature_request_offer', ['offerId'])
@Index('IDX_signature_request_person_open', ['personId', 'answeredAt', 'expiresAt'])
@Index('IDX_signature_request_act', ['dossierId', 'step', 'attempt'], { unique: true })
export class SignatureRequest {
  @PrimaryColumn(id) id: string;
  /** The signing request of the officer's program that it went out in, with others that waited then. */
  @Column(idOrNone) offerId: string | null;
  @Column(code(10)) method: OwnSigningMethod;
  @Column(id) dossierId: string;
  @Column(id) officeId: string;
  @Column(id) personId: string;
  @Column(code(10)) step: 'sign' | 'seal';
  /** The act that asked, as in `prepared_signature`. */
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
  /** SHA-256 of the OAuth 2 `state`; the state itself is seen in the browser's address. */
  @PrimaryColumn(hash) stateHash: string;
  @ForeignKey(() => SignatureRequest, { name: 'FK_signing_consent_request' })
  @Column(id)
  requestId: string;
  /** PKCE (RFC 7636): never leaves the server but for the provider; wiped when taken. */
  @Column(codeOrNone(128)) codeVerifier: string | null;
  @Column(instant) expiresAt: Date;
  /** Null until somebody came back with it. */
  @Column(instantOrNone) takenAt: Date | null;
}
