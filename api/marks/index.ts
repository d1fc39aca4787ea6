export { mountMarkPlaces } from './places';
export { mountSignaturePicture } from './signature';
export { mountSealPicture } from './seal';
