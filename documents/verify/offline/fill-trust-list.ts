import type { TrustListData } from '../trust/trust-list';

const listPlace = placeOf('trust-list');
const keysPlace = placeOf('register-keys');

function placeOf(id: string): RegExp {
  return new RegExp(`(<script type="application/json" id="${id}">)[\\s\\S]*?(</script>)`);
}

/**
 * Puts a trust list into the page of the offline verifier, which carries it from then on with its
 * date. The bytes of the list cannot end the element they stand in.
 * @param page as `scripts/build-verifier.mjs` builds it
 * @throws Error where the page has no place for it
 */
export function fillTrustList(page: string, list: TrustListData): string {
  return fill(page, listPlace, list);
}

/**
 * Puts the public keys of the register into the page, so that it knows proofs of numbers.
 * @param keys Ed25519, 32 bytes each in hex
 * @throws Error where the page has no place for them
 */
export function fillRegisterKeys(page: string, keys: readonly string[]): string {
  return fill(page, keysPlace, keys);
}

function fill(page: string, place: RegExp, data: unknown): string {
  if (!place.test(page)) throw new Error('The page has no place for what it is to carry.');
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return page.replace(place, (_whole, open: string, close: string) => `${open}${json}${close}`);
}
