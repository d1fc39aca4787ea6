export { mountBeginRegistration } from './begin';
export { mountFinishRegistration } from './finish';
