import { type Leaf, parseLeaf } from './leaf';
import { GrowingTree, hashLeaf } from './merkle';

/** What is wrong with the order of a book's leaves, and at which number. */
export interface LeafFinding {
  code: LeafFindingCode;
  number: number;
}
export type LeafFindingCode =
  /** The log does not begin by saying which book it is and where its numbers start. */
  | 'no-opening'
  | 'other-book'
  /** Numbers are missing, from this one on. */
  | 'gap'
  /** The number was given before. */
  | 'twice'
  /** A void, correction or loss of a number that was never given. */
  | 'never-given'
  /** A number after the book was closed. */
  | 'after-close'
  /** The book's closing statement counts other numbers than there are. */
  | 'wrong-totals';

/**
 * Reads a whole book leaf by leaf: each number from the first to the last exactly once, in order (NĐ 23/2015
 * Đ13.2), and what came after it. Keeps the tree beside, so that who knows the root knows that nothing was kept
 * back.
 */
export class LeafCheck {
  readonly tree = new GrowingTree();
  readonly findings: LeafFinding[] = [];
  readonly voids = new Set<number>();
  readonly lost = new Set<number>();
  private opening: Extract<Leaf, { kind: 'open' }> | undefined;
  private lastGiven = 0;
  private given = 0;
  private closing: Extract<Leaf, { kind: 'close' }> | undefined;

  constructor(private readonly bookId: string) {}

  /** @param text the leaf as it stands in the log */
  add(text: string): Leaf {
    this.tree.add(hashLeaf(new TextEncoder().encode(text)));
    const leaf = parseLeaf(text);
    if (leaf.book !== this.bookId) this.report('other-book');
    if (this.tree.size === 1) this.open(leaf);
    else this.follow(leaf);
    return leaf;
  }

  /** The first number, the last that was given, and how many there are; none given: last is first − 1. */
  get numbers(): { first: number; last: number; count: number; isClosed: boolean } {
    const first = this.opening?.start ?? 1;
    return { first, last: this.lastGiven, count: this.given, isClosed: this.closing !== undefined };
  }

  private open(leaf: Leaf): void {
    if (leaf.kind !== 'open') {
      this.report('no-opening');
      this.follow(leaf);
      return;
    }
    this.opening = leaf;
    this.lastGiven = leaf.start - 1;
  }

  private follow(leaf: Leaf): void {
    if (leaf.kind === 'open') return this.report('no-opening');
    if (leaf.kind === 'close') return this.close(leaf);
    if (leaf.kind === 'number') return this.give(leaf.number);
    if (leaf.number > this.lastGiven || leaf.number < this.numbers.first) {
      this.report('never-given', leaf.number);
    }
    if (leaf.kind === 'void') this.voids.add(leaf.number);
    if (leaf.kind === 'lost') this.lost.add(leaf.number);
  }

  private give(number: number): void {
    if (this.closing) this.report('after-close', number);
    if (number <= this.lastGiven) return this.report('twice', number);
    if (number > this.lastGiven + 1) this.report('gap', this.lastGiven + 1);
    this.lastGiven = number;
    this.given += 1;
  }

  private close(leaf: Extract<Leaf, { kind: 'close' }>): void {
    this.closing = leaf;
    if (leaf.numbers !== this.given || leaf.voids !== this.voids.size) this.report('wrong-totals');
  }

  private report(code: LeafFindingCode, number = this.lastGiven): void {
    this.findings.push({ code, number });
  }
}
