import { createHash, sign, type KeyObject } from 'node:crypto';
import { integer, nil, octets, oid, sequence, setOf, write } from '../../documents/evidence/der';
import { readCertificate } from '../../documents/verify/proof/certificate';
import { PdfRef } from '../../documents/verify/parse/objects';
import { writePdf, stream } from '../documents/draw-scan';
import { appendRevision, edited, sizeOf, viewOf } from './append-revision';

export interface Signer {
  key: KeyObject;
  /** DER. */
  certificate: Uint8Array;
  chain: Uint8Array[];
}

/** Numbers of the objects of {@link plainDocument}. */
export const numbers = { catalog: 1, pages: 2, page: 3, content: 4, font: 5, form: 6, text: 7 };

/**
 * One page with a text field; a stranger's document, written without any library.
 * @param extra objects from number 8 on
 */
export function plainDocument(
  options: { content?: string; page?: string; catalog?: string; extra?: string[] } = {},
): Buffer {
  return writePdf([
    `<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R ${options.catalog ?? ''} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R /Annots [7 0 R]
       ${options.page ?? '/Resources << /Font << /F1 5 0 R >> >>'} >>`,
    stream('', options.content ?? 'BT /F1 24 Tf 40 300 Td (Pay 100) Tj ET'),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Fields [7 0 R] /SigFlags 3 /DR << /Font << /F1 5 0 R >> >> >>',
    '<< /Type /Annot /Subtype /Widget /FT /Tx /T (note) /Rect [40 40 200 60] /F 4 /P 3 0 R >>',
    ...(options.extra ?? []),
  ]);
}

export interface SignOptions {
  field?: string;
  /** DocMDP level: the signature certifies. */
  certify?: 1 | 2 | 3;
  /** Signature references, written out. */
  references?: string[];
  /** Entries of the new field beside its own. */
  fieldEntries?: string;
  rect?: string;
  /** The number of the group that the new field stands in, where not in the form itself. */
  group?: number;
  /** The new field stands before the others in the form. */
  isFieldFirst?: boolean;
  /** An empty text leaves it out. */
  subFilter?: string;
  /** How many digits `/Contents` has room for. */
  room?: number;
  /** What stands in `/Contents`, over the bytes covered, where it is no signature of the signer. */
  contentsOf?: (covered: Uint8Array) => Uint8Array;
  cms?: CmsOptions;
}

/** Adds a signature field and signs the document in one revision. */
export function signDocument(file: Uint8Array, signer: Signer, options: SignOptions = {}): Buffer {
  const view = viewOf(file);
  const root = view.trailer.entries.get('Root') as PdfRef;
  const catalog = view.catalog();
  const formRef = catalog.entries.get('AcroForm') as PdfRef;
  const form = view.dict(formRef)!;
  const [field, value] = [sizeOf(file), sizeOf(file) + 1];
  const fields = view.array(form.entries.get('Fields'))!.map((ref) => (ref as PdfRef).num);
  const page = view.dict(new PdfRef(numbers.page, 0))!;
  const annots = view.array(page.entries.get('Annots'))!.map((ref) => (ref as PdfRef).num);
  const refs = (nums: number[]) => `[${nums.map((num) => `${num} 0 R`).join(' ')}]`;
  const references = [
    ...(options.certify
      ? [
          `<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P ${options.certify} /V /1.2 >> >>`,
        ]
      : []),
    ...(options.references ?? []),
  ];
  const reference = references.length > 0 ? `/Reference [${references.join(' ')}]` : '';
  const room = options.room ?? 24_000;
  const subFilter = options.subFilter ?? 'ETSI.CAdES.detached';
  const objects = new Map([
    options.group === undefined
      ? ([
          formRef.num,
          edited(form, {
            Fields: refs(options.isFieldFirst ? [field, ...fields] : [...fields, field]),
          }),
        ] as const)
      : ([
          options.group,
          edited(view.dict(new PdfRef(options.group, 0))!, { Kids: refs([field]) }),
        ] as const),
    [numbers.page, edited(page, { Annots: refs([...annots, field]) })],
    [
      field,
      `<< /Type /Annot /Subtype /Widget /FT /Sig /T (${options.field ?? `sig-${field}`}) /V ${value} 0 R
          /Rect ${options.rect ?? '[0 0 0 0]'} /F 132 /P 3 0 R
          ${options.group === undefined ? '' : `/Parent ${options.group} 0 R`} ${options.fieldEntries ?? ''} >>`,
    ],
    [
      value,
      `<< /Type /${options.contentsOf ? 'DocTimeStamp' : 'Sig'} /Filter /Adobe.PPKLite ${subFilter ? `/SubFilter /${subFilter}` : ''}
          /M (D:20261121180000+07'00') ${reference} /ByteRange [0 ${'9'.repeat(10)} ${'9'.repeat(10)} ${'9'.repeat(10)}]
          /Contents <${'0'.repeat(room)}> >>`,
    ],
  ]);
  if (options.certify)
    objects.set(root.num, edited(catalog, { Perms: `<< /DocMDP ${value} 0 R >>` }));
  const contentsOf =
    options.contentsOf ?? ((covered: Uint8Array) => buildCms(covered, signer, options.cms));
  return fillSignature(appendRevision(file, objects), contentsOf);
}

