/** Every table, by noun. */
export * from './agents/entity';
export * from './audit/entity';
export * from './batches/entity';
export * from './copies/entity';
export * from './dossiers/entity';
export * from './idempotency/entity';
export * from './letters/entity';
export * from './marks/entity';
export * from './notices/entity';
export * from './offices/entity';
export * from './people/entity';
export * from './registers/entity';
export * from './rules/entity';
export * from './scans/entity';
export * from './sessions/entity';
export * from './signing/entity';
export * from './vault/entity';
