export { mountChangeBooks } from './change';
export { mountBookClosing } from './closing';
export { mountCorrectLine } from './correct';
export { mountBookExports } from './exports';
export { mountListBooks } from './list';
export { mountListLines } from './lines';
export { mountPrintBook } from './print';
