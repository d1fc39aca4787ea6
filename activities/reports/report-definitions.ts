import type { ReportKind } from '../../domain/report-kinds';
import type { ReportDefinition } from './definition';
import { breaches } from './breaches';
import { compliance } from './compliance';
import { fees } from './fees';
import { followUp } from './follow-up';
import { form17 } from './form-17';
import { indicators } from './indicators';
import { oneStop } from './one-stop';
import { targets } from './targets';

/** How each report is counted. */
export const reportDefinitions: Record<ReportKind, ReportDefinition> = {
  compliance,
  breaches,
  fees,
  'one-stop': oneStop,
  'form-17': form17,
  indicators,
  targets,
  'follow-up': followUp,
};
