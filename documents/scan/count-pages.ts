import type { PdfDictionary, PdfValue } from './read-objects';

interface PageNode {
  count: PdfValue;
  kids: PdfValue[];
}

const depthMax = 60;

/**
 * What the page tree says of its own size (ISO 32000-2, 7.7.3.2). Some programs count the pages and
 * some believe the count: where the two differ, one shows pages that another does not.
 */
export class PageCounts {
  private readonly nodes = new Map<string, PageNode>();
  private readonly trees = new Map<string, PdfValue>();
  private root: PdfValue = null;

  /** Takes one object of qpdf's description. */
  take(name: string, { value }: PdfDictionary): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const { '/Kids': kids, '/Count': count = null, '/Pages': tree, '/Root': root } = value;
    if (name === 'trailer') this.root = root ?? null;
    else if (Array.isArray(kids) && '/Count' in value) this.nodes.set(name, { count, kids });
    else if (tree !== undefined) this.trees.set(name, tree);
  }

  /** True also where there is no tree to speak of; qpdf says so itself. */
  areTrue(): boolean {
    const tree = typeof this.root === 'string' ? this.trees.get(`obj:${this.root}`) : undefined;
    return typeof tree !== 'string' || this.countBelow(tree, 0) !== undefined;
  }

  /** Undefined where a node says another number than its kids come to. */
  private countBelow(ref: PdfValue, depth: number): number | undefined {
    const node = typeof ref === 'string' ? this.nodes.get(`obj:${ref}`) : undefined;
    if (!node) return 1;
    if (depth > depthMax) return undefined;
    let total = 0;
    for (const kid of node.kids) {
      const below = this.countBelow(kid, depth + 1);
      if (below === undefined) return undefined;
      total += below;
    }
    return total === node.count ? total : undefined;
  }
}
