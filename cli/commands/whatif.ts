import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseInstant } from '../../deadlines/parse-time';
import { formatInstant } from '../../time/time';
import type { WhatIf } from '../../deadlines/what-if';
import { SaoyError } from '../../domain/problem';
import { bySteps, steps } from '../../domain/process';
import { answerWhatIf, type ByStep } from '../../policies/answer-what-if';
import { loadRules } from '../../policies/load-rules';
import { findPoliciesDir } from '../../settings/policies-dir';
import { parseOpenDossiers } from '../parse-open-dossiers';

const usage = `Usage: saoy whatif CHANGE… [--dossiers FILE] [--at INSTANT] [--json]
CHANGE is one or more of
  --day-off DATE                    a day off announced now
  --rules FILE                      a policy or a calendar as it would be
  --policy ID                       another policy for every open dossier
  --people create=2,sign=1,seal=1   other people; with --people-now (1 each if not given)
                                    and --minutes create=20,sign=5,seal=5 (as measured if not given)
--dossiers FILE: open dossiers as JSON lines {id, accepted, step?, complex?, extend?, policy?, office?},
“-” for stdin; without it those of the running system. --at: who is late at that instant (now).
`;

const options = {
  'day-off': { type: 'string' },
  rules: { type: 'string' },
  policy: { type: 'string' },
  people: { type: 'string' },
  'people-now': { type: 'string' },
  minutes: { type: 'string' },
  dossiers: { type: 'string' },
  at: { type: 'string' },
  json: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/**
 * `saoy whatif`: which open dossiers a change would move, and which flip from on time to late or back.
 * Exit code 0: none becomes late by it; 1: some do.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options });
  const { 'day-off': dayOff, rules: file, policy, people } = values;
  if ([dayOff, file, policy, people].every((change) => change === undefined)) {
    process.stderr.write(usage);
    return 2;
  }
  const question = {
    dayOff,
    policy,
    draft: file === undefined ? undefined : { file, text: readFileSync(file, 'utf8') },
    people: findCounts('people', people),
    peopleNow: findCounts('people-now', values['people-now']),
    minutes: findCounts('minutes', values.minutes),
    at: values.at === undefined ? Date.now() : parseInstant(values.at),
  };
  const folder = findPoliciesDir();
  const { dossiers, serviceTimes, rules } = await readDossiers(values, folder);
  const answer = answerWhatIf(dossiers, question, rules, serviceTimes, folder);
  process.stdout.write(
    values.json === true ? `${JSON.stringify(written(answer))}\n` : inWords(answer),
  );
  return answer.toLate > 0 ? 1 : 0;
}

/** Those of a file under the rules in force, or those of the running system under what they pinned. */
async function readDossiers({ dossiers: file }: Values, folder: string | undefined) {
  if (file === undefined) {
    // The database's parts are loaded only where they are asked.
    const { readOpenDossiers } = await import('../read-open-dossiers');
    return readOpenDossiers(folder);
  }
  const rules = loadRules(folder);
  const text = readFileSync(file === '-' ? 0 : file, 'utf8');
  return { dossiers: parseOpenDossiers(text, rules), serviceTimes: {}, rules };
}

function findCounts(field: string, text: string | undefined): ByStep | undefined {
  return text === undefined ? undefined : parseCounts(field, text);
}

/** `create=2,sign=1,seal=1` → a number for each step. */
function parseCounts(field: string, text: string): ByStep {
  const given = new Map(
    text.split(',').map((part) => {
      const [name = '', count] = part.split('=');
      return [name, count] as const;
    }),
  );
  return bySteps((step) => {
    const count = Number(given.get(step) ?? Number.NaN);
    if (!Number.isFinite(count) || count < 0) {
      const reason = `one number for each of ${steps.join(', ')}, as create=2,sign=1,seal=1`;
      throw new SaoyError('input-invalid', { field: `--${field}`, reason });
    }
    return count;
  });
}

function written(answer: WhatIf) {
  return {
    ...answer,
    changes: answer.changes.map((change) => ({
      ...change,
      legalDueBefore: formatInstant(change.legalDueBefore),
      legalDueAfter: formatInstant(change.legalDueAfter),
      finishBefore: formatFinish(change.finishBefore),
      finishAfter: formatFinish(change.finishAfter),
    })),
  };
}

/** Null: never, as a step has nobody. */
function formatFinish(at: number): string | null {
  return Number.isFinite(at) ? formatInstant(at) : null;
}

function inWords(answer: WhatIf): string {
  const { dossiers, lateBefore, lateAfter, toLate, toOnTime, newSlips, changes } = answer;
  const lines = changes.slice(0, shownMax).map((change) => {
    const flip =
      change.lateAfter === change.lateBefore ? '' : change.lateAfter ? ' → TRỄ' : ' → đúng hạn';
    const slip = change.newSlip ? ', cần phiếu hẹn mới' : '';
    const { id, legalDueBefore, legalDueAfter } = change;
    return `  ${id}: hạn ${formatInstant(legalDueBefore)} → ${formatInstant(legalDueAfter)}${flip}${slip}\n`;
  });
  const rest = changes.length - lines.length;
  return [
    `${dossiers} hồ sơ đang mở: trễ ${lateBefore} → ${lateAfter}; thành trễ ${toLate}, thành đúng hạn ${toOnTime}; phiếu hẹn phải làm lại ${newSlips}.\n`,
    ...lines,
    ...(rest > 0 ? [`  … và ${rest} hồ sơ nữa (xem đủ bằng --json)\n`] : []),
  ].join('');
}

const shownMax = 50;
