import type { Right } from '../domain/process';

/** What a statement of ours reads from `office_right.passesOn`: names separated by blanks. */
export function readRights(list: string): Right[] {
  return list === '' ? [] : (list.split(' ') as Right[]);
}
