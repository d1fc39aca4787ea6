import { PdfDict, PdfStream, type PdfValue } from '../../verify/parse/objects';
import type { PdfView } from '../../verify/parse/pdf-view';
import { costOfColour, countSteps, type Source } from './function-cost';
import { areaOf, type Box } from './matrix';

/** What a shading costs each time it is painted (ISO 32000-1, 8.7.4.5), in drawings. */
export interface Shading {
  /** However small it is painted. */
  fixed: number;
  /** Where it covers the whole page. */
  whole: number;
  /** Of a mesh: of all its pieces together, in its own space, and how many there are. */
  mesh: { area: number; pieces: number } | undefined;
}

/** Poppler computes 256 colours of a row, and those of a plane at some five thousand points. */
const colours = { row: 256, plane: 5_500 };
const stepCost = 4e-5;
/** Of the pixels of a page, each looked up by itself. */
const wholeRow = { axial: 170, radial: 230 };
const wholeStep = 16;
/** Of a plane of colours and of triangles; of patches, over which PDFium takes longest. */
const wholeMesh = { plain: 30, patches: 230 };
const cellCost = 0.011;
/** More cost more than a page may in any case. */
const piecesMax = 50_000;
/** Two colours that are this near are one. */
const nearColours = 3 / 256;

export function costOfShading(source: Source, value: PdfValue): Shading | undefined {
  const { view } = source;
  const dict = value instanceof PdfStream ? value.dict : value;
  if (!(dict instanceof PdfDict)) return undefined;
  const colour = costOfColour(source, dict.entries.get('ColorSpace'));
  const own = countSteps(source, dict.entries.get('Function'));
  const type = view.get(dict, 'ShadingType');
  if (type === 1) {
    const fixed = colours.plane * (0.1 + (own + colour.steps) * stepCost);
    return { fixed, whole: wholeMesh.plain, mesh: undefined };
  }
  if (type === 2 || type === 3) {
    const plain = type === 2 ? wholeRow.axial : wholeRow.radial;
    const whole = plain + colour.steps * wholeStep;
    return { fixed: 0.2 + colours.row * own * stepCost, whole, mesh: undefined };
  }
  return value instanceof PdfStream
    ? costOfMesh(view, value, source.unpack(value), own + colour.steps)
    : undefined;
}

function costOfMesh(view: PdfView, stream: PdfStream, data: Buffer, steps: number): Shading {
  const pieces: Piece[] = [];
  for (const piece of listPieces(view, stream, data)) {
    pieces.push(piece);
    if (pieces.length > piecesMax) return { fixed: Infinity, whole: 0, mesh: undefined };
  }
  const type = view.get(stream.dict, 'ShadingType');
  const cellsMax = 4 ** meshDepth(pieces.length, type);
  const isComputed = stream.dict.entries.has('Function');
  let [fixed, area] = [0.2, 0];
  for (const { box, spread } of pieces) {
    const cells = isComputed ? cellsMax : Math.min(cellsMax, cellsOf(spread));
    fixed += cells * (cellCost + steps * stepCost);
    area += areaOf(box);
  }
  const whole = arePatches(type) ? wholeMesh.patches : wholeMesh.plain;
  return { fixed, whole, mesh: { area, pieces: pieces.length } };
}

const arePatches = (type: PdfValue) => type === 6 || type === 7;

/** Each piece is cut in four until its colours are near, so often at most. */
function meshDepth(pieces: number, type: PdfValue): number {
  if (!arePatches(type)) return 6;
  if (pieces > 128) return 3;
  if (pieces > 64) return 4;
  return pieces > 16 ? 5 : 6;
}

function cellsOf(spread: number): number {
  return 4 ** Math.max(0, Math.ceil(Math.log2(spread / nearColours)));
}

interface Piece {
  box: Box;
  /** How far apart its colours are, of 1. */
  spread: number;
}

interface Vertex {
  point: readonly [number, number];
  /** Of a point that bends an edge, none. */
  colour: number[];
}

/** How the data of a mesh is to be read (ISO 32000-1, 8.7.4.5.5 to 8.7.4.5.8). */
class MeshReader {
  readonly type: PdfValue;
  readonly perRow: number;
  private readonly bits: { flag: number; coordinate: number; component: number };
  private readonly ranges: number[];
  private readonly components: number;
  private at = 0;

