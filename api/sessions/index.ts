export { mountCreateSession } from './create';
export { mountGetSession } from './get';
export { mountDeleteSession } from './delete';
export { mountListMySessions } from './list-mine';
export { mountListMySignIns } from './list-my-sign-ins';
export { mountEndMySession } from './end-mine';
export { mountCompleteSession } from './complete';
export { mountStepUp } from './step-up';
