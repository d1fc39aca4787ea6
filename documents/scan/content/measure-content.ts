import { ContentTokens } from './content-tokens';
import { type Box, common, identity, inverse, type Matrix, moved, multiply } from './matrix';

/** So many cost a viewer as much as one picture or drawing that is drawn. */
const aDraw = { operators: 200, letters: 100, dashes: 50, tiles: 25, pixels: 25_000 };
/** What covers the whole content costs as much as so many drawings; lines by the box around them. */
const whole = { filled: 20, stroked: 2, laid: 20 };
/** ISO 32000-1, Annex C, has 28; files of several parts that are never closed have some hundred. */
const savedStatesMax = 2_000;

/** A pattern of tiles (ISO 32000-1, 8.7.3). */
export interface Tiling {
  matrix: Matrix;
  steps: readonly [number, number];
  /** What one tile costs to draw. */
  cost: number;
}

/** What `Do` draws. */
export interface Drawn {
  /** What a form strokes without a dash of its own. */
  solidLength: number;
  /** Of a picture. */
  pixels: number;
  /** Where a picture or a group is laid on what is there; none for what is only drawn on. */
  spread: { box: Box; matrix: Matrix } | undefined;
}

/** What a content stream names, by the names as they are written. */
export interface ContentResources {
  /** The dash that a graphics state sets, if it sets one. */
  dashOf: (name: string) => number[] | undefined;
  tilingOf: (name: string) => Tiling | undefined;
  /** What a letter of a drawn font costs at most. */
  letterCostOf: (name: string) => number;
  drawnOf: (name: string) => Drawn;
}

export interface ContentMeasure {
  /** In drawings; infinite where the content says what no viewer comes to the end of. */
  cost: number;
  /** The length of what is stroked without a dash of its own: whoever draws this may have set one. */
  solidLength: number;
  /** What of the cost is for the pixels of the pictures that the content itself draws. */
  pictureCost: number;
}

interface State {
  ctm: Matrix;
  /** Around what is shown, in the content's own space. */
  clip: Box;
  /** Dashes and gaps a unit of length; 0 for a solid line. */
  dashes: number;
  fill: Tiling | undefined;
  stroke: Tiling | undefined;
  letterCost: number;
  fontSize: number;
  /** Of lines. */
  width: number;
  /** How letters are painted (`Tr`). */
  mode: number;
}

/**
 * What one content stream costs a viewer, from counts alone: its operators and letters, the dashes
 * of its lines (their length by the dash's), the tiles of its patterns (the painted box by the
 * steps). Nested drawings are counted by `DrawCounter`.
 * @param shown around what is shown of the content, in its own space
 * @param costMax the measure ends where the cost is beyond this
 */
export function measureContent(
  content: Buffer,
  shown: Box,
  resources: ContentResources,
  costMax: number,
): ContentMeasure {
  const walk = new ContentWalk(shown, resources);
  const tokens = new ContentTokens(content);
  for (let kind = tokens.next(); kind !== undefined; kind = tokens.next()) {
    if (kind === 'operator') walk.take(tokens.text);
    else walk.operand(kind, tokens);
    if (!(walk.cost <= costMax)) break;
  }
  const cost = Number.isNaN(walk.cost) ? Infinity : walk.cost;
  return { cost, solidLength: walk.solidLength, pictureCost: walk.pixels / aDraw.pixels };
}

class ContentWalk {
  cost = 0;
  solidLength = 0;
  pixels = 0;
  private state: State;
  private readonly saved: State[] = [];
  private numbers: number[] = [];
  private name = '';
  private letters = 0;
  private textScale = 1;
  private path = emptyPath();
  private isClip = false;
  /** Of all that is shown. */
  private readonly area: number;

  constructor(
    clip: Box,
    private readonly resources: ContentResources,
  ) {
    this.area = Math.max(1e-6, (clip[2] - clip[0]) * (clip[3] - clip[1]));
    this.state = {
      ...{ ctm: identity, clip, dashes: 0, fill: undefined, stroke: undefined },
      ...{ letterCost: 0, fontSize: 1, width: 1, mode: 0 },
    };
  }

