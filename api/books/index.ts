export { mountChangeBooks } from './change';
export { mountExportBook } from './export';
export { mountListBooks } from './list';
export { mountListLines } from './lines';
export { mountPrintBook } from './print';
