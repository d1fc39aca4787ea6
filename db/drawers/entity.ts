import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { CashCause, CashKind } from '../../domain/cash';
import { bigCount, code, count, id, instant, text } from '../columns';
import { Dossier } from '../dossiers/entity';

/** The money that one person has taken in for an office; its row is the lock of its shift. */
@Entity('drawer')
export class Drawer {
  @PrimaryColumn(id) officeId: string;
  @PrimaryColumn(id) cashierId: string;
  /** Ends when the drawer is closed; the next one begins then. */
  @Column(count) shift: number;
}

/** Money of a fee that was taken or given back. Rows are only ever added. */
@Entity('cash_movement')
@Index('IDX_cash_movement_act', ['dossierId', 'actKey', 'kind'], { unique: true })
@Index('IDX_cash_movement_office_at', ['officeId', 'at'])
@Index('IDX_cash_movement_drawer', ['officeId', 'cashierId', 'shift'])
export class CashMovement {
  @PrimaryColumn(id) id: string;
  /** Where the money changed hands. */
  @Column(id) officeId: string;
  @ForeignKey(() => Dossier, { name: 'FK_cash_movement_dossier' })
  @Column(id)
  dossierId: string;
  @Column(id) cashierId: string;
  /** Of the cashier's drawer; 0: before drawers were kept. */
  @Column(count) shift: number;
  @Column(code(10)) kind: CashKind;
  @Column(code(20)) cause: CashCause;
  /** Integer đồng, above zero. */
  @Column(count) amount: number;
  /** Of the act that brings it about: the same act is recorded once. */
  @Column(code(160)) actKey: string;
  @Column(instant) at: Date;
}

/** A shift that was counted and closed. Rows are only ever added. */
@Entity('drawer_closing')
@Index('IDX_drawer_closing_at', ['officeId', 'at'])
export class DrawerClosing {
  @PrimaryColumn(id) officeId: string;
  @PrimaryColumn(id) cashierId: string;
  @PrimaryColumn(count) shift: number;
  @Column(count) movements: number;
  /** Small change that lay in it before, in đồng. */
  @Column(count) opening: number;
  @Column(bigCount) taken: number;
  @Column(bigCount) returned: number;
  /** What lay in it, in đồng. */
  @Column(bigCount) counted: number;
  /** Why it differs; empty where it does not. */
  @Column(text(500)) note: string;
  @Column(instant) at: Date;
}
