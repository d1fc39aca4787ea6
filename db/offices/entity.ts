import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { code, id, text } from '../columns';

/** An office that certifies copies: today the People's Committee of a commune or ward. */
@Entity('office')
@Index('IDX_office_code', ['code'], { unique: true })
export class Office {
  @PrimaryColumn(id) id: string;
  /** Mã định danh, `NNN.NN.NN.Hxx` [AD-23]. */
  @Column(code(40)) code: string;
  @Column(text(200)) name: string;
  @Column(text(200)) parentName: string;
  @Column(code(80)) policyId: string;
  @Column(code(80)) calendarId: string;
  /** First part of its dossier codes, e.g. `G22.99` [A10]. */
  @Column(code(20)) codePrefix: string;
}
