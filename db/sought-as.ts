import { foldText } from '../domain/text';

/** A name as searches compare it: without accents and case, đ as d, as long as its column. */
export function soughtAs(name: string): string {
  return [...foldText(name)].slice(0, 200).join('');
}
