export { mountEvents } from './stream';
