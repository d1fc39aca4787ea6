export { mountListUnits } from './list';
export { mountGetUnit } from './get';
export { mountAddUnit } from './add';
export { mountChangeUnit } from './change';
export { mountCloseUnit } from './close';
export { mountMerge, mountPreviewMerge } from './merge';
export { mountImportUnits } from './import';
export { mountExportUnits } from './export';
