import type { DataSource } from 'typeorm';
import type { Stage } from '../../domain/process';
import { valueOfJson } from '../value-of-json';
import type { SigningKey } from '../signing/entity';
import { readFlag } from '../read-flag';

/** A dossier as a batch asks about it, for the person who is to act. */
export interface Candidate {
  id: string;
  officeId: string;
  stage: Stage;
  code: string;
  requesterName: string;
  /** The person had it open in the round of the step that runs now. */
  isOpened: boolean;
}

/** What a batch needs to know before it starts, of all its dossiers. */
export interface Candidates {
  dossiers: Map<string, Candidate>;
  /** Of the office. */
  policyId: string;
  /** The person's own key for this step in the office; null: the token at our server. */
  key: Pick<SigningKey, 'method' | 'asks'> | null;
}

type Row = Omit<Candidate, 'isOpened'> & {
  policyId: string;
  isOpened: number | string;
  method: SigningKey['method'] | null;
  asks: unknown;
};

/** Those of an office's dossiers that are there, by one statement; undefined where none is. */
export async function findCandidates(
  db: DataSource,
  batch: { officeId: string; personId: string; step: 'sign' | 'seal'; dossierIds: string[] },
): Promise<Candidates | undefined> {
  const { officeId, personId, step, dossierIds } = batch;
  const rows = await db.query<Row[]>(
    `SELECT d.id, d.officeId, d.stage, d.code, v.requesterName, office.policyId,
        p.at IS NOT NULL AS isOpened, k.method, k.asks
      FROM dossier d
      JOIN office ON office.id = d.officeId
      JOIN visit v ON v.id = d.visitId
      LEFT JOIN step_clock c ON c.dossierId = d.id AND c.endedAt IS NULL
      LEFT JOIN opening p
        ON p.dossierId = d.id AND p.personId = ? AND p.step = c.step AND p.round = c.round
      LEFT JOIN signing_key k ON k.personId = ? AND k.officeId = d.officeId AND k.step = ?
      WHERE d.officeId = ? AND d.id IN (?)`,
    [personId, personId, step, officeId, dossierIds],
  );
  const [first] = rows;
  if (!first) return undefined;
  const { policyId, method, asks } = first;
  return {
    policyId,
    key: method && { method, asks: valueOfJson(asks) as string[] },
    dossiers: new Map(rows.map((row) => [row.id, { ...candidateOf(row) }])),
  };
}

function candidateOf({ id, officeId, stage, code, requesterName, isOpened }: Row): Candidate {
  return { id, officeId, stage, code, requesterName, isOpened: readFlag(isOpened) };
}
