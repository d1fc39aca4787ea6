import type { ColumnOptions } from 'typeorm';

/** Column kinds of the house, so that entities read as nouns and not as SQL. */
export const id = { type: 'char', length: 36 } as const;
export const idOrNone = { ...id, nullable: true } as const;
export const hash = { type: 'char', length: 64 } as const;
export const hashOrNone = { ...hash, nullable: true } as const;
export const count = { type: 'int', unsigned: true } as const;
export const flag = { type: 'boolean' } as const;
export const data = { type: 'json' } as const;
export const text = (length: number) => ({ type: 'varchar', length }) as const;
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
