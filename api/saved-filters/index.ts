/** Filters of lists by name. */
export { mountListFilters, mountRemoveFilter, mountSaveFilter } from './saved-filters';
