import type { DataSource, EntityManager } from 'typeorm';
import { listBelongings, listRights } from '../people/find-member';
import { getPerson } from '../people/find-person';
import { decryptOrNone } from '../personal/personal-column';
import { listSessions, listSignIns } from '../sessions/list-sessions';
import { inSnapshot } from '../transaction';

/** More of each than anybody has by themselves. */
const rowsMax = 1_000;

export interface OwnDossier {
  code: string;
  office: string;
  documentType: string;
  stage: string;
  acceptedAt: Date;
  requesterName: string;
  requesterIdentifier: string | null;
  requesterEmail: string | null;
  requesterPhone: string | null;
}

/**
 * What is kept of one person, as of one instant: the account, where they belong and what they may, sessions and
 * sign-ins, and the dossiers that they asked for (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15: to see and be given
 * one's own data).
 */
export function readOwnData(db: DataSource, personId: string, now: Date) {
  return inSnapshot(db, async (manager) => {
    const from = { manager };
    const person = await getPerson(from, personId);
    const { kind, username, fullName, title, email, phone, identifier, state } = person;
    return {
      account: { kind, username, fullName, title, email, phone, identifier, state },
      offices: await listBelongings(from, personId),
      rights: await listRights(from, personId),
      sessions: await listSessions(manager, personId, now),
      signIns: await listSignIns(manager, personId, rowsMax),
      dossiers: await listOwnDossiers(manager, personId),
    };
  });
}

async function listOwnDossiers(manager: EntityManager, personId: string): Promise<OwnDossier[]> {
  const rows = await manager.query<OwnDossier[]>(
    `SELECT d.code, o.name AS office, d.documentType, d.stage, d.acceptedAt, v.requesterName,
        v.requesterIdentifier, v.requesterEmail, v.requesterPhone
      FROM visit v JOIN dossier d ON d.visitId = v.id JOIN office o ON o.id = d.officeId
      WHERE v.requesterId = ? ORDER BY d.acceptedAt DESC, d.code DESC LIMIT ?`,
    [personId, rowsMax],
  );
  return rows.map((row) => ({
    ...row,
    requesterIdentifier: decryptOrNone('identifier', row.requesterIdentifier),
    requesterEmail: decryptOrNone('email', row.requesterEmail),
    requesterPhone: decryptOrNone('phone', row.requesterPhone),
  }));
}
