import type { Flow, Graph, Lane, Node } from './process-graph';

/** Pixels, from the diagram's upper left corner. */
export interface Point {
  x: number;
  y: number;
}
export interface Box extends Point {
  width: number;
  height: number;
}

export interface Layout {
  pool: Box;
  lanes: ReadonlyMap<Lane, Box>;
  nodes: ReadonlyMap<string, Box>;
  labels: ReadonlyMap<string, Box>;
  flows: ReadonlyMap<string, readonly Point[]>;
}

/** Where each node stands: its column, and its row within its lane. Alarms hang on their tasks. */
const places: Record<string, [column: number, row: number]> = {
  start: [0, 3],
  task_accept_create: [0.9, 3],
  stage_accepted: [1.9, 3],
  stage_returned: [2.35, 4],
  task_submit_create: [3.2, 3],
  task_refuse_create: [3.2, 2],
  task_cancel_create: [3.2, 1],
  task_withdraw_create: [7.3, 0],
  stage_refused: [5.2, 2],
  stage_cancelled: [5.2, 1],
  stage_withdrawn: [8.3, 0],
  'stage_awaiting-signature': [4.2, 2],
  task_return_sign: [5.2, 0],
  task_refuse_sign: [5.2, 1],
  task_sign_sign: [5.2, 2],
  'stage_awaiting-seal': [6.3, 1],
  task_return_seal: [7.3, 0],
  task_seal_seal: [7.3, 1],
  stage_completing: [8.3, 0],
  'task_sign-again_seal': [8.3, 0],
  'task_hand-over_seal': [11, 0],
  task_complete_system: [9.2, 0],
  stage_delivering: [10.1, 0],
  task_deliver_system: [11, 0],
  stage_delivered: [11.9, 0],
  legal_clock: [10.1, 1],
  legal_due: [9.4, 1],
  legal_breach: [10.8, 1],
};
/** Rows of alarms: below the task they hang on. */
const alarmRows: Record<string, number> = {
  ...{ noticed_create: 4, noticed_sign: 3, noticed_seal: 2 },
  ...{ escalated_create: 1, escalated_sign: 1, escalated_seal: 1 },
};

/** Pixels from the left of the task that an alarm hangs on. */
const alarmOffsets: Record<string, number> = { breach: 12, escalation: 54, notice: 108 };

const columnWidth = 180;
const rowHeight = 110;
const headerWidth = 30;
const origin = { x: 140, y: 80 };
/** Below the rows of the first lane: the way back of what is returned. */
const channelHeight = 40;
const sizes: Record<Node['type'], [width: number, height: number]> = {
  StartEvent: [36, 36],
  EndEvent: [36, 36],
  IntermediateThrowEvent: [36, 36],
  BoundaryEvent: [36, 36],
  ExclusiveGateway: [50, 50],
  UserTask: [120, 80],
  ServiceTask: [120, 80],
  SubProcess: [400, 100],
};

/**
 * Places the process by hand, so that its main way reads from left to right and a change of the
 * declaration moves nothing else.
 * @throws Error for a node that has no place yet.
 */
export function layOut(graph: Graph): Layout {
  const lanes = placeLanes(graph);
  const nodes = placeNodes(graph, lanes);
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const channel = bottom(lanes.get('create') ?? { x: 0, y: 0, width: 0, height: 0 });
  const router = new Router(graph.flows, nodes, byId, channel);
  const first = [...lanes.values()][0];
  const last = [...lanes.values()].at(-1);
  if (first === undefined || last === undefined) throw new Error('There is no lane.');
  return {
    pool: {
      x: first.x - headerWidth,
      y: first.y,
      width: first.width + headerWidth,
      height: bottom(last) - first.y,
    },
    lanes,
    nodes,
    labels: placeLabels(graph.nodes, nodes),
    flows: new Map(graph.flows.map((flow) => [flow.id, router.route(flow)])),
  };
}

function rowOf({ id }: Node): number {
  return places[id]?.[1] ?? alarmRows[id] ?? 0;
}

function placeLanes({ lanes, nodes }: Graph): Map<Lane, Box> {
  const columns = Math.max(...Object.values(places).map(([column]) => column));
  const boxes = new Map<Lane, Box>();
  let { y } = origin;
  for (const { lane } of lanes) {
    const rows = 1 + Math.max(...nodes.filter((node) => node.lane === lane).map(rowOf));
    const height = rows * rowHeight + (lane === 'create' ? channelHeight : 0);
    boxes.set(lane, { x: origin.x, y, width: (columns + 1) * columnWidth, height });
    y += height;
  }
  return boxes;
}

