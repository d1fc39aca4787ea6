export { mountListLetters } from './list';
export { mountGetLetter } from './get';
export { mountEditLetter } from './edit';
export { mountIssueLetter } from './issue';
export { mountPreviewLetter } from './preview';