/** Locks fields of the form (FieldMDP). */
export const lockOf = (action: string) =>
  `<< /Type /SigRef /TransformMethod /FieldMDP /TransformParams << /Type /TransformParams ${action} /V /1.2 >> >>`;

/** Fixes the byte range of the last blank signature and fills its contents. */
function fillSignature(file: Buffer, contentsOf: (covered: Uint8Array) => Uint8Array): Buffer {
  const gapStart = file.lastIndexOf('/Contents <') + '/Contents '.length;
  const gapEnd = file.indexOf('>', gapStart) + 1;
  const rangeAt = file.lastIndexOf('/ByteRange [', gapStart);
  const rangeEnd = file.indexOf(']', rangeAt);
  const range = `/ByteRange [0 ${gapStart} ${gapEnd} ${file.length - gapEnd}`;
  file.write(range.padEnd(rangeEnd - rangeAt, ' '), rangeAt, 'latin1');
  const covered = Buffer.concat([file.subarray(0, gapStart), file.subarray(gapEnd)]);
  const contents = Buffer.from(contentsOf(covered)).toString('hex');
  file.write(contents, gapStart + 1, 'latin1');
  return file;
}

export interface CmsOptions {
  hash?: 'sha512' | 'sha384' | 'sha256' | 'sha1' | 'md5';
  /** Replaces the certificates that are enclosed. */
  certificates?: Uint8Array[];
  /** The certificate that ESS names, where not the signer's. */
  essCertificate?: Uint8Array;
  withoutEss?: boolean;
  /** ESS is given two values. */
  essTwice?: boolean;
  /** The hash that CMSAlgorithmProtection says (RFC 6211). */
  protectedHash?: keyof typeof hashOids;
  /** The hash that ESS names the certificate by. */
  essHash?: keyof typeof hashOids;
  /** What is named as the hash, where not what it is. */
  hashOid?: string;
  /** Signed attributes beside the usual ones, DER each. */
  attributesBeside?: Uint8Array[];
  /** The type that stands beside the content, where it is not the one that is signed. */
  besideContent?: string;
  /** Names the signer, where not by issuer and number. */
  signerId?: Uint8Array;
  /** What the signed attributes say that is signed, where not plain data. */
  contentType?: string;
  /** The content stands inside, under that type, as in a time stamp. */
  isEnclosed?: boolean;
  /** Says this digest, whatever is covered. */
  digest?: Uint8Array;
  signerInfos?: number;
  /** Makes the unsigned attribute with a time stamp over the signature value. */
  timestampToken?: Uint8Array;
  /** The message digest attribute is given twice. */
  digestTwice?: boolean;
  /**
   * Signed attributes: left out; written out of order but signed as DER, as some writers do; or
   * written and signed out of order.
   */
  attributes?: 'none' | 'unsorted' | 'unsorted-signed';
  /** What is done to the bytes at the end. */
  rewrite?: (cms: Buffer) => Buffer;
}

const hashOids = {
  sha512: '2.16.840.1.101.3.4.2.3',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha1: '1.3.14.3.2.26',
  md5: '1.2.840.113549.2.5',
};
const ecdsaOids = {
  sha512: '1.2.840.10045.4.3.4',
  sha384: '1.2.840.10045.4.3.3',
  sha256: '1.2.840.10045.4.3.2',
  sha1: '1.2.840.10045.4.1',
  md5: '',
};

/** An attribute with its values, DER each. */
export const attribute = (type: string, ...values: Uint8Array[]) =>
  sequence(oid(type), write(0x31, ...values));

