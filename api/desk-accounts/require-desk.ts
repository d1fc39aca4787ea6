import type { Office } from '../../db/offices/entity';
import { getOffice } from '../../db/offices/get-office';
import { isOneStopDesk } from '../../domain/offices';
import { SaoyError } from '../../domain/problem';
import type { ApiDeps } from '../http/deps';

/** The office, where it is a one-stop desk that stands: its name may have changed since the right was given. @throws SaoyError `office-not-desk`, `office-closed` */
export async function requireDesk({ db }: Pick<ApiDeps, 'db'>, officeId: string): Promise<Office> {
  const office = await getOffice(db, officeId);
  if (!isOneStopDesk(office.name)) throw new SaoyError('office-not-desk');
  if (office.validTo !== null) throw new SaoyError('office-closed');
  return office;
}
