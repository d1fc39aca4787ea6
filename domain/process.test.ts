import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import { loadRules } from '../policies/load-rules';
import { renderBpmn } from '../scripts/process/render-bpmn';
import { renderPage } from '../scripts/process/render-page';
import * as messages from '../workflows/dossiers/messages';
import {
  type Action,
  actionDeclarations,
  actions,
  isFinal,
  mayAct,
  rights,
  type Stage,
  stageDeclarations,
  stages,
  stayingActs,
  stepDeclarations,
  steps,
  transitions,
  waysOn,
  waysOut,
} from './process';

const root = join(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const policy = loadRules().defaultPolicy;
/** What people do; the rest Sao Y does by itself. */
const acts = actions.filter((action) => actionDeclarations[action].rights.length > 0);

type Place = Stage | null;

function reachedFrom(starts: Place[], arrows: (readonly [Place, Place])[]): Set<Place> {
  const reached = new Set(starts);
  for (let before = -1; before < reached.size;) {
    before = reached.size;
    for (const [from, to] of arrows) if (reached.has(from)) reached.add(to);
  }
  return reached;
}

describe('the declaration', () => {
  test('every stage is reached from the first, and every stage that is not final has an exit', () => {
    const arrows = transitions.map(({ from, to }) => [from, to] as const);
    const reached = reachedFrom([null], arrows);
    expect(stages.filter((stage) => !reached.has(stage))).toEqual([]);
    expect(stages.filter(isFinal)).toEqual(['delivered', 'refused', 'cancelled', 'withdrawn']);
  });

  test('an end is within reach of every stage', () => {
    const arrowsBack = transitions.map(({ from, to }) => [to, from] as const);
    const saved = reachedFrom(stages.filter(isFinal), arrowsBack);
    expect(stages.filter((stage) => !saved.has(stage))).toEqual([]);
  });

  test('one action begins a life, and none leaves a stage where it is', () => {
    expect(transitions.filter(({ from }) => from === null)).toEqual([
      { action: 'accept', from: null, to: 'accepted' },
    ]);
    expect(transitions.filter(({ from, to }) => from === to)).toEqual([]);
  });

  test('whoever holds a step may do its act, at a stage where its clock runs', () => {
    for (const step of steps) {
      const { act, right } = stepDeclarations[step];
      const { rights: needed, from } = actionDeclarations[act];
      expect(needed).toContain(right);
      expect(from.map((stage) => stageDeclarations[stage].step)).toContain(step);
    }
  });
});

describe('what may be done where', () => {
  test.each(stages)('at %s: what the declaration leads on by, and nothing else', (stage) => {
    const leads = transitions.filter(({ from }) => from === stage).map(({ action }) => action);
    expect(actions.filter((action) => mayAct(action, stage))).toEqual(leads);
  });

  test('where Sao Y itself works, people lead on only by what is declared for it', () => {
    const byItself = stages.filter((stage) =>
      transitions.some(({ from, action }) => from === stage && !acts.includes(action)),
    );
    expect(byItself).toEqual(['completing', 'delivering']);
    for (const stage of byItself) {
      expect(acts.filter((action) => mayAct(action, stage) && !waysOn.includes(action))).toEqual(
        [],
      );
    }
    expect(waysOn.filter((action) => !byItself.some((stage) => mayAct(action, stage)))).toEqual([]);
  });

  test('while somebody’s server is waited for, every act of people but the work itself leads out', () => {
    const work = [...steps.map((step) => stepDeclarations[step].act), 'accept'];
    expect([...waysOut].sort()).toEqual(acts.filter((action) => !work.includes(action)).sort());
  });
});

describe('the workflow and the API', () => {
  test('answer an update for each act of people but the acceptance, and no other', () => {
    const updates = Object.values(messages)
      .filter((value) => typeof value === 'object' && value.type === 'update')
      .map((value) => (value as { name: string }).name)
      .filter((name) => !stayingActs.some((act) => act === name));
    expect(updates.sort()).toEqual(acts.filter((action) => action !== 'accept').sort());
  });

  test.each(acts)('%s has its route', (action) => {
    const file = `api/dossiers/${action}.ts`;
    expect(existsSync(join(root, file))).toBe(true);
    // The acceptance is the POST to the collection; the others name their action.
    expect(read(file)).toContain(
      action === 'accept' ? `path: '/api/dossiers'` : `action: '${action}'`,
    );
    expect(read('api/dossiers/index.ts')).toContain(`'./${action}'`);
  });

  test.each(acts.filter((action) => action !== 'accept'))(
    'the workflow handles %s and records it under that name',
    (action) => {
      const workflow = read('workflows/dossiers/take-acts.ts');
      const name = action.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase());
      expect(workflow).toContain(`on('${action}', ${name}Update, `);
    },
  );
});

