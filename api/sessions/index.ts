export { mountCreateSession } from './create';
export { mountGetSession } from './get';
export { mountDeleteSession } from './delete';
