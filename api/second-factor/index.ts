export { mountGetSecondFactor } from './get';
export { mountBeginSecondFactor } from './begin';
export { mountConfirmSecondFactor } from './confirm';
export { mountChangeSecondFactor } from './change';
