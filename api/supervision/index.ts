export { mountBoard } from './board';
export { mountNudge } from './nudge';
export { mountStaffing } from './staffing';
export { mountWhatIf } from './what-if';
