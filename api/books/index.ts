export { mountListBooks } from './list';
