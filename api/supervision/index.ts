export { mountBoard } from './board';
export { mountNudge } from './nudge';
export { mountOdds } from './odds';
export { mountStaffing } from './staffing';
export { mountWhatIf } from './what-if';
