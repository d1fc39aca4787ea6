import { type DataSource, In, IsNull } from 'typeorm';
import { Token, TokenHolder } from './entity';

/** A token as its process last wrote it down, and whose it is declared to be. */
export type HeldToken = Token & { holderId: string | null };

/** An office's tokens at our server; those of purpose `leader` may be several persons'. */
export async function listOfficeTokens(
  { manager }: Pick<DataSource, 'manager'>,
  officeCode: string,
  purpose?: Token['purpose'],
): Promise<HeldToken[]> {
  const tokens = await manager.find(Token, {
    where: purpose === undefined ? { officeCode } : { officeCode, purpose },
    order: { purpose: 'ASC', label: 'ASC' },
  });
  const holders = await manager.findBy(TokenHolder, {
    label: In(tokens.map(({ label }) => label)),
  });
  const holderOf = new Map(holders.map(({ label, personId }) => [label, personId]));
  return tokens.map((token) => ({ ...token, holderId: holderOf.get(token.label) ?? null }));
}

export function listTokens({ manager }: Pick<DataSource, 'manager'>): Promise<Token[]> {
  return manager.find(Token);
}

/** A token as it was last written down; null where its process has not seen it yet. */
export function findTokenByLabel(
  { manager }: Pick<DataSource, 'manager'>,
  label: string,
): Promise<Token | null> {
  return manager.findOneBy(Token, { label });
}

/** Writes down a token as its process sees it now. Whether an administrator had it unlocked stays. */
export async function recordToken(
  { manager }: Pick<DataSource, 'manager'>,
  token: Omit<Token, 'unlockedAt'>,
): Promise<void> {
  await manager.save(Token, token);
}

/** PINs reach the token again: what an administrator said of it is done. */
export async function clearUnlocked(
  { manager }: Pick<DataSource, 'manager'>,
  label: string,
): Promise<void> {
  await manager.update(Token, { label }, { unlockedAt: null });
}

/** How many of these tokens can sign, as last seen. */
export function countUsableTokens(
  { manager }: Pick<DataSource, 'manager'>,
  labels: readonly string[],
): Promise<number> {
  return manager.countBy(Token, { label: In(labels), trouble: IsNull() });
}
