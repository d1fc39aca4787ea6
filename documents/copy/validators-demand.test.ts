import { createHash, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFName,
  type PDFObject,
  PDFRawStream,
  type PDFRef,
} from 'pdf-lib';
import { drawScan } from '../../test/documents/draw-scan';
import {
  attestation,
  makeCopy,
  openWorkshop,
  signAsToken,
  type Workshop,
} from '../../test/documents/make-copy';
import { revokeCertificate } from '../../tokens/pki/issue-certificate';
import { fieldNames, filledFields } from '../attestation/field-names';
import { isSelfIssued, readCertificate } from '../evidence/certificate';
import {
  readInside,
  readOid,
  readPiece,
  readPieces,
  readTime,
  tagged,
  tags,
} from '../evidence/der';
import { findSigner, readSignerInfo } from '../evidence/signed-data';
import {
  httpTimestampSource,
  readCmsCertificates,
  readTimestampTime,
} from '../evidence/timestamp-client';
import { httpRevocationSource } from '../evidence/revocation-client';
import { addLongTermData } from './add-long-term-data';
import { completeSignature } from './complete-signature';
import { prepareCertification } from './prepare-certification';
import { prepareSeal } from './prepare-seal';
import { readArchiveState, renewArchive } from './renew-archive';
import { Revision } from './revision';
import { findField, getField, readByteRange, readContents } from './signature-dictionary';

/** Each line of findings.md, "What validators demand of the copy", on the copy that we make. */
let workshop: Workshop;
let made: Awaited<ReturnType<typeof makeCopy>>;
let copy: Revision;

beforeAll(async () => {
  workshop = await openWorkshop();
  made = await makeCopy(workshop, drawScan(), {
    leader: await workshop.issue('p-256'),
    agency: await workshop.issue('rsa-2048', { profile: 'seal' }),
  });
  copy = new Revision(made.copy);
});
afterAll(() => workshop.close());

const entry = (revision: Revision, dict: PDFDict, key: string): PDFObject | undefined =>
  revision.resolve(dict.get(PDFName.of(key)));
const field = (revision: Revision, name: string) => revision.dict(getField(revision, name));
const cmsOf = (name: string) => readContents(made.copy, readByteRange(copy, name));

function store(name: string, revision = copy): Uint8Array[] {
  const dss = entry(revision, revision.root, 'DSS');
  const list = dss instanceof PDFDict ? entry(revision, dss, name) : undefined;
  return (list instanceof PDFArray ? list.asArray() : []).map((ref) => {
    const stream = revision.resolve(ref);
    if (!(stream instanceof PDFRawStream)) throw new Error('not a stream');
    return decodePDFRawStream(stream).decode();
  });
}

/** thisUpdate of each stored OCSP answer, by the serial number it is about. */
function ocspTimes(answers: Uint8Array[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const answer of answers) {
    const bytes = readInside(
      readInside(readInside(readPiece(answer), tags.sequence)[1], tagged(0))[0],
      tags.sequence,
    )[1];
    const [data] = readInside(readPiece(bytes!.content), tags.sequence);
    const parts = readInside(data, tags.sequence).filter((part) => part.tag !== tagged(0));
    const [certId, , thisUpdate] = readInside(
      readInside(parts[2], tags.sequence)[0],
      tags.sequence,
    );
    const serial = readInside(certId, tags.sequence)[3]!;
    times.set(Buffer.from(serial.raw).toString('hex'), readTime(thisUpdate));
  }
  return times;
}

