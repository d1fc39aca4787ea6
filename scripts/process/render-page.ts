import {
  type Act,
  type Action,
  actDeclarations,
  actionDeclarations,
  actions,
  isFinal,
  rightDeclarations,
  rights,
  type Right,
  type Stage,
  stageDeclarations,
  stages,
  stayingActs,
  stepDeclarations,
  steps,
  transitions,
} from '../../domain/process';
import type { Policy } from '../../policies/policy';
import { code, renderTable } from './render-table';

/** `docs/process.md`: the declared process in words and as a Mermaid diagram; budgets of `policy`. */
export function renderPage(policy: Policy): string {
  return `# Quy trình · The process

<!-- Written by scripts/process/write-process-docs.ts from domain/process.ts and the default policy. Do not edit. -->

Quy trình được khai báo một lần, tại \`domain/process.ts\`. Trang này và \`process.bpmn\` (BPMN 2.0, mở bằng
mọi công cụ BPMN) sinh ra từ đó; \`saoy trace check\` đối chiếu nhật ký với nó.

The process is declared once, in \`domain/process.ts\`. This page and \`process.bpmn\` (BPMN 2.0, for any
BPMN tool) derive from it; \`saoy trace check\` holds the audit log against it; the tests fail when one of
them drifts from another. After a change of the declaration:
\`node -r ./test/register-typescript.cjs scripts/process/write-process-docs.ts\`.

\`\`\`mermaid
${renderDiagram()}
\`\`\`

## Trạng thái · Stages

${renderStages()}

## Thao tác · Actions

${renderActions()}

Người có một trong các quyền được nêu tại cơ quan của hồ sơ thì được thao tác. Who holds one of the rights
named, in the dossier's office, may act. “Sao Y” acts by itself.

Giữ nguyên trạng thái · these leave the stage as it is:

${renderStayingActs()}

## Bước và thời hạn · Steps and budgets

${renderSteps(policy)}

Giờ làm việc · working time, by ${policy.authority.citation}, the default policy
(\`${policy.id}\`). The notice comes at ${policy.notice.percent} % of the time from the start of a step to its pace; over its due, the
supervisor is told as well${renderEscalation(policy)}. At the legal due, wherever the dossier
stands, the letter of apology is drafted with the new time. What is returned resumes the step with what was left of its budget. How dues
are computed: \`clocks.md\`.

## Quyền · Rights

${renderRights()}
`;
}

function renderDiagram(): string {
  const lines = [
    'stateDiagram-v2',
    ...stages.map((stage) => `  state "${stageDeclarations[stage].vi}" as ${nodeOf(stage)}`),
    ...transitions.map(
      ({ action, from, to }) =>
        `  ${from === null ? '[*]' : nodeOf(from)} --> ${nodeOf(to)}: ${actionDeclarations[action].vi}`,
    ),
    ...stages.filter(isFinal).map((stage) => `  ${nodeOf(stage)} --> [*]`),
  ];
  return lines.join('\n');
}

/** Mermaid takes no hyphen in a state's name. */
function nodeOf(stage: Stage): string {
  return stage.replaceAll('-', '_');
}

function renderStages(): string {
  return renderTable(
    ['stage', 'Tiếng Việt', 'English', 'bước · step', 'thao tác · actions'],
    stages.map((stage) => {
      const { vi, en, step } = stageDeclarations[stage];
      const exits = actions.filter((action) => actionDeclarations[action].from.includes(stage));
      const left = isFinal(stage) ? 'kết thúc · end' : exits.map(code).join(', ');
      return [code(stage), vi, en, step === null ? '–' : code(step), left];
    }),
  );
}

function renderActions(): string {
  return renderTable(
    ['action', 'Tiếng Việt', 'English', 'từ · from', 'đến · to', 'quyền · rights'],
    actions.map((action) => {
      const { vi, en, from, to } = actionDeclarations[action];
      const sources = from.length === 0 ? '–' : from.map(code).join(', ');
      return [code(action), vi, en, sources, code(to), holdersOf(action)];
    }),
  );
}

function renderStayingActs(): string {
  return renderTable(
    ['act', 'Tiếng Việt', 'English', 'tại · at', 'quyền · rights'],
    stayingActs.map((act) => {
      const { vi, en, from } = actDeclarations[act];
      return [code(act), vi, en, from.map(code).join(', '), holdersOf(act)];
    }),
  );
}

function holdersOf(act: Act): string {
  const held = actDeclarations[act].rights;
  return held.length === 0 ? 'Sao Y' : held.map(code).join(', ');
}

function renderSteps(policy: Policy): string {
  return renderTable(
    ['step', 'Tiếng Việt', 'English', 'quyền · right', 'thời hạn · budget', 'căn cứ · authority'],
    steps.map((step) => {
      const { vi, en, right } = stepDeclarations[step];
      const rule = policy.steps.find((candidate) => candidate.step === step);
      if (rule === undefined) throw new Error(`${policy.id} has no budget for the step “${step}”.`);
      const { budgetMinutes, complexBudgetMinutes, citation } = rule;
      const complex =
        complexBudgetMinutes === undefined
          ? ''
          : `; phức tạp · complex ${hours(complexBudgetMinutes)}`;
      return [code(step), vi, en, code(right), `${hours(budgetMinutes)}${complex}`, citation];
    }),
  );
}

function renderRights(): string {
  return renderTable(
    ['right', 'Tiếng Việt', 'English', 'thao tác · actions'],
    rights.map((right) => {
      const { vi, en } = rightDeclarations[right];
      return [code(right), vi, en, actionsOf(right).map(code).join(', ') || '–'];
    }),
  );
}

function actionsOf(right: Right): Action[] {
  return actions.filter((action) => actionDeclarations[action].rights.includes(right));
}

function renderEscalation({ escalation }: Policy): string {
  if (escalation === undefined) return '';
  return `, and called once more ${escalation.afterMinutes} working minutes later if nobody has acted`;
}

const hours = (minutes: number): string => `${minutes / 60} h`;
