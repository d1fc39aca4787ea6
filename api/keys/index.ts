export { mountListKeys } from './list';
export { mountMakeKey } from './make';
export { mountEndKey } from './end';
