import type { ReceivingOffice } from '../../db/offices/list-receiving';
import { bookingPages } from '../../domain/bookings';

/** The page of appointments with this office chosen. */
export function bookingPath({ id, province }: ReceivingOffice): string {
  return `${bookingPages.book}?${new URLSearchParams({ tinh: province, 'co-quan': id }).toString()}`;
}
