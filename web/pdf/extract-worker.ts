import { degrees, PDFDict, PDFDocument, PDFName, PDFNumber } from 'pdf-lib';
import type { ExtractAnswer, ExtractQuestion } from './extract-pages';

/** In a thread of its own: a heavy file holds up nobody's typing, and ends with the thread. */
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<ExtractQuestion>) => void;
  postMessage: (answer: ExtractAnswer, transfer?: Transferable[]) => void;
};

scope.onmessage = ({ data }) => {
  answer(data).then(
    (parts) => scope.postMessage(parts, typeof parts === 'string' ? [] : parts),
    () => scope.postMessage('broken'),
  );
};

async function answer({ bytes, parts }: ExtractQuestion): Promise<ExtractAnswer> {
  const source = await PDFDocument.load(bytes, { updateMetadata: false });
  if (isMoreThanPages(source)) return 'bound';
  const made: ArrayBuffer[] = [];
  for (const part of parts) {
    const target = await PDFDocument.create({ updateMetadata: false });
    const copied = await target.copyPages(
      source,
      part.map(({ number }) => number - 1),
    );
    copied.forEach((page, at) => {
      const turn = part[at]?.turn ?? 0;
      if (turn !== 0) page.setRotation(degrees((page.getRotation().angle + turn) % 360));
      target.addPage(page);
    });
    made.push((await target.save({ useObjectStreams: false })).slice().buffer);
  }
  return made;
}

/** A signature, or layers that are shown or hidden, belong to the whole file: its pages alone would be another. */
function isMoreThanPages({ catalog }: PDFDocument): boolean {
  if (catalog.has(PDFName.of('OCProperties'))) return true;
  const form = catalog.lookupMaybe(PDFName.of('AcroForm'), PDFDict);
  const flags = form?.lookupMaybe(PDFName.of('SigFlags'), PDFNumber)?.asNumber() ?? 0;
  return flags !== 0;
}
