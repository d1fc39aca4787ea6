import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

interface Place {
  name: string;
  bytes: Buffer;
}

/** Every file of a folder, as it is on disk. */
export function filesUnder(folder: string): Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { name: relative(folder, path), bytes: readFileSync(path) };
    });
}

/** All texts and bytes within a message of Temporal, payloads among them, one after the other. */
export function messageAs(name: string, message: unknown): Place {
  return { name, bytes: Buffer.concat([...partsOf(message)].flatMap((part) => [part, newLine])) };
}

const newLine = Buffer.from('\n');

function* partsOf(value: unknown): Generator<Buffer> {
  if (typeof value === 'string') yield Buffer.from(value);
  else if (ArrayBuffer.isView(value))
    yield Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value) as unknown[]) yield* partsOf(part);
  }
}

/** Names of the places where a text stands: plain, in UTF-16, in hex, or within base64. */
export function tracesOf(text: string, places: Place[]): string[] {
  const plain = Buffer.from(text);
  const within = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), plain]).toString('base64');
    // Letters that hold bits of what stands before or after are left out.
    return Buffer.from(encoded.slice(shift === 0 ? 0 : shift + 1, -4));
  });
  const forms = [
    plain,
    Buffer.from(text, 'utf16le'),
    Buffer.from(plain.toString('hex')),
    ...within,
  ];
  return places
    .filter(({ bytes }) => forms.some((form) => bytes.includes(form)))
    .map(({ name }) => name);
}
