import { type DataSource, In } from 'typeorm';
import { Remark } from '../dossiers/entity';
import { Person } from '../people/entity';
import { AuditEvent } from './entity';

export interface TimelineEntry {
  at: Date;
  action: string;
  details: AuditEvent['details'];
  actorName: string | null;
  /** To whom a step was given. */
  holderName: string | null;
  /** What the actor wrote with it. */
  remark: string | null;
}

/** What happened to a dossier, oldest first, in whichever office it was. */
export async function listTimeline(db: DataSource, dossierId: string): Promise<TimelineEntry[]> {
  const events = await db.manager.find(AuditEvent, {
    where: { dossierId },
    order: { at: 'ASC', sequence: 'ASC' },
  });
  const ids = events.flatMap(({ actorId, details }) => [actorId, details.holder]);
  const actorIds = new Set(ids.filter((id) => typeof id === 'string'));
  const [people, remarks] = await Promise.all([
    db.manager.findBy(Person, { id: In([...actorIds]) }),
    db.manager.findBy(Remark, { dossierId }),
  ]);
  return events.map(({ at, action, details, actorId }) => ({
    at,
    action,
    details,
    actorName: people.find(({ id }) => id === actorId)?.fullName ?? null,
    holderName: people.find(({ id }) => id === details.holder)?.fullName ?? null,
    remark: remarks.find(({ id }) => id === details.remarkId)?.text ?? null,
  }));
}
