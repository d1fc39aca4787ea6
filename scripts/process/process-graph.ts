import {
  type Action,
  actionDeclarations,
  isFinal,
  type Right,
  rightDeclarations,
  type Stage,
  stageDeclarations,
  type Step,
  stepDeclarations,
  stages,
  steps,
  transitions,
} from '../../domain/process';
import type { Policy } from '../../policies/policy';

/** A lane: people with one right, or Sao Y itself. */
export type Lane = Right | 'system';

export interface Node {
  id: string;
  /** BPMN 2.0 element, without its prefix. */
  type:
    | 'StartEvent'
    | 'EndEvent'
    | 'IntermediateThrowEvent'
    | 'ExclusiveGateway'
    | 'UserTask'
    | 'ServiceTask'
    | 'BoundaryEvent'
    | 'SubProcess';
  lane: Lane;
  name: string;
  /** English, and what the name has no room for. */
  documentation: string;
  /** Of a boundary event: the task it hangs on, and its duration after ISO 8601, in working time. */
  timer?: { task: string; duration: string };
  /** Of the start of an event subprocess: the instant it waits for, in words. */
  date?: string;
  /** The subprocess it stands in. */
  inside?: string;
  /** Of an end event that tells the supervisor. */
  escalates?: true;
}

export interface Flow {
  id: string;
  source: string;
  target: string;
}

export interface Graph {
  lanes: readonly { lane: Lane; name: string; documentation: string }[];
  nodes: readonly Node[];
  flows: readonly Flow[];
}

/**
 * The declared process as a BPMN graph. A stage is a node: a gateway where several acts may follow, an
 * event where one follows or none. An act is a task, once in each lane whose people take it.
 * Budgets are those of `policy`.
 */
export function computeGraph(policy: Policy): Graph {
  const tasks = new Map<string, Node>();
  const flows = new Map<string, Flow>();
  const connect = (source: string, target: string) => {
    const id = `flow_${source}_${target}`;
    flows.set(id, { id, source, target });
  };
  for (const { action, from, to } of transitions) {
    const task = toTask(action, from);
    tasks.set(task.id, task);
    connect(from === null ? startId : stageId(from), task.id);
    connect(task.id, stageId(to));
  }
  const alarms = steps.flatMap((step) => toAlarms(step, policy));
  for (const { alarm, told } of alarms) connect(alarm.id, told.id);
  const [legalClock, legalDue, apology] = legalAlarm(policy);
  connect(legalDue.id, apology.id);
  const nodes = [
    startNode,
    ...stages.map(toStageNode),
    ...tasks.values(),
    ...alarms.flatMap(({ alarm, told }) => [alarm, told]),
    ...[legalClock, legalDue, apology],
  ];
  return { lanes: listLanes(nodes), nodes, flows: [...flows.values()] };
}

const startId = 'start';
const startNode: Node = {
  id: startId,
  type: 'StartEvent',
  lane: laneOf('accept', null),
  name: 'Người yêu cầu xuất trình bản chính',
  documentation: 'The requester shows the original',
};

function stageId(stage: Stage): string {
  return `stage_${stage}`;
}

function taskId(action: Action, lane: Lane): string {
  return `task_${action}_${lane}`;
}

/** Of several rights that may act, the one that holds the step has the task in its lane. */
function laneOf(action: Action, from: Stage | null): Lane {
  const [first, ...others] = actionDeclarations[action].rights;
  if (first === undefined) return 'system';
  const step = from === null ? null : stageDeclarations[from].step;
  const holder = step === null ? first : stepDeclarations[step].right;
  return [first, ...others].includes(holder) ? holder : first;
}

function toTask(action: Action, from: Stage | null): Node {
  const { vi, en, rights } = actionDeclarations[action];
  const lane = laneOf(action, from);
  const holders = rights.map((right) => rightDeclarations[right].en).join('; ');
  return {
    id: taskId(action, lane),
    type: lane === 'system' ? 'ServiceTask' : 'UserTask',
    lane,
    name: vi,
    documentation: `${en}. Action “${action}”, by: ${holders || 'Sao Y itself'}.`,
  };
}

function toStageNode(stage: Stage): Node {
  const { vi, en } = stageDeclarations[stage];
  const exits = transitions.filter(({ from }) => from === stage);
  const [exit] = exits;
  return {
    id: stageId(stage),
    type: isFinal(stage)
      ? 'EndEvent'
      : exits.length > 1
        ? 'ExclusiveGateway'
        : 'IntermediateThrowEvent',
    lane: exit ? laneOf(exit.action, stage) : laneOfEnd(stage),
    name: vi,
    documentation: `${en}. Stage “${stage}”.`,
  };
}

/** An end lies with those who bring it about first in the life of a dossier. */
function laneOfEnd(stage: Stage): Lane {
  const entry = transitions.find(({ to }) => to === stage);
  if (entry === undefined) throw new Error(`Nothing leads to the stage “${stage}”.`);
  return laneOf(entry.action, entry.from);
}

