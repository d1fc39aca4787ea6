import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { PdfRef } from '../../documents/verify/parse/objects';
import { renewArchive } from '../../documents/copy/renew-archive';
import { verifyCopy } from '../../documents/verify/verify-copy';
import { appendRevision, edited, sizeOf, viewOf } from '../attacks/append-revision';
import { encodePng } from '../../documents/scan/pictures/encode-png';
import { drawScan, stream, writePdf } from '../documents/draw-scan';
import {
  attestation,
  evidenceOf,
  makeCopy,
  openWorkshop,
  type KeyKind,
} from '../documents/make-copy';

/**
 * Writes what the judges judge into a folder: copies as we make them, and copies that were attacked,
 * each with our own verdict now and in 2035 in `ours.json`.
 */
async function main(folder: string, root: string | undefined, files: string[]): Promise<void> {
  const { anchor, samples } =
    root === undefined ? await makeSamples() : takeSamples(readFileSync(root, 'utf8'), files);
  writeFileSync(join(folder, 'root.der'), anchor);
  const ours = [];
  for (const { file, isGenuine, bytes } of samples) {
    writeFileSync(join(folder, file), bytes);
    const options = { trustAnchors: [anchor], online: false };
    const now = await verifyCopy(bytes, { ...options, at: Date.now() });
    const later = await verifyCopy(bytes, { ...options, at: Date.UTC(2035, 0, 15) });
    // The claim stands unpacked in the copy, for programs that do not read PDF.
    const claimsPdfa = Buffer.from(bytes).includes('<pdfaid:part>');
    ours.push({
      ...{ file, isGenuine, claimsPdfa },
      ...{ now: now.verdict, in2035: later.verdict, reasons: now.reasons },
    });
  }
  writeFileSync(join(folder, 'ours.json'), JSON.stringify(ours));
}

interface Samples {
  /** DER of the root they lead to. */
  anchor: Uint8Array;
  samples: { file: string; isGenuine: boolean; bytes: Uint8Array }[];
}

/** Copies that somebody has, of a running stack for example: all of them are to be accepted. */
function takeSamples(rootPem: string, files: string[]): Samples {
  const samples = files.map((file) => ({
    file: basename(file),
    isGenuine: true,
    bytes: new Uint8Array(readFileSync(file)),
  }));
  return { anchor: new X509Certificate(rootPem).raw, samples };
}

async function makeSamples(): Promise<Samples> {
  const workshop = await openWorkshop();
  try {
    const samples: Samples['samples'] = [];
    const kinds: [KeyKind, KeyKind][] = [
      ['p-256', 'p-384'],
      ['rsa-2048', 'rsa-4096'],
      ['rsa-3072', 'p-256'],
    ];
    for (const [leader, agency] of kinds) {
      const made = await makeCopy(workshop, drawScan(), {
        leader: await workshop.issue(leader),
        agency: await workshop.issue(agency, { profile: 'seal' }),
      });
      samples.push({ file: `copy-${leader}-${agency}.pdf`, isGenuine: true, bytes: made.copy });
    }
    const leader = await workshop.issue('p-256');
    const agency = await workshop.issue('p-256', { profile: 'seal' });
    const mark = (colour: number[]) =>
      encodePng({ width: 200, height: 200, rgba: Buffer.alloc(160_000, Buffer.from(colour)) });
    const marked = await makeCopy(
      workshop,
      drawScan(),
      { leader, agency },
      {
        attestation: {
          ...attestation,
          signatureImage: mark([0, 40, 160, 120]),
          compared: { by: 'Trần Thị Mẫu', at: Date.now() },
        },
        sealImage: mark([200, 0, 0, 90]),
      },
    );
    samples.push({ file: 'copy-with-marks.pdf', isGenuine: true, bytes: marked.copy });
    // Text in fonts that are not embedded: no PDF/A can come of it, and none is claimed.
    const lettered = await makeCopy(workshop, drawLetter(), { leader, agency });
    samples.push({ file: 'copy-of-letter.pdf', isGenuine: true, bytes: lettered.copy });
    const copy = samples[0]!.bytes;
    const renewed = await renewArchive({ copy, ...evidenceOf(workshop) });
    samples.push({ file: 'copy-renewed.pdf', isGenuine: true, bytes: renewed });
    for (const [name, bytes] of Object.entries(attack(Buffer.from(copy))))
      samples.push({ file: `attack-${name}.pdf`, isGenuine: false, bytes });
    return { anchor: workshop.pki.root, samples };
  } finally {
    await workshop.close();
  }
}

function drawLetter(): Buffer {
  return writePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>',
    stream('', 'BT /F 20 Tf 100 700 Td (Giay to vi du) Tj ET'),
  ]);
}

function attack(copy: Buffer): Record<string, Uint8Array> {
  const view = viewOf(copy);
  const pages = view.dict(view.catalog().entries.get('Pages'))!;
  const page = (view.array(pages.entries.get('Kids'))![0] as PdfRef).num;
  const overlay = stream('', '1 1 1 rg 0 0 600 800 re f').toString('latin1');
  const added = sizeOf(copy);
  const flipped = Buffer.from(copy);
  const at = Math.floor(copy.length / 5);
  flipped[at] = flipped[at]! ^ 1;
  return {
    'flipped-byte': flipped,
    'page-content': appendRevision(
      copy,
      new Map([
        [page, edited(view.current(page), { Contents: `${added} 0 R` })],
        [added, overlay],
      ]),
    ),
    'unreached-bytes': Buffer.concat([
      copy,
      Buffer.from(overlay, 'latin1'),
      copy.subarray(copy.lastIndexOf('startxref')),
    ]),
    'hidden-object': appendRevision(copy, new Map(), { stowaway: `4 0 obj\n${overlay}\nendobj\n` }),
    'open-action': appendRevision(
      copy,
      new Map([
        [
          (view.trailer.entries.get('Root') as PdfRef).num,
          edited(view.catalog(), { OpenAction: '<< /S /URI /URI (http://vi-du.vn) >>' }),
        ],
      ]),
    ),
  };
}

const [folder, root, ...files] = process.argv.slice(2);
void main(folder!, root, files);
