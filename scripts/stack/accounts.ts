import { randomPassword } from '../../identity/passwords/random-password';
import { sampleOffices } from '../sample/offices';
import { sampleOffice } from './environment';
import type { Account } from './home';

/** One person for each work and each level of administration, with passwords of this installation alone. */
export function makeAccounts(pins: { leader: string; agency: string }): Account[] {
  const staff = (
    role: Account['role'],
    username: string,
    tokenPin?: string,
    office: string = sampleOffice.code,
  ): Account => ({
    role,
    office,
    username,
    password: randomPassword(),
    ...(tokenPin !== undefined && { tokenPin }),
  });
  return [
    staff('officer', 'can-bo'),
    staff('leader', 'lanh-dao', pins.leader),
    staff('clerk', 'van-thu', pins.agency),
    staff('supervisor', 'giam-sat'),
    staff('administrator', 'quan-tri'),
    // Citizens sign in by their identifier; this one is nobody's.
    { role: 'citizen', office: null, username: '000000000001', password: randomPassword() },
    staff('administrator-high', 'quan-tri-cao', undefined, sampleOffices.central.code),
    staff('administrator-1', 'quan-tri-tinh', undefined, sampleOffices.province.code),
    staff('administrator-3', 'quan-tri-mot-cua', undefined, sampleOffices.oneStop.code),
    staff('one-stop', 'mot-cua', undefined, sampleOffices.oneStop.code),
    staff('several-rights', 'nhieu-quyen', undefined, sampleOffices.other.code),
    staff('delegate', 'uy-quyen', undefined, sampleOffices.other.code),
  ];
}
