import type { DataSource, EntityManager } from 'typeorm';
import { Dossier, StepClock, Visit } from './entity';

/*
 * Rows of one dossier for those who hold its id already: its own workflow, its mails, an inspector's command.
 * What a person asks for is looked up within their offices (`get-dossier.ts`).
 */
type From = Pick<DataSource, 'manager'> | { manager: EntityManager };

export function getDossierRow({ manager }: From, id: string): Promise<Dossier> {
  return manager.findOneByOrFail(Dossier, { id });
}

/** @returns null where no dossier has this code */
export function findByCode({ manager }: From, code: string): Promise<Dossier | null> {
  return manager.findOneBy(Dossier, { code });
}

export function getVisitOf({ manager }: From, { visitId }: Dossier): Promise<Visit> {
  return manager.findOneByOrFail(Visit, { id: visitId });
}

/** The clocks of its steps, every round of them. */
export function listClocks({ manager }: From, dossierId: string): Promise<StepClock[]> {
  return manager.findBy(StepClock, { dossierId });
}
