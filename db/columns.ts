import type { ColumnOptions } from 'typeorm';

/** Column kinds of the house, so that entities read as nouns and not as SQL. */
export const id: ColumnOptions = { type: 'char', length: 36 };
export const hash: ColumnOptions = { type: 'char', length: 64 };
export const hashOrNone: ColumnOptions = { ...hash, nullable: true };
export const idOrNone: ColumnOptions = { ...id, nullable: true };
export const count: ColumnOptions = { type: 'int', unsigned: true };
export const flag: ColumnOptions = { type: 'boolean' };
export const data: ColumnOptions = { type: 'json' };

/** UTC, to the millisecond. */
export const instant = (nullable = false): ColumnOptions => ({
  type: 'datetime',
  precision: 3,
  nullable,
});
export const text = (length: number, nullable = false): ColumnOptions => ({
  type: 'varchar',
  length,
  nullable,
});
/** Counts of milliseconds and sequence numbers; inside the safe integers. */
export const bigCount: ColumnOptions = {
  type: 'bigint',
  unsigned: true,
  transformer: { to: (value: number) => value, from: (value: string | number) => Number(value) },
};
