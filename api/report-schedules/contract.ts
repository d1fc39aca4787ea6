import { z } from '@hono/zod-openapi';
import { reportKinds, rhythms } from '../../domain/report-kinds';
import { instantSchema } from '../http/contract';

const facts = { kind: z.enum(reportKinds), branch: z.boolean(), rhythm: z.enum(rhythms) };

export const setScheduleSchema = z
  .object({ officeId: z.uuid(), ...facts })
  .openapi('SetReportSchedule');

export const scheduleSchema = z
  .object({ id: z.uuid(), ...facts, createdAt: instantSchema, createdBy: z.string() })
  .openapi('ReportSchedule');
export type ScheduleView = z.infer<typeof scheduleSchema>;