  operand(kind: string, { value, text }: ContentTokens): void {
    if (kind === 'number' && this.numbers.length < 1000) this.numbers.push(value);
    if (kind === 'name') this.name = text;
    if (kind === 'string') this.letters += value;
  }

  take(operator: string): void {
    this.cost += 1 / aDraw.operators;
    this.takePath(operator);
    this.takeState(operator);
    this.takeColour(operator);
    this.takeText(operator);
    if (operator === 'Do') this.draw();
    if (this.numbers.length > 0) this.numbers = [];
    this.name = '';
    this.letters = 0;
  }

  private draw(): void {
    const { solidLength, pixels, spread } = this.resources.drawnOf(this.name);
    this.stroked(solidLength);
    this.cost += pixels / aDraw.pixels;
    this.pixels += pixels;
    if (!spread) return;
    const box = moved(spread.box, multiply(spread.matrix, this.state.ctm));
    this.covered(common(box, this.state.clip), whole.laid);
  }

  private takeState(operator: string): void {
    const { numbers, state } = this;
    if (operator === 'q') {
      this.saved.push({ ...state });
      if (this.saved.length > savedStatesMax) this.cost = Infinity;
    } else if (operator === 'Q') this.state = this.saved.pop() ?? state;
    else if (operator === 'cm' && numbers.length >= 6)
      state.ctm = multiply(numbers.slice(-6) as unknown as Matrix, state.ctm);
    else if (operator === 'd') this.setDash(numbers.slice(0, -1));
    else if (operator === 'w') state.width = Math.abs(numbers.at(-1) ?? 1);
    else if (operator === 'gs') {
      const dash = this.resources.dashOf(this.name);
      if (dash) this.setDash(dash);
    }
  }

  /** No viewer draws a line of nothing but gaps of no length; one of less than none is a trap. */
  private setDash(lengths: number[]): void {
    const period = lengths.reduce((sum, length) => sum + length, 0);
    if (lengths.some((length) => length < 0)) this.cost = Infinity;
    this.state.dashes = period > 0 ? lengths.length / period : 0;
  }

  private takePath(operator: string): void {
    const count = pathNumbers[operator];
    if (count !== undefined) {
      this.addToPath(operator, this.numbers.slice(-count));
      return;
    }
    if (operator === 'W' || operator === 'W*') this.isClip = true;
    if (painting.has(operator)) this.paint(operator);
  }

  /** A curve is no longer than the way over the points that bend it. */
  private addToPath(operator: string, numbers: number[]): void {
    const { path } = this;
    const [x = 0, y = 0, width = 0, height = 0] = numbers;
    if (operator === 'm' || operator === 're') path.end = [x, y];
    if (operator === 're') {
      path.length += 2 * (Math.abs(width) + Math.abs(height));
      for (const right of [x, x + width]) for (const top of [y, y + height]) this.reach(right, top);
      return;
    }
    for (let at = 0; at + 1 < numbers.length; at += 2) {
      const point: Point = [numbers[at] ?? 0, numbers[at + 1] ?? 0];
      path.length += distance(path.end, point);
      path.end = point;
      this.reach(...point);
    }
  }

  /** The box around the path grows to this point, which is given in the space at hand. */
  private reach(x: number, y: number): void {
    const [a, b, c, d, e, f] = this.state.ctm;
    const [px, py] = [a * x + c * y + e, b * x + d * y + f];
    const { box } = this.path;
    this.path.box = [
      Math.min(box[0], px),
      Math.min(box[1], py),
      Math.max(box[2], px),
      Math.max(box[3], py),
    ];
  }

  private paint(operator: string): void {
    const { path, state } = this;
    const shown = common(path.box, state.clip);
    if (filling.has(operator)) {
      this.covered(shown, whole.filled);
      this.tiled(state.fill, shown);
    }
    if (stroking.has(operator)) {
      this.covered(shown, whole.stroked);
      this.tiled(state.stroke, common(this.widened(path.box), state.clip));
      this.stroked(path.length);
    }
    if (this.isClip) state.clip = shown;
    this.isClip = false;
    this.path = emptyPath();
  }