  constructor(
    view: PdfView,
    dict: PdfDict,
    private readonly data: Buffer,
  ) {
    const number = (key: string, least: number, most: number) => {
      const value = view.get(dict, key);
      return Math.min(most, Math.max(least, typeof value === 'number' ? value : least));
    };
    this.type = view.get(dict, 'ShadingType');
    this.perRow = number('VerticesPerRow', 2, piecesMax);
    this.bits = {
      flag: this.type === 5 ? 0 : number('BitsPerFlag', 2, 8),
      coordinate: number('BitsPerCoordinate', 1, 32),
      component: number('BitsPerComponent', 1, 16),
    };
    this.ranges = (view.array(dict.entries.get('Decode')) ?? [])
      .map((item) => view.resolve(item))
      .filter((item) => typeof item === 'number');
    const ofColours = Math.max(1, this.ranges.length / 2 - 2);
    this.components = dict.entries.has('Function') ? 1 : ofColours;
  }

  /** Whether there is as much as so many points and colours take. */
  has(points: number, colours: number): boolean {
    const { flag, coordinate, component } = this.bits;
    const bits = flag + 2 * points * coordinate + colours * this.components * component;
    return this.at + bits <= this.data.length * 8;
  }

  flag(): number {
    return this.read(this.bits.flag) & 3;
  }

  point(): Vertex['point'] {
    return [this.coordinate(0), this.coordinate(1)];
  }

  /** Of 1. */
  colour(): number[] {
    const { component } = this.bits;
    return Array.from(
      { length: this.components },
      () => this.read(component) / (2 ** component - 1),
    );
  }

  /** What follows begins at a byte. */
  align(): void {
    this.at = Math.ceil(this.at / 8) * 8;
  }

  private coordinate(axis: 0 | 1): number {
    const [from = 0, to = 0] = this.ranges.slice(axis * 2);
    const { coordinate } = this.bits;
    return from + (this.read(coordinate) / (2 ** coordinate - 1)) * (to - from);
  }

  /** Most significant first. */
  private read(bits: number): number {
    let value = 0;
    for (let left = bits; left > 0;) {
      const room = 8 - (this.at % 8);
      const taken = Math.min(room, left);
      const byte = this.data[Math.floor(this.at / 8)] ?? 0;
      value = value * 2 ** taken + ((byte >> (room - taken)) & ((1 << taken) - 1));
      this.at += taken;
      left -= taken;
    }
    return value;
  }
}

function listPieces(view: PdfView, { dict }: PdfStream, data: Buffer): Generator<Piece> {
  const mesh = new MeshReader(view, dict, data);
  return mesh.type === 4 || mesh.type === 5 ? listTriangles(mesh) : listPatches(mesh);
}

function* listPatches(mesh: MeshReader): Generator<Piece> {
  const inner = mesh.type === 7 ? 4 : 0;
  let before: Vertex[] = [];
  while (mesh.has(8 + inner, 2)) {
    // A patch that goes on from another has four points and two colours of that.
    const isFirst = mesh.flag() === 0 || before.length === 0;
    const points = Array.from({ length: (isFirst ? 12 : 8) + inner }, () => mesh.point());
    const corner = points[0] as Vertex['point'];
    const own: Vertex[] = [
      ...points.map((point) => ({ point, colour: [] })),
      ...Array.from({ length: isFirst ? 4 : 2 }, () => ({ point: corner, colour: mesh.colour() })),
    ];
    mesh.align();
    yield pieceOf(isFirst ? own : [...before, ...own]);
    before = own;
  }
}

function* listTriangles(mesh: MeshReader): Generator<Piece> {
  const isLattice = mesh.type === 5;
  const recent: Vertex[] = [];
  for (let index = 0; mesh.has(1, 1); index += 1) {
    mesh.flag();
    recent.push({ point: mesh.point(), colour: mesh.colour() });
    mesh.align();
    if (recent.length > (isLattice ? mesh.perRow + 2 : 3)) recent.shift();
    if (index < (isLattice ? mesh.perRow + 1 : 2)) continue;
    // A row's vertices make two triangles each with the row before.
    const corners = isLattice ? [...recent.slice(0, 2), ...recent.slice(-2)] : recent;
    for (let times = isLattice ? 2 : 1; times > 0; times -= 1) yield pieceOf(corners);
  }
}

function pieceOf(vertices: Vertex[]): Piece {
  const xs = vertices.map(({ point }) => point[0]);
  const ys = vertices.map(({ point }) => point[1]);
  const colours = vertices.map(({ colour }) => colour).filter(({ length }) => length > 0);
  let spread = 0;
  for (let at = 0; at < (colours[0]?.length ?? 0); at += 1) {
    const values = colours.map((colour) => colour[at] ?? 0);
    spread = Math.max(spread, Math.max(...values) - Math.min(...values));
  }
  return { box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], spread };
}
