export { mountBoard } from './board';
export { mountCompliance } from './compliance';
export { mountWhatIf } from './what-if';
