import { deflateSync } from 'node:zlib';

/** Objects of a PDF, numbered from 1; the first is the catalogue. */
export function writePdf(objects: (string | Buffer)[], trailer = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let position = parts[0]!.length;
  const offsets: number[] = [];
  const push = (part: Buffer) => {
    parts.push(part);
    position += part.length;
  };
  objects.forEach((object, index) => {
    offsets.push(position);
    push(Buffer.from(`${index + 1} 0 obj\n`));
    push(Buffer.isBuffer(object) ? object : Buffer.from(object, 'latin1'));
    push(Buffer.from('\nendobj\n'));
  });
  const xref = position;
  push(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`));
  for (const offset of offsets) push(Buffer.from(`${String(offset).padStart(10, '0')} 00000 n \n`));
  push(
    Buffer.from(
      `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${xref}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

export function stream(dict: string, data: Buffer | string): Buffer {
  const bytes = Buffer.isBuffer(data) ? data : Buffer.from(data, 'latin1');
  return Buffer.concat([
    Buffer.from(`<< ${dict} /Length ${bytes.length} >>\nstream\n`, 'latin1'),
    bytes,
    Buffer.from('\nendstream'),
  ]);
}

/** A PDF like a scanner's: each page one grey picture of bars, `pages` of them. */
export function drawScan(pages = 2): Buffer {
  const side = 200;
  const objects: (string | Buffer)[] = ['<< /Type /Catalog /Pages 2 0 R >>', ''];
  const kids: string[] = [];
  for (let page = 0; page < pages; page += 1) {
    const pixels = Buffer.alloc(side * side, 0xff);
    for (let row = 20; row < side - 20; row += 10) {
      pixels.fill(0x40, row * side + 20, row * side + 60 + ((row * 7 + page * 31) % 110));
    }
    const first = objects.length + 1;
    kids.push(`${first} 0 R`);
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /Im ${first + 1} 0 R >> >> /Contents ${first + 2} 0 R >>`,
      stream(
        `/Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode`,
        deflateSync(pixels),
      ),
      stream('', 'q 595 0 0 842 0 0 cm /Im Do Q'),
    );
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages} >>`;
  return writePdf(objects);
}
