import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readCertificate } from '../../documents/verify/proof/certificate';
import { readTrustList } from '../../documents/verify/trust/trust-list';
import type { FetchEvidence } from '../../documents/verify/evidence-port';
import { verifyCopy, type VerifyOptions } from '../../documents/verify/verify-copy';
import { stream } from '../documents/draw-scan';
import { appendRevision, sizeOf } from './append-revision';
import {
  addDocumentStamp,
  forgeCertificate,
  forgeCrl,
  forgeOcsp,
  forgeStamp,
  signAndStamp,
  withStore,
  type Authority,
} from './forge-evidence';
import { buildCms, numbers, plainDocument, signDocument } from './sign-anything';

/** What a report says of a file, beside its verdict; and the files that are none at all. */

const day = 86_400_000;
const at = Math.floor(Date.now() / 1000) * 1000;
const stampedAt = at - 2 * day;
const long = { notBefore: at - 60 * day, notAfter: at + 60 * day };

let root: Authority;
let issuing: Authority;
let signer: Authority & { chain: Uint8Array[] };
let tsa: Authority;
let file: Buffer;
beforeAll(() => {
  const ca = { ...long, ca: {}, usage: ['keyCertSign' as const, 'cRLSign' as const] };
  root = forgeCertificate({ ...ca, name: 'Gốc Ví Dụ' });
  issuing = forgeCertificate({ ...ca, issuer: root, name: 'Cấp Ví Dụ' });
  const made = forgeCertificate({ ...long, issuer: issuing, key: 'rsa', name: 'Ngô Mẫu' });
  signer = { ...made, chain: [issuing.certificate] };
  tsa = forgeCertificate({
    ...{ ...long, issuer: issuing, name: 'Giờ Ví Dụ' },
    extended: { oids: ['1.3.6.1.5.5.7.3.8'], critical: true },
  });
  const stamped = signAndStamp(signer, (imprint) => forgeStamp(tsa, imprint, stampedAt), {
    field: 'ky',
  });
  const stored = withStore(stamped, {
    certificates: [issuing.certificate, root.certificate],
    ocsps: [forgeOcsp({ about: tsa, issuer: issuing, responder: issuing, enclosed: [] })],
    crls: [forgeCrl(root, { thisUpdate: at - day }), forgeCrl(issuing, { thisUpdate: at - day })],
  });
  file = addDocumentStamp(stored, tsa, at - 3600_000);
});

const verify = (bytes: Uint8Array, options: Partial<VerifyOptions> = {}) =>
  verifyCopy(bytes, { trustAnchors: [root.certificate], at, online: false, ...options });

