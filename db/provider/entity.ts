import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { code, hash, instant } from '../columns';

/** A browser that went to the provider of identities, until it is back. */
@Entity('provider_request')
@Index('IDX_provider_request_expires', ['expiresAt'])
export class ProviderRequest {
  @PrimaryColumn(hash) stateHash: string;
  /** Of the cookie of the browser that went. */
  @Column(hash) browserHash: string;
  @Column(code(100)) nonce: string;
  @Column(code(128)) codeVerifier: string;
  @Column(instant) expiresAt: Date;
}
