import { Brackets, type EntityManager } from 'typeorm';
import { Dossier } from '../dossiers/entity';

/** Policies (`id@version`) of delivered dossiers that still have their forms. */
export async function listPoliciesWithForms(manager: EntityManager): Promise<string[]> {
  const rows = await manager
    .createQueryBuilder(Dossier, 'dossier')
    .select('DISTINCT dossier.policy', 'policy')
    .where("dossier.formsDroppedAt IS NULL AND dossier.stage = 'delivered'")
    .getRawMany<{ policy: string }>();
  return rows.map(({ policy }) => policy);
}

/**
 * Delivered dossiers whose forms are kept no longer, in the order of their ids.
 * @param page.terms those of a policy are kept no longer where they were delivered before
 * @param page.after id to go on after; '' for the first
 */
export async function listTidyable(
  manager: EntityManager,
  page: { terms: { policy: string; before: Date }[]; after: string; limit: number },
): Promise<string[]> {
  const { terms, after, limit } = page;
  if (terms.length === 0) return [];
  const dossiers = await manager
    .createQueryBuilder(Dossier, 'dossier')
    .select('dossier.id')
    .where('dossier.formsDroppedAt IS NULL AND dossier.id > :after', { after })
    .andWhere("dossier.stage = 'delivered'")
    .andWhere(
      new Brackets((any) => {
        terms.forEach(({ policy, before }, at) =>
          any.orWhere(`(dossier.policy = :policy${at} AND dossier.deliveredAt < :before${at})`, {
            [`policy${at}`]: policy,
            [`before${at}`]: before,
          }),
        );
      }),
    )
    .orderBy('dossier.id')
    .limit(limit)
    .getMany();
  return dossiers.map(({ id }) => id);
}
