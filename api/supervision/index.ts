export { mountBoard } from './board';
export { mountCompliance } from './compliance';
export { mountStaffing } from './staffing';
export { mountWhatIf } from './what-if';
