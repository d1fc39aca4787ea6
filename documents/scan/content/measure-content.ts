import { ContentTokens } from './content-tokens';
import {
  areaOf,
  type Box,
  common,
  growthOf,
  identity,
  inverse,
  type Matrix,
  moved,
  multiply,
} from './matrix';
import type { Shading } from './shading-cost';

/**
 * So many cost a viewer as much as one drawing. Poppler takes at most 0.2 ms for each on the machine
 * where all of these were measured, at the size at which a scan is looked at (800 pixels).
 */
const aDraw = {
  operators: 200,
  letters: 100,
  dashes: 50,
  tiles: 25,
  pictures: 10,
  clipLetters: 10,
};
/** What covers the whole page costs as much as so many drawings; lines also by the box around them. */
const whole = { filled: 20, stroked: 2, laid: 30, masked: 95 };
/** A line as long as the page is high, of a path that is filled or clips, and of one that is stroked. */
const long = { filled: 1.2, stroked: 2.6 };
/** A curve is flattened into many lines. */
const curved = 2;
/** What is painted inside a path that clips, for each such path, by its height. */
const clipped = { least: 0.01, whole: 0.5 };
/** A picture through a mask of its own is made and laid several times. */
const throughMask = 3.5;
/** ISO 32000-1, Annex C, has 28; files of several parts that are never closed have some hundred. */
const savedStatesMax = 2_000;

/** A pattern of tiles (ISO 32000-1, 8.7.3). */
export interface Tiling {
  matrix: Matrix;
  steps: readonly [number, number];
  /** What one tile costs to draw. */
  cost: number;
  /** Where it reaches far over those beside it, and each is drawn by itself. */
  wide: ContentMeasure | undefined;
}

/** A pattern that is a shading. */
export interface ShadingPattern {
  matrix: Matrix;
  shading: Shading;
}

/** A content of its own that is drawn in another. */
export interface Inner {
  measure: ContentMeasure;
  box: Box;
  matrix: Matrix;
}

/** What `Do` draws. */
export type Drawn =
  | { kind: 'picture'; cost: number; isMasked: boolean; isStencil: boolean }
  | { kind: 'form'; inner: Inner; isGroup: boolean };

/** What a graphics state sets (ISO 32000-1, 8.4.5), as far as it is set. */
export interface SetState {
  dash: number[] | undefined;
  /** How many times as long everything that is painted then takes. */
  slowness: { blend?: number | undefined; mask?: number | undefined; alpha?: number | undefined };
  mask: Inner | undefined;
  /** However small the page. */
  cost: number;
}

/** What a content stream names, by the names as they are written. */
export interface ContentResources {
  stateOf: (name: string) => SetState | undefined;
  patternOf: (name: string) => Tiling | ShadingPattern | undefined;
  shadingOf: (name: string) => Shading | undefined;
  /** What setting a colour of this space costs. */
  colourCostOf: (name: string) => number;
  /** The letters of a drawn font, and what makes them as large as the page's text of one unit. */
  lettersOf: (name: string) => { measures: ContentMeasure[]; matrix: Matrix } | undefined;
  drawnOf: (name: string) => Drawn | undefined;
}

/** What grows with the size at which it is drawn: by each part's own size, and where each is as large as all that is shown. */
export interface Extent {
  sum: number;
  most: number;
}

export interface ContentMeasure {
  /** In drawings, whatever the size; infinite where the content says what no viewer comes to the end of. */
  cost: number;
  /** In drawings times the content's own area and length. */
  area: Extent;
  length: Extent;
  /** The length of what is stroked without a dash of its own: whoever draws this may have set one. */
  solidLength: number;
  /** What of the cost is for the pixels of the pictures that the content itself draws. */
  pictureCost: number;
}

/** What a content costs where it is drawn as large as a page, all its parts too. */
export function mostOf({ cost, area, length }: ContentMeasure): number {
  return cost + area.most + length.most;
}

/** What a page costs, in drawings. */
export function costOfPage(measure: ContentMeasure, shown: Box): number {
  const [width, height] = [shown[2] - shown[0], shown[3] - shown[1]];
  const side = Math.max(width, height, 1e-6);
  // A page is drawn as high (or as wide) as any other: a square one has more pixels than a sheet of A4.
  const pixels = 1.42 / (side * side);
  return measure.cost + measure.area.sum * pixels + measure.length.sum / side;
}