describe('what validators demand of the copy', () => {
  it('1: revocation data for every certificate but the root, and every certificate', () => {
    const certificates = store('Certs').map(readCertificate);
    const about = ocspTimes(store('OCSPs'));
    const needing = certificates.filter((one) => !isSelfIssued(one) && !one.ocspNoCheck);
    // Leader, agency, TSA, issuing CA.
    expect(needing).toHaveLength(4);
    for (const { serialNumber } of needing) {
      expect(about.has(Buffer.from(serialNumber).toString('hex'))).toBe(true);
    }
    expect(certificates.filter(isSelfIssued)).toHaveLength(1);
    const names = certificates.map(({ der }) => new X509Certificate(der).subject).join('\n');
    expect(names).toMatch(/TSA/);
    expect(names.match(/OCSP/g)).toHaveLength(2);
  });

  it('2: revocation data is younger than the signature time stamps', () => {
    const stamps = [fieldNames.leader, fieldNames.agency].map((name) =>
      readTimestampTime(readSignerInfo(cmsOf(name)).timestampToken!),
    );
    for (const time of ocspTimes(store('OCSPs')).values()) {
      expect(time).toBeGreaterThan(Math.max(...stamps));
    }
    expect(store('CRLs')).toEqual([]);
  });

  it('3: a time stamp in each CMS and one over the document', () => {
    for (const name of [fieldNames.leader, fieldNames.agency]) {
      expect(readSignerInfo(cmsOf(name)).timestampToken).not.toBeNull();
    }
    const [, start, end, length] = readByteRange(copy, 'archive-1');
    expect(end + length).toBe(made.copy.length);
    expect(start).toBeGreaterThan(made.sealed.length);
  });

  it('5: /M in both dictionaries, no CMS signing time, the right signing-certificate-v2', () => {
    for (const name of [fieldNames.leader, fieldNames.agency]) {
      const value = entry(copy, field(copy, name), 'V') as PDFDict;
      expect(value.get(PDFName.of('M'))?.toString()).toMatch(/^\(D:\d{14}\+07'00'\)$/);
      const cms = cmsOf(name);
      const attributes = signedAttributes(cms);
      expect([...attributes.keys()].sort()).toEqual([
        '1.2.840.113549.1.9.16.2.47',
        '1.2.840.113549.1.9.3',
        '1.2.840.113549.1.9.4',
      ]);
      const signer = findSigner(cms, readCmsCertificates(cms));
      const hash = createHash('sha256').update(signer.der).digest('hex');
      const stated = Buffer.from(attributes.get('1.2.840.113549.1.9.16.2.47')!).toString('hex');
      expect(stated).toContain(`0420${hash}`);
    }
  });

  it('6: empty fields have no appearance; the agency field and its lock stand from the start', () => {
    const certified = new Revision(made.certified);
    for (const name of [...filledFields, fieldNames.agency]) {
      expect(field(certified, name).has(PDFName.of('AP'))).toBe(false);
      expect(field(certified, name).has(PDFName.of('V'))).toBe(false);
    }
    const lock = (revision: Revision) =>
      entry(revision, field(revision, fieldNames.agency), 'Lock')?.toString();
    expect(lock(certified)).toContain('/Action /Include');
    expect(lock(copy)).toBe(lock(certified));
  });

  it('7: the seal changes nothing of a field but /V, /AP and /Ff, and nothing of the pages', () => {
    const certified = new Revision(made.certified);
    for (const name of [...filledFields, fieldNames.agency]) {
      const before = field(certified, name);
      const after = field(copy, name);
      for (const [key, value] of before.entries()) {
        expect(after.get(key)?.toString()).toBe(value.toString());
      }
      const added = after.keys().filter((key) => !before.has(key));
      expect(['/AP', '/Ff', '/V']).toEqual(
        expect.arrayContaining(added.map((key) => key.toString())),
      );
    }
    const pages = certified.root.get(PDFName.of('Pages')) as PDFRef;
    expect(copy.dict(pages).toString()).toBe(certified.dict(pages).toString());
    const page = field(certified, fieldNames.leader).get(PDFName.of('P')) as PDFRef;
    expect(copy.dict(page).toString()).toBe(certified.dict(page).toString());
    const form = entry(copy, copy.root, 'AcroForm') as PDFDict;
    expect(form.has(PDFName.of('NeedAppearances'))).toBe(false);
  });

  it('7: widgets do not overlap', () => {
    const boxes = [...filledFields, fieldNames.leader, fieldNames.agency].map((name) => {
      const rect = field(copy, name).get(PDFName.of('Rect')) as PDFArray;
      return rect.asArray().map((side) => Number(side.toString())) as [
        number,
        number,
        number,
        number,
      ];
    });
    boxes.forEach(([x1, y1, x2, y2], index) => {
      for (const [left, bottom, right, top] of boxes.slice(index + 1)) {
        expect(x1 >= right || left >= x2 || y1 >= top || bottom >= y2).toBe(true);
      }
    });
  });

  it('8: a signer without nonRepudiation, expired, or of no known root is refused at once', async () => {
    const scan = made.normalised;
    const certify = (signer: Awaited<ReturnType<Workshop['issue']>>) =>
      prepareCertification({ scan, attestation, signer, signedAt: Date.now() });
    const refusal = (reason: string) => ({
      code: 'signer-certificate-unsuitable',
      params: { reason },
    });
    const responder = await workshop.issue('p-256', { profile: 'ocsp-responder' });
    await expect(certify(responder)).rejects.toMatchObject(refusal('usage'));
    const day = 86_400_000;
    const expired = await workshop.issue('p-256', {
      notBefore: Date.now() - day / 2,
      notAfter: Date.now() - 1000,
    });
    await expect(certify(expired)).rejects.toMatchObject(refusal('expired'));
    const early = await workshop.issue('p-256', { notBefore: Date.now() + day });
    await expect(certify(early)).rejects.toMatchObject(refusal('not yet valid'));
    const signer = await workshop.issue('p-256');
    await expect(certify({ ...signer, chain: [workshop.pki.issuing] })).rejects.toMatchObject(
      refusal('no path to its root'),
    );
    await expect(certify({ ...signer, certificate: Buffer.from('x') })).rejects.toMatchObject(
      refusal('unreadable'),
    );
  });

  it('10: certification with P=2, reached through /Perms; the seal locks its fields', () => {
    const perms = entry(copy, copy.root, 'Perms') as PDFDict;
    const certification = entry(copy, perms, 'DocMDP') as PDFDict;
    expect(certification.get(PDFName.of('Reference'))?.toString()).toMatch(
      /\/TransformMethod \/DocMDP[\s\S]*\/P 2/,
    );
    const seal = entry(copy, field(copy, fieldNames.agency), 'V') as PDFDict;
    expect(seal.get(PDFName.of('Reference'))?.toString()).toMatch(
      /\/TransformMethod \/FieldMDP[\s\S]*\/Action \/Include/,
    );
  });

  it('11: nothing stands after the last signed byte', () => {
    expect(Buffer.from(made.copy.subarray(-6)).toString()).toBe('%%EOF\n');
  });

  it('4: is renewed with new material first and a second document time stamp', async () => {
    const renewed = await renewArchive({ ...workshop, copy: made.copy });
    expect(Buffer.compare(renewed.subarray(0, made.copy.length), made.copy)).toBe(0);
    const revision = new Revision(renewed);
    expect(findField(revision, 'archive-2')).toBeDefined();
    const first = readArchiveState(made.copy);
    expect(readArchiveState(renewed)).toMatchObject({ stamps: 2 });
    const tsa = store('Certs', revision)
      .map(readCertificate)
      .find(({ extendedKeyUsages }) => extendedKeyUsages.includes('1.3.6.1.5.5.7.3.8'))!;
    const fresh = ocspTimes(store('OCSPs', revision)).get(
      Buffer.from(tsa.serialNumber).toString('hex'),
    );
    expect(fresh).toBeGreaterThan(first.stampedAt);
    const late = { ...workshop, copy: made.copy, now: first.endsAt + 1 };
    await expect(renewArchive(late)).rejects.toMatchObject({ code: 'copy-unsuitable' });
  });
});

