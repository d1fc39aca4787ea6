import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { ForecastScore, KeptSituation } from '../../domain/forecasts';
import { data, id, instant } from '../columns';
import { Office } from '../offices/entity';

/** What an office's past teaches of which dossiers become late, learnt anew each night. */
@Entity('forecast_base')
export class ForecastBase {
  @ForeignKey(() => Office, { name: 'FK_forecast_base_office' })
  @PrimaryColumn(id)
  officeId: string;
  @Column(instant) learntAt: Date;
  @Column(data) situations: KeptSituation[];
  @Column(data) score: ForecastScore;
}
