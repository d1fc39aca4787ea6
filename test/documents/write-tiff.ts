/** A value of a directory: shorts, longs, rationals as quotients of 1000, or bytes as they are. */
export type TiffValue =
  { shorts: number[] } | { longs: number[] } | { rationals: number[] } | { bytes: Buffer };

/** One directory: its values by tag, and its strips or tiles, whose places are written here. */
export interface TiffPage {
  values: Record<number, TiffValue>;
  parts: Buffer[];
  isTiled?: boolean;
}

/** A TIFF of directories in their order, with either byte first. */
export function writeTiff(pages: TiffPage[], isLittle = true): Buffer {
  const chunks: Buffer[] = [Buffer.from(isLittle ? 'II*\0' : 'MM\0*', 'latin1')];
  let length = 8;
  const number = (bytes: 2 | 4, value: number) => {
    const out = Buffer.alloc(bytes);
    if (isLittle) out.writeUIntLE(value, 0, bytes);
    else out.writeUIntBE(value, 0, bytes);
    return out;
  };
  const push = (chunk: Buffer) => {
    const even = chunk.length % 2 === 0 ? chunk : Buffer.concat([chunk, Buffer.alloc(1)]);
    chunks.push(even);
    length += even.length;
    return length - even.length;
  };
  const encode = (value: TiffValue): { type: number; count: number; data: Buffer } => {
    if ('bytes' in value) return { type: 7, count: value.bytes.length, data: value.bytes };
    const [type, numbers] =
      'shorts' in value
        ? ([3, value.shorts] as const)
        : 'longs' in value
          ? ([4, value.longs] as const)
          : ([5, value.rationals] as const);
    const data = numbers.flatMap((each) =>
      type === 5
        ? [number(4, Math.round(each * 1000)), number(4, 1000)]
        : [number(type === 3 ? 2 : 4, each)],
    );
    return { type, count: numbers.length, data: Buffer.concat(data) };
  };
  let next: Buffer = Buffer.alloc(0);
  pages.forEach(({ values, parts, isTiled }, index) => {
    const offsets = parts.map((part) => push(part));
    const places: Record<number, TiffValue> = {
      [isTiled ? 324 : 273]: { longs: offsets },
      [isTiled ? 325 : 279]: { longs: parts.map((part) => part.length) },
    };
    const entries = Object.entries({ ...values, ...places })
      .sort(([one], [other]) => Number(one) - Number(other))
      .map(([tag, value]) => {
        const { type, count, data } = encode(value);
        const inline =
          data.length <= 4 ? Buffer.concat([data, Buffer.alloc(4 - data.length)]) : null;
        const place = inline ?? number(4, push(data));
        return Buffer.concat([number(2, Number(tag)), number(2, type), number(4, count), place]);
      });
    const directory = Buffer.concat([number(2, entries.length), ...entries]);
    const at = push(Buffer.concat([directory, Buffer.alloc(4)]));
    if (index === 0) chunks.splice(1, 0, number(4, at));
    else number(4, at).copy(next);
    const whole = chunks.at(-1)!;
    next = whole.subarray(directory.length, directory.length + 4);
  });
  return Buffer.concat(chunks);
}
