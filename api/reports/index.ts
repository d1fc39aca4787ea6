export { mountAskReport } from './ask';
export { mountGetReport } from './get';
export { mountListReports } from './list';
