import { describe, expect, test } from '@jest/globals';
import { isPermitted, type Permission, permissionNames, permissions } from './permissions';
import { actDeclarations, acts, ownActs } from './process';

describe('the table', () => {
  test('holds each act of people with the rights of its declaration, and none of Sao Y’s own', () => {
    const ofPeople = acts.filter((act) => actDeclarations[act].rights.length > 0);
    expect(acts.filter((act) => !ofPeople.includes(act)).sort()).toEqual([...ownActs].sort());
    const table: Record<string, Permission> = permissions;
    for (const act of acts) {
      const { rights } = actDeclarations[act];
      expect(table[`dossier.${act}`]?.rights ?? []).toEqual(rights);
    }
  });

  test('lets nobody in an office without naming a right', () => {
    const open = permissionNames.filter((name) => {
      const { relation, rights }: Permission = permissions[name];
      return (
        ['office', 'branch', 'oversight', 'own-or-office'].includes(relation) && rights.length === 0
      );
    });
    expect(open).toEqual([]);
  });

  test('keeps citizens’ papers from who only administers', () => {
    const opened = permissionNames.filter(
      (name) => permissions[name].rights.length > 0 && isPermitted(name, ['administer']),
    );
    const ownWork = [
      ...['api-key.end', 'api-key.list', 'api-key.make'],
      // Ids and codes alone.
      'audit.read',
      // Hours and seats: of nobody's papers.
      ...['booking-plan.change', 'booking-plan.read'],
      'what-if.ask',
    ];
    const others = opened.filter((name) => permissions[name].relation !== 'branch');
    expect(others.sort()).toEqual(ownWork);
  });
});
