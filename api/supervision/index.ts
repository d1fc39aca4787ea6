export { mountBoard } from './board';
export { mountStaffing } from './staffing';
export { mountWhatIf } from './what-if';