  private covered([left, bottom, right, top]: Box, cost: number): void {
    if (right > left && top > bottom)
      this.cost += (cost * (right - left) * (top - bottom)) / this.area;
  }

  private widened([left, bottom, right, top]: Box): Box {
    const [a, b, c, d] = this.state.ctm;
    const width = this.state.width * (Math.abs(a) + Math.abs(b) + Math.abs(c) + Math.abs(d));
    return [left - width, bottom - width, right + width, top + width];
  }

  private stroked(length: number): void {
    if (this.state.dashes > 0) this.cost += (length * this.state.dashes) / aDraw.dashes;
    else this.solidLength += length;
  }

  private tiled(tiling: Tiling | undefined, shown: Box, times = 1): void {
    if (!tiling || shown[2] < shown[0] || shown[3] < shown[1]) return;
    const back = inverse(tiling.matrix);
    const [across, up] = tiling.steps.map(Math.abs) as [number, number];
    if (!back || !(across > 0) || !(up > 0)) return;
    const [left, bottom, right, top] = moved(shown, back);
    const tiles = ((right - left) / across + 1) * ((top - bottom) / up + 1);
    // Most viewers draw one tile and lay it again and again.
    this.cost += times * (tiling.cost + (tiles * (1 + tiling.cost)) / aDraw.tiles);
  }

  private takeColour(operator: string): void {
    if (operator === 'scn') this.state.fill = this.resources.tilingOf(this.name);
    else if (operator === 'SCN') this.state.stroke = this.resources.tilingOf(this.name);
    else if (plainFills.has(operator)) this.state.fill = undefined;
    else if (plainStrokes.has(operator)) this.state.stroke = undefined;
  }

  private takeText(operator: string): void {
    const { state, numbers } = this;
    if (operator === 'BT') this.textScale = 1;
    else if (operator === 'Tm') this.textScale = Math.max(...numbers.slice(0, 4).map(Math.abs), 0);
    else if (operator === 'Tr') state.mode = numbers[0] ?? 0;
    else if (operator === 'Tf') {
      state.letterCost = this.resources.letterCostOf(this.name);
      state.fontSize = Math.abs(numbers.at(-1) ?? 1);
    } else if (showing.has(operator)) this.show();
  }

  private show(): void {
    const { state, letters } = this;
    this.cost += letters * (1 / aDraw.letters + state.letterCost);
    const side = state.fontSize * this.textScale;
    const isStroked = [1, 2, 5, 6].includes(state.mode);
    // An outline is some eight times as long as its letter is high.
    if (isStroked) this.stroked(letters * side * 8);
    const [a, b, c, d] = state.ctm;
    const scaled = side * Math.max(Math.abs(a) + Math.abs(c), Math.abs(b) + Math.abs(d));
    this.tiled(isStroked ? state.stroke : state.fill, [0, 0, scaled, scaled], letters);
  }
}

type Point = [number, number];

interface Path {
  /** In the space in which it is drawn; the way back to its start is no longer and not counted. */
  length: number;
  end: Point;
  /** In the content's own space. */
  box: Box;
}

const nowhere: Box = [Infinity, Infinity, -Infinity, -Infinity];

function emptyPath(): Path {
  return { length: 0, end: [0, 0], box: nowhere };
}

function distance(from: Point, to: Point): number {
  return Math.hypot(to[0] - from[0], to[1] - from[1]);
}

const setOf = (words: string) => new Set(words.split(' '));
/** How many numbers each part of a path has. */
const pathNumbers: Record<string, number | undefined> = { m: 2, l: 2, c: 6, v: 4, y: 4, re: 4 };
const filling = setOf('f F f* B B* b b*');
const stroking = setOf('S s B B* b b*');
const painting = new Set([...filling, ...stroking, 'n']);
const plainFills = setOf('g rg k cs sc');
const plainStrokes = setOf('G RG K CS SC');
const showing = setOf(`Tj TJ ' "`);