interface State {
  ctm: Matrix;
  /** How many times as long a line becomes by it. */
  growth: number;
  /** Around what is shown, in the content's own space. */
  clip: Box;
  /** How many paths clip that are no upright boxes. */
  clipPaths: number;
  /** Dashes and gaps a unit of length; 0 for a solid line. */
  dashes: number;
  fill: Tiling | ShadingPattern | undefined;
  stroke: Tiling | ShadingPattern | undefined;
  /** What setting a colour costs. */
  colourCost: { fill: number; stroke: number };
  slowness: { blend: number; mask: number; alpha: number };
  letters: ReturnType<ContentResources['lettersOf']>;
  fontSize: number;
  /** Of lines. */
  width: number;
  /** How letters are painted (`Tr`). */
  mode: number;
}

/**
 * What one content stream costs a viewer, from counts alone: its operators and letters, the dashes
 * of its lines (their length by the dash's), the tiles of its patterns (the painted box by the
 * steps), what it covers and how long its lines are. The fixed cost of nested drawings is counted by
 * `DrawCounter`, their size here.
 * @param shown around what is shown of the content, in its own space
 * @param costMax the measure ends where the fixed cost is beyond this
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
  const { area, length, solidLength, pictureCost } = walk;
  const all = [walk.cost, area.sum, area.most, length.sum, length.most];
  const cost = all.some(Number.isNaN) ? Infinity : walk.cost;
  return { cost, area, length, solidLength, pictureCost };
}

class ContentWalk {
  cost = 0;
  solidLength = 0;
  pictureCost = 0;
  readonly area: Extent = { sum: 0, most: 0 };
  readonly length: Extent = { sum: 0, most: 0 };
  private state: State;
  private readonly saved: State[] = [];
  private numbers: number[] = [];
  private name = '';
  private letters = 0;
  private textScale = 1;
  private path = emptyPath();
  private isClip = false;
  /** The longest line that is seen. */
  private readonly longest: number;

  constructor(
    clip: Box,
    private readonly resources: ContentResources,
  ) {
    this.longest = Math.hypot(clip[2] - clip[0], clip[3] - clip[1]);
    this.state = {
      ...{
        ctm: identity,
        growth: 1,
        clip,
        clipPaths: 0,
        dashes: 0,
        fill: undefined,
        stroke: undefined,
      },
      ...{ letters: undefined, fontSize: 1, width: 1, mode: 0 },
      colourCost: { fill: 0, stroke: 0 },
      slowness: { blend: 1, mask: 1, alpha: 1 },
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
    else if (operator === 'ID') this.lay(1);
    else if (operator === 'sh') this.shade();
    if (this.numbers.length > 0) this.numbers = [];
    this.name = '';
    this.letters = 0;
  }

  private draw(): void {
    const drawn = this.resources.drawnOf(this.name);
    if (drawn?.kind === 'picture') {
      this.cost += drawn.cost;
      this.pictureCost += drawn.cost;
      this.lay(drawn.isMasked || (drawn.isStencil && this.state.fill) ? throughMask : 1);
      if (drawn.isStencil) this.painted(this.state.fill, moved(aUnit, this.state.ctm));
    } else if (drawn) {
      this.stroked(drawn.inner.measure.solidLength);
      this.place(drawn.inner, drawn.isGroup ? whole.laid : 0);
    }
  }

  /** A picture, which is a unit wide and high. */
  private lay(times: number): void {
    this.cost += 1 / aDraw.pictures;
    this.covered(common(moved(aUnit, this.state.ctm), this.state.clip), whole.laid * times);
  }

  private shade(): void {
    const shading = this.resources.shadingOf(this.name);
    if (shading) this.shaded(shading, this.state.ctm, this.state.clip, 1);
  }

  private shaded({ fixed, whole: cost, mesh }: Shading, matrix: Matrix, shown: Box, times: number) {
    this.cost += fixed * times;
    if (!mesh) return this.covered(shown, cost * times);
    const most = mesh.pieces * areaOf(shown);
    const area = Math.min(most, mesh.area * growthOf(matrix).area);
    this.grow(this.area, cost * times * area, cost * times * mesh.pieces);
  }

  /** What is drawn in a space of its own, and laid on what is there where it is a group or a mask. */
  private place({ measure, box, matrix }: Inner, laid: number): void {
    const led = multiply(matrix, this.state.ctm);
    const shown = common(moved(box, led), this.state.clip);
    const growth = growthOf(led);
    const { area, length } = measure;
    const areaSum = Math.min(area.sum * growth.area, area.most * areaOf(shown));
    this.grow(this.area, this.slowness() * areaSum, this.slowness() * area.most);
    const longest = length.most * this.longest;
    this.grow(this.length, Math.min(length.sum * growth.length, longest), length.most);
    if (laid > 0) this.covered(shown, laid);
  }

  private grow(extent: Extent, sum: number, most: number): void {
    extent.sum += sum;
    extent.most += most;
  }

  private slowness(): number {
    const { blend, mask, alpha } = this.state.slowness;
    return Math.max(blend, alpha) * mask;
  }

  private takeState(operator: string): void {
    const { numbers, state } = this;
    if (operator === 'q') {
      this.saved.push({ ...state });
      if (this.saved.length > savedStatesMax) this.cost = Infinity;
    } else if (operator === 'Q') this.state = this.saved.pop() ?? state;
    else if (operator === 'cm' && numbers.length >= 6) {
      state.ctm = multiply(numbers.slice(-6) as unknown as Matrix, state.ctm);
      state.growth = growthOf(state.ctm).length;
    } else if (operator === 'd') this.setDash(numbers.slice(0, -1));
    else if (operator === 'w') state.width = Math.abs(numbers.at(-1) ?? 1);
    else if (operator === 'gs') this.setState(this.resources.stateOf(this.name));
  }

  private setState(set: SetState | undefined): void {
    if (!set) return;
    const { dash, slowness, mask, cost } = set;
    if (dash) this.setDash(dash);
    if (mask) this.place(mask, whole.masked);
    const { blend, mask: masked, alpha } = this.state.slowness;
    this.state.slowness = {
      blend: slowness.blend ?? blend,
      mask: slowness.mask ?? masked,
      alpha: slowness.alpha ?? alpha,
    };
    this.cost += cost;
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
    const [a, b, c, d] = this.state.ctm;
    path.isBox =
      operator === 're' && path.box === nowhere && ((b === 0 && c === 0) || (a === 0 && d === 0));
    if (operator === 're') {
      this.lengthen(Math.abs(width), 1);
      this.lengthen(Math.abs(height), 1);
      path.length += Math.abs(width) + Math.abs(height);
      for (const right of [x, x + width]) for (const top of [y, y + height]) this.reach(right, top);
      return;
    }
    for (let at = 0; at + 1 < numbers.length; at += 2) {
      const point: Point = [numbers[at] ?? 0, numbers[at + 1] ?? 0];
      this.lengthen(distance(path.end, point), numbers.length > 2 ? curved : 1);
      path.end = point;
      this.reach(...point);
    }
  }

  /** @param weight of what is as long */
  private lengthen(length: number, weight: number): void {
    const { path } = this;
    path.length += length;
    path.seen += weight * Math.min(this.longest, length * this.state.growth);
    path.parts += weight;
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
      this.drawnAlong(long.filled);
      this.painted(state.fill, shown);
    }
    if (stroking.has(operator)) {
      const around = common(this.widened(path.box), state.clip);
      this.covered(around, whole.stroked);
      const inked = path.seen * state.width * state.growth;
      this.coveredBy(Math.min(inked, areaOf(around)), whole.filled, around);
      this.drawnAlong(long.stroked);
      this.painted(state.stroke, around);
      this.stroked(path.length);
    }
    if (this.isClip) {
      state.clip = shown;
      if (!path.isBox) {
        state.clipPaths += 1;
        this.drawnAlong(long.filled);
      }
    }
    this.isClip = false;
    this.path = emptyPath();
  }

  private covered(box: Box, cost: number): void {
    this.coveredBy(areaOf(box), cost, box);
  }

  private coveredBy(area: number, cost: number, box: Box): void {
    if (area === 0) return;
    const weight = cost * this.slowness();
    this.grow(this.area, weight * area, weight);
    const { clipPaths } = this.state;
    if (clipPaths === 0) return;
    this.cost += clipped.least * clipPaths;
    this.grow(
      this.length,
      clipped.whole * clipPaths * (box[3] - box[1]),
      clipped.whole * clipPaths,
    );
  }

  private drawnAlong(weight: number): void {
    this.grow(this.length, weight * this.path.seen, weight * this.path.parts);
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

  private painted(pattern: State['fill'], shown: Box, times = 1): void {
    if (!pattern || shown[2] < shown[0] || shown[3] < shown[1]) return;
    if ('shading' in pattern) this.shaded(pattern.shading, pattern.matrix, shown, times);
    else this.tiled(pattern, shown, times);
  }

  private tiled({ matrix, steps, cost, wide }: Tiling, shown: Box, times: number): void {
    const back = inverse(matrix);
    const [across, up] = steps.map(Math.abs) as [number, number];
    if (!back || !(across > 0) || !(up > 0)) return;
    const [left, bottom, right, top] = moved(shown, back);
    const tiles = times * ((right - left) / across + 1) * ((top - bottom) / up + 1);
    // Most viewers draw one tile and lay it again and again.
    this.cost += times * cost + (tiles * (1 + cost)) / aDraw.tiles;
    if (!wide) return;
    this.cost += tiles * wide.cost;
    const growth = growthOf(matrix);
    const { area, length } = wide;
    const areaSum = Math.min(area.sum * growth.area, area.most * areaOf(shown));
    this.grow(this.area, tiles * areaSum, tiles * area.most);
    const lengthSum = Math.min(length.sum * growth.length, length.most * this.longest);
    this.grow(this.length, tiles * lengthSum, tiles * length.most);
  }

  private takeColour(operator: string): void {
    const { state, resources, name } = this;
    const { fill, stroke } = state.colourCost;
    if (operator === 'cs') state.colourCost = { fill: resources.colourCostOf(name), stroke };
    else if (operator === 'CS') state.colourCost = { fill, stroke: resources.colourCostOf(name) };
    else if (operator === 'sc' || operator === 'scn') this.cost += fill;
    else if (operator === 'SC' || operator === 'SCN') this.cost += stroke;
    if (operator === 'scn') state.fill = resources.patternOf(name);
    else if (operator === 'SCN') state.stroke = resources.patternOf(name);
    else if (plainFills.has(operator)) state.fill = undefined;
    else if (plainStrokes.has(operator)) state.stroke = undefined;
  }

  private takeText(operator: string): void {
    const { state, numbers } = this;
    if (operator === 'BT') this.textScale = 1;
    else if (operator === 'Tm') this.textScale = Math.max(...numbers.slice(0, 4).map(Math.abs), 0);
    else if (operator === 'Tr') state.mode = numbers[0] ?? 0;
    else if (operator === 'Tf') {
      state.letters = this.resources.lettersOf(this.name);
      state.fontSize = Math.abs(numbers.at(-1) ?? 1);
    } else if (showing.has(operator)) this.show();
  }

  private show(): void {
    const { state, letters } = this;
    this.cost += letters / aDraw.letters;
    const side = state.fontSize * this.textScale;
    const { growth } = state;
    const isStroked = [1, 2, 5, 6].includes(state.mode);
    // An outline is some eight times as long as its letter is high.
    const outline = letters * side * 8;
    if (isStroked) {
      this.stroked(outline);
      this.grow(this.length, long.stroked * outline * growth, long.stroked * letters * 8);
    }
    if (state.mode >= 4) this.cost += letters / aDraw.clipLetters;
    const area = Math.min((side * growth) ** 2, areaOf(state.clip));
    this.grow(this.area, whole.filled * letters * area, whole.filled * letters);
    const high = Math.sqrt(area);
    this.painted(isStroked ? state.stroke : state.fill, [0, 0, high, high], letters);
    if (state.letters) this.showDrawn(state.letters, side);
  }

  /** Letters of a drawn font; which they are is not looked at, each may be the one that costs most. */
  private showDrawn({ measures, matrix }: NonNullable<State['letters']>, side: number): void {
    const growth = growthOf(multiply(matrix, [side, 0, 0, side, 0, 0]));
    const led = growthOf(this.state.ctm);
    const room = areaOf(this.state.clip);
    const most = (of: (measure: ContentMeasure) => number) =>
      measures.reduce((found, measure) => Math.max(found, of(measure)), 0) * this.letters;
    this.cost += most(({ cost }) => cost);
    this.grow(
      this.area,
      most(({ area }) => Math.min(area.sum * growth.area * led.area, area.most * room)),
      most(({ area }) => area.most),
    );
    this.grow(
      this.length,
      most(({ length }) =>
        Math.min(length.sum * growth.length * led.length, length.most * this.longest),
      ),
      most(({ length }) => length.most),
    );
  }
}

const aUnit: Box = [0, 0, 1, 1];

type Point = [number, number];

interface Path {
  /** In the space in which it is drawn; the way back to its start is no longer and not counted. */
  length: number;
  end: Point;
  /** In the content's own space. */
  box: Box;
  /** Its length in the content's own space, no part longer than what is shown, and curves counted for more. */
  seen: number;
  /** How many parts it has, curves counted for more. */
  parts: number;
  /** One upright box and no more. */
  isBox: boolean;
}

const nowhere: Box = [Infinity, Infinity, -Infinity, -Infinity];

function emptyPath(): Path {
  return { length: 0, end: [0, 0], box: nowhere, seen: 0, parts: 0, isBox: false };
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
