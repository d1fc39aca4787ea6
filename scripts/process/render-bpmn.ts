import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import type { Policy } from '../../policies/policy';
import { type Box, type Layout, layOut, type Point } from './lay-out-graph';
import { computeGraph, type Graph, type Node } from './process-graph';

const moddle = new BpmnModdle();

/** The declared process as a BPMN 2.0 document with its diagram; budgets are those of `policy`. */
export async function renderBpmn(policy: Policy): Promise<string> {
  const graph = computeGraph(policy);
  const elements = toElements(graph);
  const process = moddle.create('bpmn:Process', {
    id: 'certify-copy',
    name: 'Chứng thực bản sao điện tử từ bản chính',
    isExecutable: false,
    documentation: documented(
      `Derived from domain/process.ts. Budgets: ${policy.authority.citation}, in working time.`,
    ),
    laneSets: [moddle.create('bpmn:LaneSet', { id: 'lanes', lanes: toLanes(graph, elements) })],
    flowElements: elementsIn(undefined, graph, elements),
  });
  const participant = moddle.create('bpmn:Participant', {
    id: 'office',
    name: 'Cơ quan thực hiện chứng thực',
    processRef: process,
  });
  const collaboration = moddle.create('bpmn:Collaboration', {
    id: 'collaboration',
    participants: [participant],
  });
  const all = new Map([...elements, ['office', participant] as const]);
  for (const lane of lanesOf(process)) all.set(lane.id, lane);
  const definitions = moddle.create('bpmn:Definitions', {
    id: 'definitions',
    targetNamespace: 'urn:sao-y:process',
    exporter: 'Sao Y',
    rootElements: [collaboration, process],
    diagrams: [toDiagram(collaboration, all, graph, layOut(graph))],
  });
  const { xml } = await moddle.toXML(definitions, { format: true });
  return xml;
}

/** Nodes and flows by id, tied to one another. */
function toElements({ nodes, flows }: Graph): Map<string, ModdleElement> {
  const elements = new Map<string, ModdleElement>();
  for (const node of nodes) elements.set(node.id, toElement(node, elements));
  for (const { id, source, target } of flows) {
    const [sourceRef, targetRef] = [elements.get(source), elements.get(target)];
    if (!sourceRef || !targetRef) throw new Error(`“${id}” hangs in the air.`);
    const flow = moddle.create('bpmn:SequenceFlow', { id, sourceRef, targetRef });
    elements.set(id, flow);
    append(sourceRef, 'outgoing', flow);
    append(targetRef, 'incoming', flow);
  }
  for (const { id } of nodes.filter(({ type }) => type === 'SubProcess')) {
    const inner = elementsIn(id, { nodes, flows }, elements);
    Object.assign(elements.get(id) ?? {}, { triggeredByEvent: true, flowElements: inner });
  }
  return elements;
}

/** What stands in a subprocess, or in the process itself. */
function elementsIn(
  inside: string | undefined,
  { nodes, flows }: Pick<Graph, 'nodes' | 'flows'>,
  elements: ReadonlyMap<string, ModdleElement>,
): ModdleElement[] {
  const own = new Set(nodes.filter((node) => node.inside === inside).map(({ id }) => id));
  const ids = [...own, ...flows.filter(({ source }) => own.has(source)).map(({ id }) => id)];
  return ids.flatMap((id) => elements.get(id) ?? []);
}

/** `made` holds the task that a boundary event hangs on. */
function toElement(node: Node, made: ReadonlyMap<string, ModdleElement>): ModdleElement {
  const { id, type, name, timer, escalates } = node;
  const element = moddle.create(`bpmn:${type}`, {
    id,
    name,
    documentation: documented(node.documentation),
  });
  if (timer) {
    element['attachedToRef'] = made.get(timer.task);
    element['cancelActivity'] = false;
    const timeDuration = moddle.create('bpmn:FormalExpression', { body: timer.duration });
    const definition = moddle.create('bpmn:TimerEventDefinition', { timeDuration });
    append(element, 'eventDefinitions', definition);
  }
  if (node.date) {
    element['isInterrupting'] = false;
    const timeDate = moddle.create('bpmn:FormalExpression', { body: node.date });
    append(element, 'eventDefinitions', moddle.create('bpmn:TimerEventDefinition', { timeDate }));
  }
  if (escalates) {
    append(element, 'eventDefinitions', moddle.create('bpmn:EscalationEventDefinition'));
  }
  return element;
}

function toLanes({ lanes, nodes }: Graph, elements: ReadonlyMap<string, ModdleElement>) {
  return lanes.map(({ lane, name, documentation }) =>
    moddle.create('bpmn:Lane', {
      id: `lane_${lane}`,
      name,
      documentation: documented(documentation),
      flowNodeRef: nodes
        .filter((node) => node.lane === lane && node.inside === undefined)
        .map(({ id }) => elements.get(id)),
    }),
  );
}

function lanesOf(process: ModdleElement): ModdleElement[] {
  const [lanes] = process['laneSets'] as { lanes: ModdleElement[] }[];
  return lanes?.lanes ?? [];
}

function documented(text: string): ModdleElement[] {
  return [moddle.create('bpmn:Documentation', { text })];
}

function append(element: ModdleElement, property: string, value: ModdleElement): void {
  element[property] = [...((element[property] as ModdleElement[] | undefined) ?? []), value];
}

function toDiagram(
  collaboration: ModdleElement,
  elements: ReadonlyMap<string, ModdleElement>,
  graph: Graph,
  layout: Layout,
): ModdleElement {
  const shape = (id: string, box: Box, more: Record<string, unknown> = {}) =>
    moddle.create('bpmndi:BPMNShape', {
      id: `${id}_di`,
      bpmnElement: elements.get(id),
      bounds: moddle.create('dc:Bounds', { ...box }),
      ...more,
    });
  const nodes = [...layout.nodes].map(([id, box]) => {
    const label = layout.labels.get(id);
    return shape(id, box, {
      ...(graph.nodes.find((node) => node.id === id)?.type === 'ExclusiveGateway'
        ? { isMarkerVisible: true }
        : {}),
      ...(graph.nodes.find((node) => node.id === id)?.type === 'SubProcess'
        ? { isExpanded: true }
        : {}),
      ...(label ? { label: toLabel(label) } : {}),
    });
  });
  const edges = [...layout.flows].map(([id, points]) =>
    moddle.create('bpmndi:BPMNEdge', {
      id: `${id}_di`,
      bpmnElement: elements.get(id),
      waypoint: points.map(({ x, y }: Point) => moddle.create('dc:Point', { x, y })),
    }),
  );
  const lanes = [...layout.lanes].map(([lane, box]) =>
    shape(`lane_${lane}`, box, { isHorizontal: true }),
  );
  return moddle.create('bpmndi:BPMNDiagram', {
    id: 'diagram',
    plane: moddle.create('bpmndi:BPMNPlane', {
      id: 'plane',
      bpmnElement: collaboration,
      planeElement: [
        shape('office', layout.pool, { isHorizontal: true }),
        ...lanes,
        ...nodes,
        ...edges,
      ],
    }),
  });
}

function toLabel(box: Box): ModdleElement {
  return moddle.create('bpmndi:BPMNLabel', { bounds: moddle.create('dc:Bounds', { ...box }) });
}