describe('a report', () => {
  test('says who signed, when that is proven, what is covered and by what it is known', async () => {
    const report = await verify(file);
    expect(report).toMatchObject({
      ...{ verdict: 'valid', intact: 'yes', reasons: [], checkedAt: new Date(at).toISOString() },
      evidence: { certificates: 2, ocspResponses: 1, crls: 2, trustAnchors: 1, online: false },
    });
    expect(report.signatures).toHaveLength(1);
    expect(report.signatures[0]).toMatchObject({
      ...{ field: 'ky', kind: 'approval', verdict: 'valid', reasons: [], level: 'B-LTA' },
      ...{ claimedTime: "D:20261121180000+07'00'", provenTime: new Date(stampedAt).toISOString() },
      signer: { commonName: 'Ngô Mẫu', trustedBy: 'CN=Gốc Ví Dụ' },
      covers: { revision: 2, revisions: 4, wholeFile: false, laterChanges: ['archive'] },
      revocation: { status: 'good', source: 'crl' },
    });
    expect(report.timestamps.map(({ kind, time }) => [kind, time])).toEqual([
      ['signature', new Date(stampedAt).toISOString()],
      ['document', new Date(at - 3600_000).toISOString()],
    ]);
    expect(report.timestamps[1]).toMatchObject({
      verdict: 'valid',
      authority: { commonName: 'Giờ Ví Dụ' },
      covers: { revision: 4, wholeFile: true, laterChanges: [] },
    });
  });

  test('counts the authorities that are trusted, on a list or not', async () => {
    const trustList = readTrustList({
      issued: '2026-11-21',
      authorities: [
        {
          ...{ name: 'Gốc', kind: 'own', services: ['certificates', 'time-stamps'], source: 'x' },
          certificate: Buffer.from(root.certificate).toString('base64'),
          validFrom: '2020-01-01',
        },
      ],
      evidenceHosts: [],
    });
    expect((await verify(file, { trustList })).evidence.trustAnchors).toBe(2);
    const none = await verify(Buffer.from('Kính gửi'), { trustList });
    expect(none.evidence).toEqual({
      ...{ certificates: 0, ocspResponses: 0, crls: 0, trustAnchors: 2, online: false },
    });
    expect((await verify(file, { trustAnchors: [], trustList })).verdict).toBe('valid');
  });

  test('says whether anything was asked for, which one alone may not cause', async () => {
    const fetchEvidence = jest.fn<FetchEvidence>(() =>
      Promise.resolve({ certificates: [], ocsps: [], crls: [] }),
    );
    const open = signDocument(plainDocument(), signer);
    const offline = await verify(open, { fetchEvidence });
    expect(offline.evidence.online).toBe(false);
    expect(fetchEvidence).not.toHaveBeenCalled();
    expect((await verify(open, { online: true })).evidence.online).toBe(false);
    expect((await verify(open, { online: true, fetchEvidence })).evidence.online).toBe(true);
    expect(fetchEvidence).toHaveBeenCalled();
  });

  test('is a whole one where each issuer was fetched from the one below it', async () => {
    const ca = { ...long, ca: {}, usage: ['keyCertSign' as const, 'cRLSign' as const] };
    const middle = forgeCertificate({ ...ca, issuer: issuing });
    const lowest = forgeCertificate({ ...ca, issuer: middle });
    const made = forgeCertificate({ ...long, issuer: lowest, key: 'rsa' });
    const open = signAndStamp({ ...made, chain: [] }, (imprint) =>
      forgeStamp(tsa, imprint, stampedAt),
    );
    const cas = [root, issuing, middle, lowest];
    const asked: string[] = [];
    const fetchEvidence: FetchEvidence = (certificate, issuer) => {
      const above = cas.find((one) =>
        Buffer.from(readCertificate(one.certificate).subject).equals(certificate.issuer),
      )!;
      asked.push(issuer ? 'status' : 'issuer');
      return Promise.resolve(
        issuer
          ? { certificates: [], ocsps: [], crls: [forgeCrl(above, { thisUpdate: at - day })] }
          : { certificates: [above.certificate], ocsps: [], crls: [] },
      );
    };
    const report = await verify(open, { online: true, fetchEvidence });
    expect(report.reasons).toEqual([]);
    expect(report.verdict).toBe('valid');
    // The stamp's issuing authority, then the signer's two below it; root is at hand.
    expect(asked.filter((what) => what === 'issuer')).toHaveLength(3);
  });

  test('of a file that fails says so alone', async () => {
    const failing = () => Promise.reject(new Error('no line'));
    const open = signDocument(plainDocument(), signer);
    expect(await verify(open, { online: true, fetchEvidence: failing })).toEqual({
      ...{ verdict: 'undetermined', intact: 'unknown', reasons: ['verifier-failed'] },
      ...{ signatures: [], timestamps: [], checkedAt: new Date(at).toISOString() },
      evidence: { certificates: 0, ocspResponses: 0, crls: 0, trustAnchors: 1, online: false },
    });
  });
});

