export { mountVerify } from './verify';
export { mountOfflineVerifier } from './offline-verifier';
