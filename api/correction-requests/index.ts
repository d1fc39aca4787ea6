export { mountAskCorrection } from './ask';
export { mountMyCorrections } from './list-mine';
export { mountWithdrawCorrection } from './withdraw';
export { mountCorrections } from './list';
export { mountAnswerCorrection } from './answer';
