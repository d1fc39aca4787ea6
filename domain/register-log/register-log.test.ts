import { expect, test } from '@jest/globals';
import { createPrivateKey, sign } from 'node:crypto';
import fc from 'fast-check';
import { concat, fromBase64, fromHex, hexOf } from './bytes';
import { LeafCheck } from './check-leaves';
import { formatCheckpoint, openCheckpoint, originOf } from './checkpoint';
import { formatLeaf, type Leaf } from './leaf';
import { emptyRoot, GrowingTree, type Hash, hashLeaf, isConsistent, isIncluded } from './merkle';
import { formatProof, openProof, parseProof } from './proof-file';
import {
  formatKey,
  formatNote,
  isSignedBy,
  logKey,
  parseKey,
  parseNote,
  signBody,
} from './signed-note';
import { fold, TiledTree, tileNumber, type ReadTile } from './tiled-tree';

/** The leaves and roots of the reference implementation of RFC 6962. */
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const hashes = leaves.map((leaf) => hashLeaf(fromHex(leaf)));

/** Tiles of leaves' hashes that lie in memory. */
function tilesOf(all: Hash[]): ReadTile {
  return (level, index, width) => {
    const each = 256 ** level;
    const hashAt = (at: number) => fold(all.slice(at * each, (at + 1) * each));
    return Promise.resolve(Array.from({ length: width }, (_, at) => hashAt(index * 256 + at)));
  };
}

const treeOf = (all: Hash[]) => new TiledTree(all.length, tilesOf(all));

function rootOf(all: Hash[]): Hash {
  const tree = new GrowingTree();
  for (const hash of all) tree.add(hash);
  return tree.root();
}

test('roots are those of RFC 6962’s reference implementation, however they are computed', async () => {
  expect(hexOf(emptyRoot)).toBe(roots[0]);
  for (const [size, root] of roots.entries()) {
    const some = hashes.slice(0, size);
    expect(hexOf(rootOf(some))).toBe(root);
    expect(hexOf(await treeOf(some).root())).toBe(root);
    expect(hexOf(await treeOf(hashes).root(size))).toBe(root);
  }
});

test('paths are those of RFC 6962’s reference implementation', async () => {
  const tree = treeOf(hashes);
  expect((await tree.inclusionPath(5)).map(hexOf)).toEqual([
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ]);
  expect((await tree.consistencyPath(6)).map(hexOf)).toEqual([
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ]);
});

const someLeaf = (index: number) => hashLeaf(new TextEncoder().encode(String(index)));

test('each leaf of a tree of any size is proven, and nothing else by the same path', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_200 }), fc.nat(), async (size, any) => {
      const all = Array.from({ length: size }, (_, index) => someLeaf(index));
      const index = any % size;
      const root = rootOf(all);
      const path = await treeOf(all).inclusionPath(index);
      const leaf = all[index] as Hash;
      expect(isIncluded(leaf, index, size, path, root)).toBe(true);
      expect(isIncluded(leaf, (index + 1) % (size + 1), size, path, root)).toBe(false);
      expect(isIncluded(someLeaf(-1), index, size, path, root)).toBe(false);
      expect(isIncluded(leaf, index, size, [...path, leaf], root)).toBe(false);
      if (path.length > 0) expect(isIncluded(leaf, index, size, path.slice(1), root)).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('a tree is consistent with each of its beginnings, and with no other tree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 700 }), fc.nat(), async (size, any) => {
      const all = Array.from({ length: size }, (_, index) => someLeaf(index));
      const older = any % (size + 1);
      const before = { size: older, root: rootOf(all.slice(0, older)) };
      const after = { size, root: rootOf(all) };
      const path = await treeOf(all).consistencyPath(older);
      expect(isConsistent(before, after, path)).toBe(true);
      if (older === 0) return;
      const forked = { size: older, root: rootOf([...all.slice(0, older - 1), someLeaf(-1)]) };
      expect(isConsistent(forked, after, path)).toBe(false);
      expect(isConsistent(before, { size, root: someLeaf(-1) }, path)).toBe(false);
      expect(isConsistent(after, before, path)).toBe(older === size);
      expect(isConsistent(before, after, [...path, someLeaf(0)])).toBe(false);
    }),
    { numRuns: 60 },
  );
});

/** The example of Go’s package note, whose key everybody knows. */
const peter = {
  key: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  seed: 'gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=',
  body: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  line: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};

function signerOf(seed: Uint8Array): (message: Uint8Array) => Uint8Array {
  const der = concat(fromHex('302e020100300506032b657004220420'), seed);
  const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  return (message) => sign(null, message, key);
}

