export { mountGetToken } from './get-token';
export { mountTokenUnlocked } from './record-unlocked';
export { mountListSigningKeys } from './list';
export { mountListRemoteKeys } from './list-remote';
export { mountChooseSigningKey } from './choose';
export { mountAnswerConsent } from './answer-consent';
export { mountOpenConsent } from './open-consent';
export { mountStopSigning } from './stop-signing';
