import type { TrustListData } from './trust-list';

/**
 * The trust list that is shipped. Root certificates of the Government's specialised service and of
 * the public authorities belong here from their official publication, each with the days between
 * which it was accredited. None is shipped yet: whoever operates Sao Y names trust anchors.
 * Evidence may be fetched from any public host: a person at a terminal asked for it.
 */
export const shippedTrustList: TrustListData = {
  issued: '2026-11-21',
  authorities: [],
  evidenceHosts: ['*'],
};
