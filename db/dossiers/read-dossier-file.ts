import { type DataSource, In } from 'typeorm';
import { AuditEvent } from '../audit/entity';
import { Letter } from '../letters/entity';
import { Office } from '../offices/entity';
import { OfficeRight, Person } from '../people/entity';
import { listPapers, type PaperLine } from '../papers/list-papers';
import { type PaperFacts, readPaperFacts } from '../papers/read-facts';
import type { Right } from '../../domain/process';
import type { Dossier } from './entity';
import { Remark } from './entity';

/** Somebody who acted on a dossier, with the rights that they held where it is, then or since. */
export interface ActedPerson {
  id: string;
  name: string;
  title: string | null;
  rights: Right[];
}

/** All that is written of one dossier. */
export interface DossierFile {
  facts: PaperFacts;
  events: AuditEvent[];
  /** What people wrote with their acts, by id. */
  remarks: ReadonlyMap<string, string>;
  people: ActedPerson[];
  papers: PaperLine[];
  letters: Letter[];
  /** Codes of the offices in whose logs its events stand. */
  officeCodes: ReadonlyMap<string, string>;
}

export async function readDossierFile(db: DataSource, dossier: Dossier): Promise<DossierFile> {
  const { manager } = db;
  const dossierId = dossier.id;
  const [facts, events, remarks, papers, letters] = await Promise.all([
    readPaperFacts(db, dossier),
    manager.find(AuditEvent, { where: { dossierId }, order: { at: 'ASC', sequence: 'ASC' } }),
    manager.findBy(Remark, { dossierId }),
    listPapers(db, dossier),
    manager.find(Letter, { where: { dossierId }, order: { draftedAt: 'ASC' } }),
  ]);
  const officeIds = [...new Set([dossier.officeId, ...events.map(({ officeId }) => officeId)])];
  const named = events.flatMap(({ actorId, details }) => [actorId, details.holder]);
  const personIds = [...new Set(named.filter((each) => typeof each === 'string'))];
  const [offices, people, rights] = await Promise.all([
    manager.find(Office, { where: { id: In(officeIds) }, select: { id: true, code: true } }),
    manager.find(Person, {
      ...{ where: { id: In(personIds) }, select: { id: true, fullName: true, title: true } },
    }),
    manager.findBy(OfficeRight, { personId: In(personIds), officeId: In(officeIds) }),
  ]);
  return {
    ...{ facts, events, papers, letters },
    remarks: new Map(remarks.map(({ id, text }) => [id, text])),
    officeCodes: new Map(offices.map(({ id, code }) => [id, code])),
    people: people.map(({ id, fullName, title }) => ({
      ...{ id, name: fullName, title },
      rights: [
        ...new Set(rights.filter(({ personId }) => personId === id).map(({ right }) => right)),
      ],
    })),
  };
}