describe('a file', () => {
  test('of 256 MiB is looked at, none above', async () => {
    const bytes = new Uint8Array(256 * 1024 * 1024 + 1);
    expect((await verify(bytes)).reasons).toEqual(['file-too-large']);
    expect((await verify(bytes.subarray(1))).reasons).toEqual(['not-a-pdf']);
  });

  test('that only a time stamp stands in is signed by nobody', async () => {
    const stamped = addDocumentStamp(plainDocument(), tsa, at - day);
    const lists = [root, issuing].map((ca) => forgeCrl(ca, { thisUpdate: at - day }));
    const report = await verify(
      withStore(stamped, { certificates: [issuing.certificate], crls: lists }),
    );
    expect(report.reasons).toEqual(['unsigned']);
    expect(report.verdict).toBe('invalid');
  });

  test('that nobody signed is not judged by signatures in what it carries', async () => {
    const signed = signDocument(plainDocument(), signer);
    signed.write('x', signed.indexOf('Pay'), 'latin1');
    const carried = plainDocument({ extra: [stream('', signed).toString('latin1')] });
    expect((await verify(carried)).reasons).toEqual(['unsigned']);
    // Where the structure cannot be read, what still stands in the bytes is told.
    const more = (bytes: Uint8Array) => verify(Buffer.concat([bytes, Buffer.from('x')]));
    expect((await more(signed)).reasons).toEqual(['trailing-bytes', 'digest-mismatch']);
    const sound = await more(signDocument(plainDocument(), signer));
    expect(sound.reasons).toEqual(['trailing-bytes', 'later-revision-broken']);
    expect((await more(plainDocument())).reasons).toEqual(['trailing-bytes']);
  });

  test('is as good under one of several authorities, and under none that only looks like it', async () => {
    const other = forgeCertificate({ ca: {} });
    const several = [other.certificate, root.certificate, other.certificate];
    expect((await verify(file, { trustAnchors: several })).verdict).toBe('valid');
    // Of the same name and length to the byte, by another key.
    const twinOf = (certificate: Uint8Array, make: () => Authority): Authority => {
      for (;;) {
        const twin = make();
        if (twin.certificate.length === certificate.length) return twin;
      }
    };
    const ca = { ...long, ca: {}, usage: ['keyCertSign' as const, 'cRLSign' as const] };
    const twin = twinOf(root.certificate, () => forgeCertificate({ ...ca, name: 'Gốc Ví Dụ' }));
    const under = forgeCertificate({ ...ca, issuer: twin, name: 'Cấp Ví Dụ' });
    const made = forgeCertificate({ ...long, issuer: under, name: 'Ngô Mẫu' });
    const chain = [under.certificate, twin.certificate];
    const forged = await verify(signDocument(plainDocument(), { ...made, chain }));
    expect(forged.reasons).toContain('chain-incomplete');
    expect(forged.signatures[0]?.signer?.trustedBy).toBeNull();
  });

  test('with a signature of one kind under the name of another is a stamp that is none', async () => {
    const asStamp = signDocument(plainDocument(), signer, {
      contentsOf: (covered) => buildCms(covered, signer),
    });
    const byFilter = signDocument(plainDocument(), signer, { subFilter: 'ETSI.RFC3161' });
    for (const one of [asStamp, byFilter]) {
      const report = await verify(one);
      expect(report.signatures).toEqual([]);
      expect(report.reasons).toEqual(expect.arrayContaining(['timestamp-malformed', 'unsigned']));
      expect(report.verdict).toBe('invalid');
    }
  });

  test('whose signature stands in a field of a group is signed by that', async () => {
    const group = sizeOf(plainDocument());
    const base = appendRevision(
      plainDocument(),
      new Map([
        [numbers.form, `<< /Fields [7 0 R ${group} 0 R] /SigFlags 3 >>`],
        [group, `<< /T (nhom) /Kids [${group + 1} 0 R] >>`],
        [group + 1, `<< /T (con) /FT /Tx /Parent ${group} 0 R >>`],
      ]),
    );
    const report = await verify(signDocument(base, signer, { field: 'ky', group }));
    expect(report.signatures.map(({ field }) => field)).toEqual(['nhom.ky']);
    expect(report.intact).toBe('yes');
  });
});
