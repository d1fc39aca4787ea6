export { mountCreateBatch } from './create';
export { mountGetBatch } from './get';
export { mountListBatches } from './list';
