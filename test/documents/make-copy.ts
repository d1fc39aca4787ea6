import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttestationContent } from '../../documents/attestation/attestation-page';
import { addLongTermData } from '../../documents/copy/add-long-term-data';
import { completeSignature } from '../../documents/copy/complete-signature';
import { prepareCertification } from '../../documents/copy/prepare-certification';
import { prepareSeal } from '../../documents/copy/prepare-seal';
import type { PreparedDocument, SignerCertificate } from '../../documents/copy/prepared-document';
import { onlyHostOf } from '../../documents/evidence/fetch-bounded';
import { httpIssuerSource, type IssuerSource } from '../../documents/evidence/issuers';
import {
  httpRevocationSource,
  type RevocationSource,
} from '../../documents/evidence/revocation-client';
import {
  httpTimestampSource,
  type TimestampSource,
} from '../../documents/evidence/timestamp-client';
import { normaliseScan } from '../../documents/scan/normalise-scan';
import { usualScanLimits } from '../../documents/scan/child/run-bounded';
import { createDevelopmentPki, type DevelopmentPki } from '../../tokens/pki/create-development-pki';
import { issueCertificate } from '../../tokens/pki/issue-certificate';
import { startPkiServices } from '../../tokens/pki/services';

/** Key kinds that a copy may be signed with. */
export type KeyKind = 'rsa-2048' | 'rsa-3072' | 'rsa-4096' | 'p-256' | 'p-384';

export interface TestSigner extends SignerCertificate {
  key: KeyObject;
  serial: string;
}

export interface Workshop {
  pki: DevelopmentPki;
  url: string;
  timestamp: TimestampSource;
  revocation: RevocationSource;
  chains: Uint8Array[];
  anchors: Uint8Array[];
  issuers: IssuerSource;
  issue(
    kind: KeyKind,
    overrides?: Partial<Parameters<typeof issueCertificate>[1]>,
  ): Promise<TestSigner>;
  close(): Promise<void>;
}

/**
 * A development PKI with its services, on a free port, in a folder of its own.
 * @param options.madeAt when its authorities were certified, milliseconds since 1970; now by default
 */
export async function openWorkshop(options: { madeAt?: number } = {}): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), 'saoy-workshop-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const dir = join(folder, 'pki');
  const pki = await createDevelopmentPki({
    dir,
    baseUrl: url,
    now: options.madeAt ?? Date.now(),
  });
  const services = await startPkiServices({ dir, port });
  return {
    pki,
    url,
    timestamp: httpTimestampSource([`${url}/tsa`]),
    revocation: httpRevocationSource({ policy: onlyHostOf(url) }),
    chains: [pki.issuing, pki.root],
    anchors: [pki.root],
    issuers: httpIssuerSource({ policy: onlyHostOf(url) }),
    async issue(kind, overrides) {
      const { publicKey, privateKey } = makeKey(kind);
      const issued = await issueCertificate(pki, {
        publicKey: publicKey.export({ type: 'spki', format: 'der' }),
        subject: { commonName: 'Nguyễn Thị Ví Dụ' },
        profile: 'signer',
        ...overrides,
      });
      return {
        certificate: issued.der,
        serial: issued.serial,
        chain: [pki.issuing, pki.root],
        key: privateKey,
      };
    },
    async close() {
      await services.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const attestation: AttestationContent = {
  officeName: 'Ủy ban nhân dân Phường Mẫu',
  officeParentName: 'Thành phố Ví Dụ',
  statement: 'Chứng thực bản sao đúng với bản chính',
  documentTypeName: 'Giấy khai sinh',
  originalPages: 2,
  signerName: 'Nguyễn Thị Ví Dụ',
  signerTitle: 'Phó Chủ tịch',
  authority: 'KT. Chủ tịch',
  publicUrl: 'https://saoy.phuongmau.vi-du.vn/kiem-tra/K7Q2-9XWM',
};

/** What is needed beside the sealed copy to complete it. */
export function evidenceOf({
  chains,
  anchors,
  issuers,
  timestamp,
  revocation,
}: Pick<Workshop, 'chains' | 'anchors' | 'issuers' | 'timestamp' | 'revocation'>) {
  return { chains, anchors, issuers, timestamp, revocation };
}

/** What a token would answer: RSA as it is, ECDSA as r and s side by side. */
export function signAsToken(prepared: PreparedDocument, key: KeyObject): Uint8Array {
  const hash = prepared.mechanism === 'ecdsa-sha384' ? 'sha384' : 'sha256';
  return sign(hash, prepared.toBeSigned, { key, dsaEncoding: 'ieee-p1363' });
}

/** The whole way from a scan to a PAdES-B-LTA copy; each stage is given back. */
export async function makeCopy(
  workshop: Workshop,
  scan: Uint8Array,
  signers: { leader: TestSigner; agency: TestSigner },
  options: { attestation?: AttestationContent; sealImage?: Uint8Array } = {},
) {
  const { timestamp } = workshop;
  const { pdf, isArchivable } = await normaliseScan(scan, usualScanLimits);
  const certification = await prepareCertification({
    scan: pdf,
    isArchivable,
    attestation: options.attestation ?? attestation,
    signer: signers.leader,
    signedAt: Date.now(),
  });
  // Completed in place: as it is kept before, it is another file.
  const prepared = [Buffer.from(certification.document)];
  const certified = await completeSignature({
    prepared: certification,
    signature: signAsToken(certification, signers.leader.key),
    signer: signers.leader,
    timestamp,
  });
  const seal = await prepareSeal({
    certified,
    number: '001/ĐT',
    book: 'Sổ Mẫu 2026/ĐT',
    date: { day: '21', month: '11', year: '2026' },
    ...(options.sealImage ? { sealImage: options.sealImage } : {}),
    signer: signers.agency,
    signedAt: Date.now(),
    officeName: 'Ủy ban nhân dân Phường Mẫu',
  });
  prepared.push(Buffer.from(seal.document));
  const sealed = await completeSignature({
    prepared: seal,
    signature: signAsToken(seal, signers.agency.key),
    signer: signers.agency,
    timestamp,
  });
  const copy = await addLongTermData({
    sealed,
    ...evidenceOf(workshop),
  });
  return { normalised: pdf, prepared, certification, certified, seal, sealed, copy };
}

export function makeKey(kind: KeyKind) {
  if (kind === 'p-256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (kind === 'p-384') return generateKeyPairSync('ec', { namedCurve: 'P-384' });
  return generateKeyPairSync('rsa', { modulusLength: Number(kind.slice(4)) });
}

/** A port that is free now: the PKI writes its address into certificates before it listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
