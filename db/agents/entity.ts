import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ascii, bigCount, count, data, id, instant, instantOrNone, text } from '../columns';
import { Person } from '../people/entity';

/** A code that pairs one computer with its officer: minutes long, good once. */
@Entity('agent_pairing')
@Index('IDX_agent_pairing_person', ['personId'])
@Index('IDX_agent_pairing_expires', ['expiresAt'])
export class AgentPairing {
  @PrimaryColumn({ ...ascii, type: 'char', length: 4 }) pairingId: string;
  @Column({ ...ascii, type: 'char', length: 8 }) secret: string;
  @ForeignKey(() => Person, { name: 'FK_agent_pairing_person' })
  @Column(id)
  personId: string;
  @Column(count) tries: number;
  @Column(instant) expiresAt: Date;
}

/** A certificate as a paired computer found it on a token. */
export interface OfferedCertificate {
  tokenLabel: string;
  /** DER, base64. */
  der: string;
}

/** An officer's own computer. The row of a removed one stays, with the time of its removal. */
@Entity('agent')
@Index('IDX_agent_person_removed', ['personId', 'removedAt'])
export class Agent {
  @PrimaryColumn(id) id: string;
  @ForeignKey(() => Person, { name: 'FK_agent_person' })
  @Column(id)
  personId: string;
  /** Ed25519, SPKI DER. */
  @Column({ type: 'varbinary', length: 64 }) publicKey: Buffer;
  @Column(text(64)) computerName: string;
  /** The last one taken of its messages; they only rise. */
  @Column(bigCount) sequence: number;
  /** Certificates of its tokens, as it last reported them. */
  @Column(data) certificates: OfferedCertificate[];
  @Column(instant) pairedAt: Date;
  @Column(instantOrNone) seenAt: Date | null;
  @Column(instantOrNone) removedAt: Date | null;
}