/** The older reference to the signer's certificate, by SHA-1 (RFC 2634, 5.4). */
export const olderReference = ({ certificate }: Pick<Signer, 'certificate'>) =>
  attribute(
    '1.2.840.113549.1.9.16.2.12',
    sequence(sequence(sequence(octets(createHash('sha1').update(certificate).digest())))),
  );

/** A detached SignedData, right or wrong as asked. */
export function buildCms(covered: Uint8Array, signer: Signer, options: CmsOptions = {}): Buffer {
  const hash = options.hash ?? 'sha256';
  const digest = options.digest ?? createHash(hash).update(covered).digest();
  const essHash = createHash(options.essHash ?? 'sha256')
    .update(options.essCertificate ?? signer.certificate)
    .digest();
  const essAlgorithm = options.essHash ? [sequence(oid(hashOids[options.essHash]))] : [];
  const reference = sequence(sequence(sequence(...essAlgorithm, octets(essHash))));
  const ess = options.essTwice ? Buffer.concat([reference, reference]) : reference;
  const data = '1.2.840.113549.1.7.1';
  const contentType = options.contentType ?? data;
  const messageDigest = attribute('1.2.840.113549.1.9.4', octets(digest));
  const parts = [
    attribute('1.2.840.113549.1.9.3', oid(contentType)),
    messageDigest,
    ...(options.digestTwice ? [messageDigest] : []),
    ...(options.withoutEss ? [] : [attribute('1.2.840.113549.1.9.16.2.47', ess)]),
    ...(options.protectedHash
      ? [
          attribute(
            '1.2.840.113549.1.9.52',
            sequence(sequence(oid(hashOids[options.protectedHash]))),
          ),
        ]
      : []),
    ...(options.attributesBeside ?? []),
  ];
  const attributes = setOf(...parts);
  const unsorted = write(0x31, ...sortedBackwards(attributes, parts));
  const isUnsorted = options.attributes?.startsWith('unsorted') ?? false;
  const signedBytes = {
    none: covered,
    unsorted: attributes,
    'unsorted-signed': unsorted,
    sorted: attributes,
  }[options.attributes ?? 'sorted'];
  const kind = signer.key.asymmetricKeyType;
  const signature = sign(kind === 'ed25519' ? null : hash, signedBytes, signer.key);
  const { issuer, serial } = readCertificate(signer.certificate);
  const info = sequence(
    integer(1),
    options.signerId ?? sequence(issuer, write(0x02, serial)),
    sequence(oid(options.hashOid ?? hashOids[hash])),
    ...(options.attributes === 'none' ? [] : [retagged(0xa0, isUnsorted ? unsorted : attributes)]),
    signatureAlgorithms[kind ?? 'ec']?.(hash) ?? sequence(oid(ecdsaOids[hash])),
    octets(signature),
    ...(options.timestampToken
      ? [
          write(
            0xa1,
            sequence(oid('1.2.840.113549.1.9.16.2.14'), write(0x31, options.timestampToken)),
          ),
        ]
      : []),
  );
  const infos = Array.from({ length: options.signerInfos ?? 1 }, () => info);
  const rewrite = options.rewrite ?? ((cms: Buffer) => cms);
  return rewrite(
    Buffer.from(
      sequence(
        oid('1.2.840.113549.1.7.2'),
        write(
          0xa0,
          sequence(
            integer(1),
            setOf(sequence(oid(hashOids[hash]))),
            options.isEnclosed
              ? sequence(oid(options.besideContent ?? contentType), write(0xa0, octets(covered)))
              : sequence(oid(options.besideContent ?? data)),
            write(0xa0, ...(options.certificates ?? [signer.certificate, ...signer.chain])),
            write(0x31, ...infos),
          ),
        ),
      ),
    ),
  );
}

const signatureAlgorithms: Record<string, (hash: string) => Uint8Array> = {
  rsa: () => sequence(oid('1.2.840.113549.1.1.1'), nil()),
  ed25519: () => sequence(oid('1.3.101.112')),
};

/** The members in the order that DER does not have. */
function sortedBackwards(attributes: Uint8Array, parts: Uint8Array[]): Uint8Array[] {
  const place = (part: Uint8Array) => Buffer.from(attributes).indexOf(part);
  return [...parts].sort((a, b) => place(b) - place(a));
}

function retagged(tag: number, element: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([tag]), Buffer.from(element).subarray(1)]);
}