/** The legal clock runs beside all steps: an event subprocess that interrupts nothing. */
function legalAlarm(policy: Policy): [Node, Node, Node] {
  const { name, citation } = policy.forms.find(({ id }) => id === 'apology') ?? {
    name: 'Văn bản xin lỗi',
    citation: policy.apology.citation,
  };
  return [
    {
      id: 'legal_clock',
      type: 'SubProcess',
      lane: 'system',
      name: 'Thời hạn theo luật',
      documentation: `The legal clock, from acceptance to delivery; no internal return stops it. ${policy.cutoff.citation}.`,
    },
    {
      id: 'legal_due',
      type: 'StartEvent',
      lane: 'system',
      name: 'Hạn theo luật',
      documentation: 'Legal breach at the legal due, whatever step the dossier stands at.',
      date: 'legal due of the dossier',
      inside: 'legal_clock',
    },
    {
      id: 'legal_breach',
      type: 'EndEvent',
      lane: 'system',
      name: 'Soạn thư xin lỗi, báo người điều hành',
      documentation: `“${name}” (${citation}) is drafted with the new time; the supervisor and those who hold the step are told.`,
      escalates: true,
      inside: 'legal_clock',
    },
  ];
}

/** The clocks of a step: the notice before its budget ends, the breach when it ends, the escalation behind it. */
function toAlarms(step: Step, policy: Policy): { alarm: Node; told: Node }[] {
  const { act, right, vi, en } = stepDeclarations[step];
  const rule = policy.steps.find((candidate) => candidate.step === step);
  if (rule === undefined) throw new Error(`${policy.id} has no budget for the step “${step}”.`);
  const { budgetMinutes, complexBudgetMinutes } = rule;
  const noticeMinutes = (budgetMinutes * policy.notice.percent) / 100;
  const complex =
    complexBudgetMinutes === undefined
      ? ''
      : ` For the complex track the budget is ${formatDuration(complexBudgetMinutes)}.`;
  const clock = (kind: string, name: string, minutes: number, documentation: string): Node => ({
    id: `${kind}_${step}`,
    type: 'BoundaryEvent',
    lane: right,
    name,
    documentation: `${documentation} Working time, of the step “${en}”.${complex}`,
    timer: { task: taskId(act, right), duration: formatDuration(minutes) },
  });
  const told = (kind: string, lane: Lane, name: string, documentation: string): Node => ({
    id: `${kind}_${step}`,
    type: 'EndEvent',
    lane,
    name,
    documentation,
  });
  const { escalation } = policy;
  return [
    {
      alarm: clock(
        'notice',
        `${policy.notice.percent} %`,
        noticeMinutes,
        `Notice at ${policy.notice.percent} % of the time from the step's start to its pace, which ` +
          'is the budget where the law leaves room for it.',
      ),
      told: told('noticed', right, `Nhắc: ${vi}`, `Those who hold the step “${en}” are reminded.`),
    },
    {
      alarm: clock('breach', hoursInWords(budgetMinutes), budgetMinutes, 'Breach at the step due.'),
      told: {
        ...told('breached', 'supervise', `Quá hạn: ${vi}`, `The supervisor is told of “${en}”.`),
        escalates: true,
      },
    },
    ...(escalation === undefined
      ? []
      : [
          {
            alarm: clock(
              'escalation',
              `+${escalation.afterMinutes}’`,
              budgetMinutes + escalation.afterMinutes,
              `Escalation ${escalation.afterMinutes} working minutes after the breach, if nobody has acted.`,
            ),
            told: {
              ...told(
                'escalated',
                'supervise',
                `Chưa xử lý: ${vi}`,
                `The supervisor is called to “${en}”.`,
              ),
              escalates: true as const,
            },
          },
        ]),
  ];
}

/** ISO 8601, as BPMN timers have it: 240 → `PT4H`, 90 → `PT1H30M`. */
function formatDuration(minutes: number): string {
  const rest = minutes % 60;
  const hours = (minutes - rest) / 60;
  return `PT${hours > 0 ? `${hours}H` : ''}${rest > 0 ? `${rest}M` : ''}`;
}

function hoursInWords(minutes: number): string {
  return `${String(minutes / 60).replace('.', ',')} giờ`;
}

/** The lanes that anything stands in, in the order of the rights; Sao Y below those who act. */
function listLanes(nodes: readonly Node[]): Graph['lanes'] {
  const system = { lane: 'system' as const, name: 'Sao Y', documentation: 'Sao Y itself' };
  const people = Object.entries(rightDeclarations).map(([right, { vi, en }]) => ({
    lane: right as Right,
    name: vi,
    documentation: `${en}. Right “${right}”.`,
  }));
  const order = [...people.slice(0, 3), system, ...people.slice(3)];
  return order.filter(({ lane }) => nodes.some((node) => node.lane === lane));
}