test('a note is signed and read as the specification’s example', () => {
  const note = parseNote(`${peter.body}\n${peter.line}`);
  const key = parseKey(peter.key);
  expect(formatKey(key)).toBe(peter.key);
  expect(isSignedBy(note, key)).toBe(true);
  expect(isSignedBy({ ...note, body: note.body.replace('your', 'my') }, key)).toBe(false);
  expect(isSignedBy(note, { ...key, name: 'Peter' })).toBe(false);
  const signature = signBody(peter.body, key, signerOf(fromBase64(peter.seed)));
  expect(formatNote({ body: peter.body, signatures: [signature] })).toBe(
    `${peter.body}\n${peter.line}`,
  );
});

const bookId = '00000000-0000-4000-8000-000000000001';
const { publicKey } = parseKey(peter.key);
const signPeter = signerOf(fromBase64(peter.seed));

function checkpointOf(all: string[]): string {
  const tree = new GrowingTree();
  for (const leaf of all) tree.add(hashLeaf(new TextEncoder().encode(leaf)));
  const body = formatCheckpoint({ origin: originOf(bookId), size: tree.size, root: tree.root() });
  return formatNote({
    body,
    signatures: [signBody(body, logKey(originOf(bookId), publicKey), signPeter)],
  });
}

const facts = { book: bookId, day: '2026-11-27' };
const open: Leaf = {
  ...facts,
  kind: 'open',
  office: 'mau-01',
  year: 2026,
  name: '2026/ĐT',
  start: 1,
};
const given = (number: number): Leaf => ({
  ...facts,
  kind: 'number',
  number,
  text: `${number}/ĐT`,
  entry: 'ab',
});

test('a proof file says which leaf stands where, and nothing that was changed passes', async () => {
  const texts = [open, given(1), given(2), given(3)].map(formatLeaf);
  const checkpoint = checkpointOf(texts);
  const all = texts.map((text) => hashLeaf(new TextEncoder().encode(text)));
  const proof = {
    leaf: texts[2] as string,
    index: 2,
    path: await treeOf(all).inclusionPath(2),
    checkpoint,
  };
  const file = formatProof(proof);
  expect(openProof(parseProof(file), publicKey)).toMatchObject({ leaf: given(2), index: 2 });
  expect(() => openProof({ ...proof, leaf: texts[3] as string }, publicKey)).toThrow(
    'does not stand',
  );
  expect(() => openProof({ ...proof, index: 1 }, publicKey)).toThrow('does not stand');
  expect(() => openProof(proof, new Uint8Array(32).fill(3))).toThrow('not signed');
  expect(() => openCheckpoint(checkpoint.replace('\n4\n', '\n3\n'), publicKey)).toThrow(
    'not signed',
  );
  expect(() => openCheckpoint(checkpoint, publicKey, bookId.replace('1', '2'))).toThrow(
    'another book',
  );
  expect(() => parseProof(checkpoint)).toThrow('no proof');
});

const findingsOf = (all: Leaf[]) => {
  const check = new LeafCheck(bookId);
  for (const leaf of all) check.add(formatLeaf(leaf));
  return check.findings;
};

test('a whole book has each number once, and each way to break it is named', () => {
  const dead: Leaf = { ...facts, kind: 'void', number: 2, entry: 'cd' };
  const close: Leaf = { ...facts, kind: 'close', numbers: 3, voids: 1, statement: 'c'.repeat(64) };
  const whole = [open, given(1), given(2), dead, given(3), close];
  expect(findingsOf(whole)).toEqual([]);
  expect(findingsOf([open, given(1), given(3)])).toEqual([{ code: 'gap', number: 2 }]);
  expect(findingsOf([{ ...open, start: 91 }, given(92)])).toEqual([{ code: 'gap', number: 91 }]);
  expect(findingsOf([open, given(1), given(1)])).toEqual([{ code: 'twice', number: 1 }]);
  expect(findingsOf([given(1)])).toEqual([{ code: 'no-opening', number: 0 }]);
  expect(findingsOf([open, dead])).toEqual([{ code: 'never-given', number: 2 }]);
  expect(findingsOf([...whole, given(4)])).toEqual([{ code: 'after-close', number: 4 }]);
  expect(findingsOf([open, given(1), close])).toEqual([{ code: 'wrong-totals', number: 1 }]);
  expect(findingsOf([{ ...open, book: 'other' }])).toEqual([{ code: 'other-book', number: 0 }]);
});

test('tiles are numbered as C2SP tlog-tiles writes them', () => {
  expect([0, 5, 67, 1_234, 1_234_067].map((index) => tileNumber(index))).toEqual([
    '000',
    '005',
    '067',
    'x001/234',
    'x001/x234/067',
  ]);
  expect(tileNumber(5, 17)).toBe('005.p/17');
});