describe('a second time stamp server', () => {
  it('has its own certificates stored before its stamp', async () => {
    const other = await openWorkshop();
    try {
      const copied = new Revision(
        await addLongTermData({
          ...workshop,
          sealed: made.sealed,
          anchors: [...workshop.anchors, ...other.anchors],
          issuers: other.issuers,
          timestamp: other.timestamp,
          revocation: httpRevocationSource({
            policy: {
              hosts: [],
              privateHosts: [workshop, other].map(({ url }) => new URL(url).host),
            },
          }),
        }),
      );
      const stored = store('Certs', copied).map((der) => Buffer.from(der).toString('hex'));
      for (const certificate of other.chains) {
        expect(stored).toContain(Buffer.from(certificate).toString('hex'));
      }
      expect(findField(copied, 'archive-1')).toBeDefined();
      expect(findField(copied, 'archive-2')).toBeUndefined();
      // Leader, agency, both TSAs, both issuing CAs.
      expect(ocspTimes(store('OCSPs', copied)).size).toBe(6);
    } finally {
      await other.close();
    }
  });
});

describe('what is never shipped', () => {
  it('a signature by another key', async () => {
    const other = await workshop.issue('p-256');
    const prepared = made.certification;
    await expect(
      completeSignature({
        prepared,
        signature: signAsToken(prepared, other.key),
        signer: await workshop.issue('p-256'),
        timestamp: null,
      }),
    ).rejects.toMatchObject({ code: 'signature-mismatch' });
  });

  it('a document changed between prepare and complete', async () => {
    const signer = await workshop.issue('p-256');
    const prepared = await prepareCertification({
      scan: made.normalised,
      attestation,
      signer,
      signedAt: Date.now(),
    });
    const signature = signAsToken(prepared, signer.key);
    const document = Uint8Array.from(prepared.document);
    document[200] = (document[200] ?? 0) ^ 1;
    await expect(
      completeSignature({
        prepared: { ...prepared, document },
        signature,
        signer,
        timestamp: null,
      }),
    ).rejects.toMatchObject({ code: 'signature-mismatch' });
  });

  it('a second certification', async () => {
    const signer = await workshop.issue('p-256');
    await expect(
      prepareCertification({ scan: made.certified, attestation, signer, signedAt: Date.now() }),
    ).rejects.toMatchObject({ code: 'copy-unsuitable' });
  });

  it('a seal on what no leader signed, or a second seal', async () => {
    const signer = await workshop.issue('p-256', { profile: 'seal' });
    const rest = {
      number: '2/ĐT',
      book: 'Sổ/ĐT',
      date: { day: '21', month: '11', year: '2026' },
      signer,
      signedAt: Date.now(),
    };
    for (const certified of [made.normalised, made.sealed]) {
      await expect(prepareSeal({ certified, ...rest })).rejects.toMatchObject({
        code: 'copy-unsuitable',
      });
    }
  });

  it('a copy without time stamps, revocation data, or with a revoked signer', async () => {
    const nowhere = httpTimestampSource(['http://127.0.0.1:9/tsa'], { timeoutMs: 500 });
    const signer = await workshop.issue('p-256');
    const prepared = await prepareCertification({
      scan: made.normalised,
      attestation,
      signer,
      signedAt: Date.now(),
    });
    const signature = signAsToken(prepared, signer.key);
    await expect(
      completeSignature({ prepared, signature, signer, timestamp: nowhere }),
    ).rejects.toMatchObject({ code: 'timestamp-unavailable' });

    const lta = { ...workshop, sealed: made.sealed };
    await expect(addLongTermData({ ...lta, timestamp: nowhere })).rejects.toMatchObject({
      code: 'timestamp-unavailable',
    });
    const deaf = httpRevocationSource();
    await expect(addLongTermData({ ...lta, revocation: deaf })).rejects.toMatchObject({
      code: 'revocation-unavailable',
    });

    const leader = await workshop.issue('p-256');
    await revokeCertificate(workshop.pki, {
      serial: leader.serial,
      at: Date.now() - 1000,
      reason: 'keyCompromise',
    });
    const agency = await workshop.issue('p-256', { profile: 'seal' });
    await expect(makeCopy(workshop, drawScan(1), { leader, agency })).rejects.toMatchObject({
      code: 'certificate-revoked',
    });
  });
});

function signedAttributes(cms: Uint8Array): Map<string, Uint8Array> {
  const signedData = readInside(readPieces(readPiece(cms).content)[1], tagged(0))[0];
  const signerInfo = readInside(readInside(signedData, tags.sequence).at(-1), tags.set)[0];
  const attributes = readInside(signerInfo, tags.sequence).find((part) => part.tag === tagged(0))!;
  return new Map(
    readPieces(attributes.content).map((attribute) => [
      readOid(readInside(attribute, tags.sequence)[0]),
      attribute.raw,
    ]),
  );
}
