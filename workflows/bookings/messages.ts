import { defineSignal } from '@temporalio/workflow';

/** What an appointment's workflow is started with: its id only. */
export interface BookingStart {
  bookingId: string;
}

export const keepBookingType = 'keepBooking';

/** The appointment is not as it was: what it waits for is looked up anew. */
export const bookingChangedSignal = defineSignal('changed');

/** One workflow per appointment. */
export function bookingWorkflowId(bookingId: string): string {
  return `booking-${bookingId}`;
}
