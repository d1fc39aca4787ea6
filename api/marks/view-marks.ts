import { withPlaces } from '../../domain/attestation-layout';
import { findMarkPicture, findMarkPlaces } from '../../db/marks/find-marks';
import { getOffice } from '../../db/offices/get-office';
import { layoutOf } from '../../policies/policy';
import { policyInForce } from '../../policies/policy-in-force';
import type { Marks } from './contract';
import type { ApiDeps } from '../http/deps';

/** The marks of an office's next attestation page, signed by this person. */
export async function viewMarks(
  { db, rules, now }: ApiDeps,
  officeId: string,
  personId: string,
): Promise<Marks> {
  const office = await getOffice(db, officeId);
  const usual = layoutOf(policyInForce(rules, office.policyId, now()));
  const places = await findMarkPlaces(db.manager, officeId);
  const [signature, seal] = await Promise.all([
    findMarkPicture(db.manager, 'signature', personId),
    findMarkPicture(db.manager, 'seal', officeId),
  ]);
  return {
    ...withPlaces(usual, places).marks,
    usual: usual.marks,
    isMoved: places !== null,
    signaturePicture: signature?.sha256 ?? null,
    sealPicture: seal?.sha256 ?? null,
  };
}
