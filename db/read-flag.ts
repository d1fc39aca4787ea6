/** Whether a condition or a flag of a plain statement holds: MariaDB answers a number, MySQL a BIGINT, which comes as text. */
export function readFlag(value: unknown): boolean {
  return Number(value) === 1;
}
