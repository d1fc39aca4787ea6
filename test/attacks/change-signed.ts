import type { ReasonCode } from '../../documents/verify/reasons/reasons';
import { verifyCopy } from '../../documents/verify/verify-copy';
import { appendRevision, edited, viewOf, type AppendOptions } from './append-revision';

/** Objects with some entries set anew, by number, or written whole. */
export type Changes = Record<number, string | Record<string, string>>;

/** The file with the changes saved behind it. */
export function changed(file: Uint8Array, changes: Changes, options?: AppendOptions): Uint8Array {
  const view = viewOf(file);
  const objects = Object.entries(changes).map(([num, change]): [number, string] => [
    Number(num),
    typeof change === 'string' ? change : edited(view.current(Number(num)), change),
  ]);
  return appendRevision(file, new Map(objects), options);
}

/** The reasons of a file where no authority is trusted: what counts is what was changed. */
export async function reasonsOf(file: Uint8Array): Promise<ReasonCode[]> {
  return (await verifyCopy(file, { trustAnchors: [], at: Date.now(), online: false })).reasons;
}

/** What a later change adds to the reasons that a signed file has anyhow, sorted. */
export async function reasonsBy(
  signed: Uint8Array,
  changes: Changes,
  options?: AppendOptions,
): Promise<ReasonCode[]> {
  const before = await reasonsOf(signed);
  const after = await reasonsOf(changed(signed, changes, options));
  return after.filter((reason) => !before.includes(reason)).sort();
}
