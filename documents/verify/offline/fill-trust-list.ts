import type { TrustListData } from '../trust/trust-list';

const place = /(<script type="application\/json" id="trust-list">)[\s\S]*?(<\/script>)/;

/**
 * Puts a trust list into the page of the offline verifier, which carries it from then on with its
 * date. The bytes of the list cannot end the element they stand in.
 * @param page as `scripts/build-verifier.mjs` builds it
 * @throws Error where the page has no place for it
 */
export function fillTrustList(page: string, list: TrustListData): string {
  if (!place.test(page)) throw new Error('The page has no place for a trust list.');
  const json = JSON.stringify(list).replaceAll('<', '\\u003c');
  return page.replace(place, (_whole, open: string, close: string) => `${open}${json}${close}`);
}
