import type * as crypto from 'node:crypto';
import { digest, type HashName } from './algorithms';

/** Digests of what signatures of one file cover, each asked for with the pieces in order. */
export type DigestPieces = (pieces: Uint8Array[], hash: HashName) => Promise<Uint8Array>;

/**
 * Every signature of a file covers its beginning, so where Node's hashes can be had, the beginning
 * is hashed once and the state copied; WebCrypto takes all bytes at once and is asked each time.
 * @param stops lengths of the first pieces that will be asked for, so that their states are kept when
 * a longer one is asked for first
 */
export function digestsOfOneFile(stops: number[] = []): DigestPieces {
  const node = nodeCrypto();
  const known = new Map<string, Promise<Uint8Array>>();
  const prefixes: Prefix[] = [];
  return (pieces, hash) => {
    const key = [hash, ...pieces.map((piece) => `${piece.byteOffset}+${piece.length}`)].join();
    const found =
      known.get(key) ??
      (node && isStrong(hash)
        ? Promise.resolve(digestFrom(node, { prefixes, stops }, pieces, hash))
        : digest(hash, joinPieces(pieces)));
    known.set(key, found);
    return found;
  };
}

interface Prefix {
  name: HashName;
  buffer: ArrayBufferLike;
  start: number;
  end: number;
  state: crypto.Hash;
}

function digestFrom(
  node: NodeCrypto,
  { prefixes, stops }: { prefixes: Prefix[]; stops: number[] },
  [first = new Uint8Array(), ...rest]: Uint8Array[],
  name: HashName,
): Uint8Array {
  const { buffer, byteOffset: start } = first;
  const end = start + first.length;
  const nearest = prefixes
    .filter((known) => known.name === name && known.buffer === buffer && known.start === start)
    .filter((known) => known.end <= end)
    .sort((a, b) => b.end - a.end)[0];
  const state = nearest ? nearest.state.copy() : node.createHash(name.replace('-', ''));
  let at = nearest?.end ?? start;
  const between = stops.map((length) => start + length).filter((stop) => stop > at && stop < end);
  for (const stop of [...between.sort((a, b) => a - b), end]) {
    state.update(first.subarray(at - start, stop - start));
    prefixes.push({ name, buffer, start, end: stop, state: state.copy() });
    at = stop;
  }
  for (const piece of rest) state.update(piece);
  return state.digest();
}

type NodeCrypto = typeof crypto;

function nodeCrypto(): NodeCrypto | undefined {
  return globalThis.process?.getBuiltinModule?.('node:crypto');
}

function isStrong(hash: HashName): boolean {
  return hash !== 'weak';
}

export function joinPieces(pieces: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
