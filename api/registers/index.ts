export { mountCheckpoint } from './checkpoint';
export { mountConsistency } from './consistency';
export { mountListShownBooks } from './list';
export { mountProveNumber } from './prove-number';
export { mountTile } from './tile';