describe('the documentation', () => {
  test('docs/process.md says what is declared', () => {
    expect(read('docs/process.md')).toBe(renderPage(policy));
  });

  test('docs/process.bpmn says what is declared', async () => {
    expect(read('docs/process.bpmn')).toBe(await renderBpmn(policy));
  });
});

interface NodeElement extends ModdleElement {
  name: string;
  incoming?: FlowElement[];
  outgoing?: FlowElement[];
  attachedToRef?: ModdleElement;
  eventDefinitions?: (ModdleElement & { timeDuration?: { body: string } })[];
}
interface FlowElement extends ModdleElement {
  sourceRef: NodeElement;
  targetRef: NodeElement;
}

describe('the BPMN file, read back', () => {
  let byId: Record<string, ModdleElement>;
  let warnings: unknown[];
  const all = <Element extends ModdleElement>(...types: string[]) =>
    Object.values(byId).filter((element): element is Element => types.includes(element.$type));
  const tasks = () => all<NodeElement>('bpmn:UserTask', 'bpmn:ServiceTask');
  const actionOf = ({ name }: NodeElement) =>
    actions.find((action) => actionDeclarations[action].vi === name) as Action;
  /** Stages are told by their label, so that ids alone cannot deceive. */
  const stageOf = ({ name }: NodeElement) =>
    stages.find((stage) => stageDeclarations[stage].vi === name) ?? null;

  beforeAll(async () => {
    const parsed = await new BpmnModdle().fromXML(read('docs/process.bpmn'));
    byId = parsed.elementsById;
    ({ warnings } = parsed);
  });

  test('raises no warning', () => {
    expect(warnings).toEqual([]);
  });

  test('is the same after another tool has read and written it', async () => {
    const moddle = new BpmnModdle();
    const { rootElement } = await moddle.fromXML(read('docs/process.bpmn'));
    const { xml } = await moddle.toXML(rootElement, { format: true });
    const again = await moddle.fromXML(xml);
    expect(again.warnings).toEqual([]);
    expect(Object.keys(again.elementsById)).toEqual(Object.keys(byId));
  });

  test('has exactly the transitions that are declared', () => {
    const drawn = tasks().flatMap((task) =>
      (task.incoming ?? []).flatMap(({ sourceRef }) =>
        (task.outgoing ?? []).map(
          ({ targetRef }) =>
            `${actionOf(task)}: ${stageOf(sourceRef) ?? sourceRef.$type} → ${stageOf(targetRef)}`,
        ),
      ),
    );
    const declared = transitions.map(
      ({ action, from, to }) => `${action}: ${from ?? 'bpmn:StartEvent'} → ${to}`,
    );
    expect(drawn.sort()).toEqual(declared.sort());
  });

  test('has no flow beside those and the alarms', () => {
    const flows = all<FlowElement>('bpmn:SequenceFlow');
    const others = flows.filter(
      ({ sourceRef, targetRef }) => !tasks().includes(sourceRef) && !tasks().includes(targetRef),
    );
    expect(others.map(({ sourceRef }) => sourceRef.$type)).toEqual(
      // Three alarms of each step, and the legal clock that runs beside them.
      ['bpmn:StartEvent', ...steps.flatMap(() => Array(3).fill('bpmn:BoundaryEvent') as string[])],
    );
    expect(others.every(({ targetRef }) => targetRef.$type === 'bpmn:EndEvent')).toBe(true);
  });

  test('draws each stage once: an end, a gateway where several acts may follow, else an event', () => {
    for (const stage of stages) {
      const drawn = all<NodeElement>(
        'bpmn:ExclusiveGateway',
        'bpmn:IntermediateThrowEvent',
        'bpmn:EndEvent',
      ).filter((node) => stageOf(node) === stage);
      const exits = transitions.filter(({ from }) => from === stage).length;
      const type =
        exits === 0 ? 'EndEvent' : exits > 1 ? 'ExclusiveGateway' : 'IntermediateThrowEvent';
      expect(drawn.map(({ $type }) => $type)).toEqual([`bpmn:${type}`]);
    }
  });

  test('gives people user tasks in a lane whose right may act, and Sao Y service tasks', () => {
    const lanes = all<ModdleElement & { flowNodeRef: NodeElement[] }>('bpmn:Lane');
    for (const task of tasks()) {
      const { rights: needed } = actionDeclarations[actionOf(task)];
      const [lane, ...others] = lanes.filter(({ flowNodeRef }) => flowNodeRef.includes(task));
      expect(others).toEqual([]);
      const right = rights.find((candidate) => lane?.id === `lane_${candidate}`);
      expect(task.$type).toBe(needed.length > 0 ? 'bpmn:UserTask' : 'bpmn:ServiceTask');
      if (needed.length > 0) expect(needed).toContain(right);
      else expect(lane?.id).toBe('lane_system');
    }
  });

  test("hangs each step's budget and notice on its act, without ending it", () => {
    const timers = all<NodeElement & { cancelActivity: boolean }>('bpmn:BoundaryEvent');
    const drawn = timers.map(({ attachedToRef, cancelActivity, eventDefinitions }) => ({
      act: actionOf(attachedToRef as NodeElement),
      minutes: minutesOf(eventDefinitions?.[0]?.timeDuration?.body ?? ''),
      cancelActivity,
    }));
    const declared = policy.steps.flatMap(({ step, budgetMinutes }) => {
      const { act } = stepDeclarations[step];
      const notice = (budgetMinutes * policy.notice.percent) / 100;
      const escalation = budgetMinutes + (policy.escalation?.afterMinutes ?? 0);
      return [notice, budgetMinutes, escalation].map((minutes) => ({
        act,
        minutes,
        cancelActivity: false,
      }));
    });
    expect(drawn).toEqual(declared);
  });

  test('draws every node and flow, inside the pool and no two nodes over one another', () => {
    const shapes = all<ModdleElement & { bpmnElement: ModdleElement; bounds: Bounds }>(
      'bpmndi:BPMNShape',
    );
    const edges = all<ModdleElement & { bpmnElement: ModdleElement; waypoint: Bounds[] }>(
      'bpmndi:BPMNEdge',
    );
    const drawn = new Set([...shapes, ...edges].map(({ bpmnElement }) => bpmnElement.id));
    const needed = Object.values(byId).filter(({ $type }) => isDrawn.test($type));
    expect(needed.length).toBeGreaterThan(tasks().length + stages.length + transitions.length);
    expect(needed.filter(({ id }) => !drawn.has(id))).toEqual([]);
    expect(drawn.size).toBe(needed.length);
    const pool = shapes.find(({ bpmnElement }) => bpmnElement.id === 'office')!.bounds;
    for (const { x, y } of edges.flatMap(({ waypoint }) => waypoint)) {
      expect(x > pool.x && x < pool.x + pool.width).toBe(true);
      expect(y > pool.y && y < pool.y + pool.height).toBe(true);
    }
    // What other shapes stand in or hang on.
    const frames = ['Lane', 'Participant', 'BoundaryEvent', 'SubProcess'].map((n) => `bpmn:${n}`);
    const nodes = shapes.filter(({ bpmnElement }) => !frames.includes(bpmnElement.$type));
    const pairs = nodes.flatMap((one, index) =>
      nodes.slice(index + 1).map((other) => [one, other] as const),
    );
    expect(pairs.filter(([one, other]) => overlap(one.bounds, other.bounds))).toEqual([]);
  });
});

/** Everything of a diagram that has a place on it. */
const isDrawn =
  /^bpmn:(\w*(Event|Task|Gateway|Flow)|Lane|Participant|SubProcess|TextAnnotation|Association)$/;

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

function overlap(one: Bounds, other: Bounds): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function minutesOf(duration: string): number {
  const [, hours, minutes] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(duration) ?? [];
  return Number(hours ?? 0) * 60 + Number(minutes ?? 0);
}
