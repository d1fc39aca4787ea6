import type { ColumnOptions } from 'typeorm';

/** How letters are compared. The migration says the same; a test compares the two. */
export const ascii = { charset: 'ascii', collation: 'ascii_bin' } as const;
/** Byte for byte too, where letters beyond ASCII may stand. */
export const exact = { charset: 'utf8mb4', collation: 'utf8mb4_bin' } as const;
/** What people write and read: sorted as Vietnamese is, equal without regard to case and tone. */
export const human = { charset: 'utf8mb4', collation: 'utf8mb4_vietnamese_ci' } as const;

/** Column kinds of the house, so that entities read as nouns and not as SQL. */
export const id = { ...ascii, type: 'char', length: 36 } as const;
export const idOrNone = { ...id, nullable: true } as const;
export const hash = { ...ascii, type: 'char', length: 64 } as const;
export const hashOrNone = { ...hash, nullable: true } as const;
export const count = { type: 'int', unsigned: true } as const;
export const flag = { type: 'boolean' } as const;
export const data = { type: 'json' } as const;
/** A code, a key, a token, a name for programs: ASCII, compared byte for byte. */
export const code = (length: number) => ({ ...ascii, type: 'varchar', length }) as const;
export const codeOrNone = (length: number) => ({ ...code(length), nullable: true }) as const;
/** Text that is compared byte for byte: user names, labels of tokens, numbers as printed. */
export const exactText = (length: number) => ({ ...exact, type: 'varchar', length }) as const;
export const text = (length: number) => ({ ...human, type: 'varchar', length }) as const;
export const textOrNone = (length: number) => ({ ...text(length), nullable: true }) as const;

/** UTC, to the millisecond. */
export const instant = { type: 'datetime', precision: 3 } as const;
export const instantOrNone = { ...instant, nullable: true } as const;

/** Counts of milliseconds and sequence numbers; inside the safe integers. */
export const bigCount = {
  type: 'bigint',
  unsigned: true,
  transformer: {
    to: (value: number | null) => value,
    from: (value: string | number | null) => (value === null ? null : Number(value)),
  },
} as const satisfies ColumnOptions;
