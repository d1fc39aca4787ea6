export { mountCloseDrawer } from './close';
export { mountDrawer } from './get';
export { mountExportDrawer } from './export';
export { mountExportDrawers } from './export';
export { mountOfficeDrawers } from './list';
