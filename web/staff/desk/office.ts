import { createContext, useContext } from 'react';
import { isPermitted, type PermissionName } from '../../../domain/permissions';
import type { Session } from '../../../api/sessions/contract';

export type Office = Session['offices'][number];

export interface Desk {
  session: Session;
  office: Office;
}

/** Who works here and for which office; set by the shell once somebody is signed in. */
export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('A staff page stands outside the shell.');
  return desk;
}

/** Whether the table of permissions lets who works here do or see this in the office. */
export function may(office: Office, name: PermissionName): boolean {
  return isPermitted(name, office.rights);
}
