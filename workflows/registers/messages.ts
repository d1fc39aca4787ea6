/** What the workflow of an export is started with: its id only. */
export interface ExportStart {
  exportId: string;
}

export const exportBookType = 'exportBook';

/** One workflow per export. */
export function exportWorkflowId(exportId: string): string {
  return `book-export-${exportId}`;
}