function placeNodes({ nodes, flows }: Graph, lanes: ReadonlyMap<Lane, Box>): Map<string, Box> {
  const boxes = new Map<string, Box>();
  const put = (node: Node, x: number, y: number) => {
    const [width, height] = sizes[node.type];
    boxes.set(node.id, { x: x - width / 2, y: y - height / 2, width, height });
  };
  const rowY = (node: Node) => (lanes.get(node.lane)?.y ?? 0) + (rowOf(node) + 0.5) * rowHeight;
  for (const node of nodes) {
    const column = places[node.id]?.[0];
    if (column !== undefined) put(node, origin.x + 90 + column * columnWidth, rowY(node));
  }
  for (const node of nodes) {
    const task = node.timer && boxes.get(node.timer.task);
    if (!task) continue;
    // Breach and escalation hang left, and their lines run down to the supervisor, past the notice.
    const [alarm = ''] = node.id.split('_');
    put(node, task.x + (alarmOffsets[alarm] ?? task.width / 2), bottom(task));
  }
  for (const node of nodes) {
    if (boxes.has(node.id)) continue;
    const source = boxes.get(flows.find(({ target }) => target === node.id)?.source ?? '');
    if (!source) {
      throw new Error(`“${node.id}” has no place in the diagram: give it one in ${__filename}.`);
    }
    put(node, center(source).x, rowY(node));
  }
  return boxes;
}

const labelled = new Set<Node['type']>([
  'StartEvent',
  'EndEvent',
  'IntermediateThrowEvent',
  'BoundaryEvent',
  'ExclusiveGateway',
]);

function placeLabels(nodes: readonly Node[], boxes: ReadonlyMap<string, Box>): Map<string, Box> {
  const labels = new Map<string, Box>();
  for (const node of nodes.filter(({ type }) => labelled.has(type))) {
    const box = get(boxes, node.id);
    const beside = node.timer !== undefined || node.id === 'stage_returned';
    const left = node.id.startsWith('breach_');
    const below = node.id.startsWith('escalation_');
    labels.set(
      node.id,
      beside
        ? {
            x: left ? box.x - 44 : below ? center(box).x + 3 : box.x + box.width + 2,
            y: below ? bottom(box) + 1 : bottom(box) - 14,
            width: node.timer ? 42 : 70,
            height: 14,
          }
        : { x: center(box).x - 45, y: bottom(box) + 3, width: 90, height: 28 },
    );
  }
  return labels;
}

/** Draws each flow at right angles, by where its ends stand to one another. */
class Router {
  private channelsUsed = 0;

  constructor(
    private readonly flows: readonly Flow[],
    private readonly boxes: ReadonlyMap<string, Box>,
    private readonly byId: ReadonlyMap<string, Node>,
    private readonly channelBottom: number,
  ) {}

  route(flow: Flow): readonly Point[] {
    const source = get(this.boxes, flow.source);
    const target = get(this.boxes, flow.target);
    const from = center(source);
    const to = center(target);
    if (this.byId.get(flow.source)?.timer) {
      return [
        { x: from.x, y: bottom(source) },
        { x: from.x, y: target.y },
      ];
    }
    if (from.y === to.y) {
      return [
        { x: right(source), y: from.y },
        { x: target.x, y: to.y },
      ];
    }
    if (this.byId.get(flow.source)?.type === 'ExclusiveGateway') {
      return this.climb(flow, source, target);
    }
    if (right(target) < source.x) return this.goBack(source, target);
    const turn = right(source) + 45;
    const side = target.x > turn ? target.x : right(target);
    return [
      { x: right(source), y: from.y },
      { x: turn, y: from.y },
      { x: turn, y: to.y },
      { x: side, y: to.y },
    ];
  }

  /** From a gateway's top to a task above it; flows that meet there keep apart. */
  private climb(flow: Flow, source: Box, target: Box): Point[] {
    const from = center(source);
    const y = center(target).y + this.offsetAt(flow);
    return [
      { x: from.x, y: source.y },
      { x: from.x, y },
      { x: target.x, y },
    ];
  }

  /** Pixels from the target's middle: the flow that comes from furthest left enters highest. */
  private offsetAt(flow: Flow): number {
    const arriving = this.flows
      .filter(({ target }) => target === flow.target)
      .sort((one, other) => get(this.boxes, one.source).x - get(this.boxes, other.source).x);
    return (arriving.indexOf(flow) - (arriving.length - 1) / 2) * 20 + this.besideStraight(flow);
  }

  /** Where one flow arrives straight at the middle, the others stay below it. */
  private besideStraight(flow: Flow): number {
    const level = center(get(this.boxes, flow.target)).y;
    const isStraight = this.flows.some(
      ({ source, target }) => target === flow.target && center(get(this.boxes, source)).y === level,
    );
    return isStraight ? 12 : 0;
  }

  /** Up into the channel below the first lane's rows, back, and into the gateway from below. */
  private goBack(source: Box, target: Box): Point[] {
    this.channelsUsed += 1;
    const y = this.channelBottom - 12 * this.channelsUsed;
    return [
      { x: center(source).x, y: source.y },
      { x: center(source).x, y },
      { x: center(target).x, y },
      { x: center(target).x, y: bottom(target) },
    ];
  }
}

function get(boxes: ReadonlyMap<string, Box>, id: string): Box {
  const box = boxes.get(id);
  if (box === undefined) throw new Error(`“${id}” stands nowhere.`);
  return box;
}

const center = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });
const right = ({ x, width }: Box): number => x + width;
const bottom = ({ y, height }: Box): number => y + height;
