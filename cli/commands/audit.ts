import { createDataSource } from '../../db/data-source';
import { checkAudit } from '../../db/audit/check-audit';
import { readDatabaseUrl } from '../../settings/database-url';

/** `saoy audit check [--json]`: the chain of the audit log, and the dossiers against it. */
export async function run(args: string[]): Promise<number> {
  const [verb, ...options] = args;
  if (verb !== 'check' || options.some((option) => option !== '--json')) {
    throw new Error('Usage: saoy audit check [--json]');
  }
  const db = await createDataSource(readDatabaseUrl()).initialize();
  try {
    const offices = await checkAudit(db);
    const ok = offices.every(({ findings }) => findings.length === 0);
    if (options.includes('--json')) console.log(JSON.stringify({ ok, offices }));
    else for (const office of offices) console.log(inWords(office));
    return ok ? 0 : 1;
  } finally {
    await db.destroy();
  }
}

function inWords(check: Awaited<ReturnType<typeof checkAudit>>[number]): string {
  const title = `${check.findings.length === 0 ? '✓' : '✗'} ${check.office}`;
  const lines = check.findings.map(
    ({ code, sequence, dossierId }) =>
      `    ${code}${sequence === null ? '' : ` at event ${sequence}`}${dossierId ? `, dossier ${dossierId}` : ''}`,
  );
  return [`${title}: ${check.events} events`, ...lines].join('\n');
}
