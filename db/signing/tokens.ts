import type { DataSource } from 'typeorm';
import { Token } from './entity';

/** An office's token at our server, as its process last wrote it down. */
export function findToken(
  { manager }: Pick<DataSource, 'manager'>,
  officeCode: string,
  purpose: Token['purpose'],
): Promise<Token | null> {
  return manager.findOneBy(Token, { officeCode, purpose });
}

export function listTokens({ manager }: Pick<DataSource, 'manager'>): Promise<Token[]> {
  return manager.find(Token);
}
