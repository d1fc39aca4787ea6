import { EntityNotFoundError, type EntityManager } from 'typeorm';
import type { MarkPlaces } from '../../domain/attestation-layout';
import { dossierFromRow, type DossierRow } from '../dossiers/dossier-from-row';
import { valueOfJson } from '../value-of-json';
import { Dossier } from '../dossiers/entity';
import type { Office } from '../offices/entity';
import { delegationOf } from '../people/find-delegation';
import type { Comparison } from '../scans/find-comparison';
import type { Token, SigningKey } from './entity';
import { readFlag } from '../read-flag';

/** The office's token for a step, as its process last saw it, and whose it is declared to be. */
export type SeenToken = Pick<Token, 'label' | 'trouble' | 'certificates'> & {
  holderId: string | null;
};
/** The key that a person chose to sign a step with. */
export type ChosenKey = Pick<SigningKey, 'method' | 'label' | 'certificates'>;

/** All that a signature is prepared from, as of one instant. */
export interface SigningFacts {
  dossier: Dossier;
  office: Pick<Office, 'id' | 'name' | 'parentName'>;
  /** Who acts. */
  signer: { id: string; fullName: string; title: string | null };
  /** The document by which the signer signs for another at that instant; null: in their own right. */
  delegation: { number: string; day: string } | null;
  token: SeenToken | null;
  key: ChosenKey | null;
  /** Nothing of what PDF/A-2 forbids is on the scan's pages. */
  isArchivable: boolean;
  comparison: Comparison | null;
  /** Where the office wants its marks; null where it has them as policy has them. */
  places: MarkPlaces | null;
  /** SHA-256 of the picture: the signer's signature for `sign`, the office's seal for `seal`. */
  pictureHash: string | null;
  /** What stands in the register; null until there is a number. */
  entry: { numberText: string; certifiedOn: string; book: string } | null;
  /** This act has prepared its signature before. */
  isPrepared: boolean;
}

type Row = DossierRow & {
  officeName: string;
  officeParentName: string;
  personId: string;
  fullName: string;
  title: string | null;
  basisNumber: string | null;
  basisDay: string | null;
  tokenLabel: string | null;
  tokenTrouble: string | null;
  tokenCertificates: unknown;
  tokenHolderId: string | null;
  keyMethod: SigningKey['method'] | null;
  keyLabel: string;
  keyCertificates: unknown;
  archivable: number | string | null;
  comparedBy: string | null;
  comparedAt: Date | null;
  places: unknown;
  pictureHash: string | null;
  numberText: string | null;
  certifiedOn: string;
  bookName: string;
  isPrepared: number | string;
};

const selectFacts = `SELECT d.*, o.name AS officeName, o.parentName AS officeParentName,
    p.id AS personId, p.fullName, p.title, r.basisNumber, r.basisDay,
    t.label AS tokenLabel, t.trouble AS tokenTrouble, t.certificates AS tokenCertificates,
    h.personId AS tokenHolderId,
    k.method AS keyMethod, k.label AS keyLabel, k.certificates AS keyCertificates,
    scan.archivable, compared.fullName AS comparedBy, scan.comparedAt, m.places,
    picture.sha256 AS pictureHash, e.numberText, e.certifiedOn, b.name AS bookName,
    w.attempt IS NOT NULL AS isPrepared
  FROM dossier d
  JOIN office o ON o.id = d.officeId
  JOIN person p ON p.id = ?
  LEFT JOIN office_right r ON r.personId = p.id AND r.officeId = o.id AND r.held = ?
    AND r.fromAt <= ? AND (r.untilAt IS NULL OR r.untilAt > ?)
  LEFT JOIN token t ON t.officeCode = o.code AND t.purpose = ?
  LEFT JOIN token_holder h ON h.label = t.label
  LEFT JOIN signing_key k ON k.personId = p.id AND k.officeId = o.id AND k.step = ?
  LEFT JOIN taken_scan scan ON scan.dossierId = d.id
  LEFT JOIN person compared ON compared.id = scan.comparedBy
  LEFT JOIN mark_places m ON m.officeId = o.id
  LEFT JOIN mark_picture picture ON picture.kind = ? AND picture.ownerId = IF(? = 'seal', o.id, p.id)
  LEFT JOIN register_entry e ON e.dossierId = d.id
  LEFT JOIN book b ON b.id = e.bookId
  LEFT JOIN prepared_signature w ON w.dossierId = d.id AND w.step = ? AND w.attempt = ?
  WHERE d.id = ? ORDER BY h.personId = p.id DESC, t.label LIMIT 1`;

/** @throws EntityNotFoundError where there is no such dossier or person */
export async function getSigningFacts(
  manager: EntityManager,
  act: {
    dossierId: string;
    step: 'sign' | 'seal';
    actorId: string;
    actKey?: string | undefined;
    /** When it is signed, in milliseconds. */
    at: number;
  },
): Promise<SigningFacts> {
  const { dossierId, step, actorId, actKey = '' } = act;
  const at = new Date(act.at);
  const purpose = step === 'sign' ? 'leader' : 'agency';
  const picture = step === 'sign' ? 'signature' : 'seal';
  const right = [actorId, step, at, at];
  const parameters = [...right, purpose, step, picture, step, step, actKey, dossierId];
  const [row] = await manager.query<Row[]>(selectFacts, parameters);
  if (!row) throw new EntityNotFoundError(Dossier, { id: dossierId });
  const dossier = dossierFromRow(row);
  return {
    dossier,
    office: { id: dossier.officeId, name: row.officeName, parentName: row.officeParentName },
    signer: { id: row.personId, fullName: row.fullName, title: row.title },
    delegation: delegationOf(row.basisNumber, row.basisDay),
    token: tokenOf(row),
    key: keyOf(row),
    isArchivable: readFlag(row.archivable),
    comparison:
      row.comparedBy === null || row.comparedAt === null
        ? null
        : { by: row.comparedBy, at: row.comparedAt },
    places: valueOfJson(row.places) as MarkPlaces | null,
    pictureHash: row.pictureHash,
    entry: entryOf(row),
    isPrepared: readFlag(row.isPrepared),
  };
}

function tokenOf({ tokenLabel: label, tokenTrouble: trouble, ...row }: Row): SeenToken | null {
  const certificates = valueOfJson(row.tokenCertificates) as string[];
  return label === null ? null : { label, trouble, certificates, holderId: row.tokenHolderId };
}

function keyOf({ keyMethod: method, keyLabel: label, keyCertificates }: Row): ChosenKey | null {
  const certificates = valueOfJson(keyCertificates) as string[];
  return method === null ? null : { method, label, certificates };
}

function entryOf({ numberText, certifiedOn, bookName: book }: Row): SigningFacts['entry'] {
  return numberText === null ? null : { numberText, certifiedOn, book };
}
