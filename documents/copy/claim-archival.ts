import { PDFName, PDFString } from 'pdf-lib';
import type { Revision } from './revision';
import { srgbProfile } from './srgb-profile';

/**
 * Says in the copy that it is PDF/A-2b (ISO 19005-2): what its colours mean, and the claim itself.
 * Only for scans of which `studyPages` found that nothing on them forbids it; the copy then is PDF/A
 * from its seal on, when every field has its appearance.
 * @param title what a reader shows as the document's name
 */
export function claimArchival(revision: Revision, title: string): void {
  const { context, root } = revision;
  const profile = revision.add(context.flateStream(srgbProfile(), { N: 3 }));
  const intent = revision.add(
    context.obj({
      Type: 'OutputIntent',
      S: 'GTS_PDFA1',
      OutputConditionIdentifier: PDFString.of('sRGB'),
      Info: PDFString.of('sRGB'),
      DestOutputProfile: profile,
    }),
  );
  const metadata = revision.add(
    context.stream(metadataOf(title), { Type: 'Metadata', Subtype: 'XML' }),
  );
  root.set(PDFName.of('OutputIntents'), context.obj([intent]));
  root.set(PDFName.of('Metadata'), metadata);
  revision.put(revision.rootRef, root);
}

/** XMP (ISO 16684-1), unpacked, so that programs find it without reading PDF. */
function metadataOf(title: string): Buffer {
  const escaped = title
    .normalize('NFC')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  return Buffer.from(
    `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`,
    'utf8',
  );
}
