import { randomPassword } from '../../identity/passwords/random-password';
import { sampleOffice } from './environment';
import type { Account } from './home';

/** One person for each work, with passwords of this installation alone. */
export function makeAccounts(pins: { leader: string; agency: string }): Account[] {
  const staff = (role: Account['role'], username: string, tokenPin?: string): Account => ({
    role,
    office: sampleOffice.code,
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
  ];
}
