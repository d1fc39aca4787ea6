export { certifyCopy } from './certify-copy';
