import { parseArgs } from 'node:util';
import { createDataSource } from '../../db/data-source';
import { checkTraces, type TraceReport } from '../../db/audit/check-traces';
import type { ViolationKind } from '../../domain/check-trace';
import { readDatabaseUrl } from '../../settings/database-url';

/**
 * `saoy trace check [--json]`: replays the audit log of every dossier against the declared process.
 * Exit code 0: it has no transition that the declaration lacks; 1: it has; 2: could not look.
 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  if (positionals.length !== 1 || positionals[0] !== 'check') {
    throw new Error('Usage: saoy trace check [--json]');
  }
  const db = await createDataSource(readDatabaseUrl()).initialize();
  try {
    const report = await checkTraces(db);
    const ok = report.count === 0;
    if (values.json === true) process.stdout.write(`${JSON.stringify({ ok, ...report })}\n`);
    else process.stdout.write(`${describe(report).join('\n')}\n`);
    return ok ? 0 : 1;
  } finally {
    await db.destroy();
  }
}

const words: Record<ViolationKind, string> = {
  undeclared: 'bước chuyển không có trong quy trình',
  discontinuous: 'không nối tiếp bước chuyển trước',
  'stage-differs': 'trạng thái của hồ sơ khác với nhật ký',
};

function describe({ dossiers, transitions, count, violations }: TraceReport): string[] {
  const seen = `${transitions} bước chuyển của ${dossiers} hồ sơ`;
  if (count === 0) return [`Đúng: ${seen} đều theo quy trình đã khai báo.`];
  const lines = violations.map(({ dossier, sequence, kind, action, from, to }) => {
    const place = sequence === null ? '' : `, nhật ký số ${sequence}`;
    const act = action === null ? '' : `${action}: `;
    return `${dossier}${place}: ${words[kind]} (${act}${from ?? '∅'} → ${to ?? '∅'})`;
  });
  const more = count - violations.length;
  if (more > 0) lines.push(`… và ${more} vi phạm nữa.`);
  return [`Sai: ${count} vi phạm trong ${seen}.`, ...lines];
}
