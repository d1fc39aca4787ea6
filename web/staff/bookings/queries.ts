import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  BookingDays,
  bookingPlanSchema,
  officeBookingSchema,
} from '../../../api/bookings/booking-contract';
import { formatDate, findDate } from '../../../time/time';
import { getJson } from '../../server/client';

export type BookingPlan = z.infer<typeof bookingPlanSchema>;
export type OfficeBooking = z.infer<typeof officeBookingSchema>;

/** Some days of an office; others book meanwhile, so it is read anew by itself. @param to ISO days, both included */
export function bookingDaysQuery(officeId: string, from: string, to: string) {
  return queryOptions({
    queryKey: ['bookings', officeId, from, to],
    refetchInterval: 20_000,
    queryFn: ({ signal }) =>
      getJson<BookingDays>(`/offices/${officeId}/bookings?from=${from}&to=${to}`, signal),
  });
}

export function bookingPlanQuery(officeId: string) {
  return queryOptions({
    queryKey: ['booking-plan', officeId],
    queryFn: ({ signal }) => getJson<BookingPlan>(`/offices/${officeId}/booking-plan`, signal),
  });
}

/** All that was given with an appointment; that it was opened is recorded. */
export function openBooking(officeId: string, id: string): Promise<OfficeBooking> {
  return getJson<OfficeBooking>(`/offices/${officeId}/bookings/${id}`);
}

/** So many days after an ISO day. */
export function daysAfter(date: string, days: number): string {
  return formatDate((findDate(date) ?? 0) + days);
}
