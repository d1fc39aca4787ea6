import { type DataSource, MoreThan } from 'typeorm';
import {
  type Action,
  type Stage,
  actionDeclarations,
  actions,
  mayAct,
  stages,
} from '../../domain/process';
import { Dossier } from '../dossiers/entity';
import { AuditEvent, AuditHead } from './entity';
import { genesisHash } from '../chain';
import { auditHash } from './record-audit';

type FindingCode =
  /** Events are missing from `sequence` on. */
  | 'gap'
  /** The event does not say what its hash says. */
  | 'event-altered'
  /** The event does not follow the one before it. */
  | 'chain-broken'
  /** The log's head is not its last event. */
  | 'head-mismatch'
  /** An action that the process does not allow at the stage the log had come to. */
  | 'out-of-turn'
  /** The dossier does not stand where its log says. */
  | 'stage-disagrees';

export interface AuditFinding {
  code: FindingCode;
  sequence: number | null;
  dossierId: string | null;
}

export interface AuditCheck {
  office: string;
  events: number;
  findings: AuditFinding[];
}

const rowsAtOnce = 2_000;

/** Reads every office's audit log: its chain, and whether the dossiers stand where it says. */
export async function checkAudit(db: DataSource): Promise<AuditCheck[]> {
  const heads = await db.manager.find(AuditHead, { order: { officeId: 'ASC' } });
  const checks: AuditCheck[] = [];
  for (const head of heads) checks.push(await checkOffice(db, head));
  return checks;
}

async function checkOffice(db: DataSource, head: AuditHead): Promise<AuditCheck> {
  const findings: AuditFinding[] = [];
  const standing = new Map<string, Stage>();
  let last = { sequence: 0, hash: genesisHash };
  let events = 0;
  for await (const event of readEvents(db, head)) {
    events += 1;
    const report = (code: FindingCode, sequence = event.sequence) =>
      findings.push({ code, sequence, dossierId: event.dossierId });
    if (event.sequence !== last.sequence + 1) report('gap', last.sequence + 1);
    if (event.previousHash !== last.hash) report('chain-broken');
    if (event.hash !== auditHash(event)) report('event-altered');
    if (!follow(standing, event)) report('out-of-turn');
    last = event;
  }
  if (head.sequence !== last.sequence || head.hash !== last.hash) {
    findings.push({ code: 'head-mismatch', sequence: head.sequence, dossierId: null });
  }
  findings.push(...(await compareStages(db, head.officeId, standing)));
  return { office: head.officeId, events, findings };
}

/** Up to the head as it was at the start; later events are for the next check. */
async function* readEvents(db: DataSource, head: AuditHead): AsyncGenerator<AuditEvent> {
  let after = 0;
  for (;;) {
    const events = await db.manager.find(AuditEvent, {
      where: { officeId: head.officeId, sequence: MoreThan(after) },
      order: { sequence: 'ASC' },
      take: rowsAtOnce,
    });
    yield* events.filter(({ sequence }) => sequence <= head.sequence);
    const last = events.at(-1);
    if (!last || last.sequence >= head.sequence) return;
    after = last.sequence;
  }
}

/** Takes the dossier where the event takes it; false where the process does not allow it. */
function follow(standing: Map<string, Stage>, event: AuditEvent): boolean {
  const moved = stages.find((stage) => stage === event.details.stage);
  if (event.action === 'moved-in' && event.dossierId !== null && moved) {
    standing.set(event.dossierId, moved);
    return true;
  }
  const action = actions.find((name: Action) => name === event.action);
  if (!action || event.dossierId === null) return true;
  const from = standing.get(event.dossierId);
  standing.set(event.dossierId, actionDeclarations[action].to);
  return from === undefined ? action === 'accept' : mayAct(action, from);
}

async function compareStages(
  db: DataSource,
  officeId: string,
  standing: Map<string, Stage>,
): Promise<AuditFinding[]> {
  const findings: AuditFinding[] = [];
  for (let after = ''; ;) {
    const dossiers = await db.manager.find(Dossier, {
      select: { id: true, stage: true },
      where: { officeId, id: MoreThan(after) },
      order: { id: 'ASC' },
      take: rowsAtOnce,
    });
    for (const { id, stage } of dossiers) {
      if (standing.get(id) === stage) continue;
      findings.push({ code: 'stage-disagrees', sequence: null, dossierId: id });
    }
    const last = dossiers.at(-1);
    if (!last || dossiers.length < rowsAtOnce) return findings;
    after = last.id;
  }
}
