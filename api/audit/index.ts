/** The audit log, for those who see to an office and those below it. */
export { mountExportAudit, mountSearchAudit } from './search';
