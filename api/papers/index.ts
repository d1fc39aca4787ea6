export { mountListPapers } from './list';
export { mountPreviewPaper } from './preview';
export { mountIssuePaper } from './issue';
export { mountPrintPaper, mountGetPrint } from './print';
export { mountLookAtPaper } from './look';
export { mountTrackingBookPdf, mountTrackingBookSheet } from './tracking-book';
