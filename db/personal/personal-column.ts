import { type FindOperator, Raw } from 'typeorm';
import { ascii } from '../columns';
import {
  decryptPersonal,
  encryptedLength,
  encryptPersonal,
  type PersonalKind,
  personalPrefixes,
  type SoughtKind,
} from './personal-value';

/** Callers see plain values, the table holds encrypted ones. */
export class PersonalTransformer {
  constructor(readonly kind: PersonalKind) {}
  readonly to = (value: string | null | undefined) => encryptOrNone(this.kind, value);
  readonly from = (stored: string | null) => decryptOrNone(this.kind, stored);
}

/** A column of personal values. @param bytes the longest of them in UTF-8 */
export function personal(kind: SoughtKind, bytes: number) {
  const transformer = new PersonalTransformer(kind);
  return { ...ascii, type: 'varchar', length: encryptedLength(bytes), transformer } as const;
}

export function personalOrNone(kind: SoughtKind, bytes: number) {
  return { ...personal(kind, bytes), nullable: true } as const;
}

/** Text with something personal in it, which nobody looks for. */
export const personalWords = {
  ...ascii,
  type: 'mediumtext',
  transformer: new PersonalTransformer('words'),
} as const;

/** For plain statements, which know nothing of columns. */
export function encryptOrNone<Value extends string | null | undefined>(
  kind: PersonalKind,
  value: Value,
): Value {
  return (typeof value === 'string' ? encryptPersonal(kind, value) : value) as Value;
}

export function decryptOrNone<Stored extends string | null>(
  kind: PersonalKind,
  stored: Stored,
): Stored {
  return (stored === null ? null : decryptPersonal(kind, stored)) as Stored;
}

/**
 * What `where` compares an encrypted column with: encrypted twice, a value is never the same, so equal ones are
 * found by their blind index.
 */
export function isPersonal(kind: SoughtKind, ...values: string[]): FindOperator<string> {
  const prefixes = values.flatMap((value) => personalPrefixes(kind, value));
  const names = prefixes.map((_, at) => `${kind}${at}`);
  return Raw(
    (column) =>
      names.length === 0
        ? 'FALSE'
        : `(${names.map((name) => `${column} LIKE :${name}`).join(' OR ')})`,
    Object.fromEntries(names.map((name, at) => [name, `${prefixes[at]}:%`])),
  ) as FindOperator<string>;
}

/** The same for plain statements. @param column with its alias */
export function personalCondition(
  column: string,
  kind: SoughtKind,
  value: string,
): { sql: string; parameters: string[] } {
  const prefixes = personalPrefixes(kind, value);
  return {
    sql: `(${prefixes.map(() => `${column} LIKE ?`).join(' OR ')})`,
    parameters: prefixes.map((prefix) => `${prefix}:%`),
  };
}
