import type { DataSource } from 'typeorm';

/** An office that takes appointments. */
export interface BookingOffice {
  id: string;
  name: string;
  /** The province above it, else what its papers print above its name. */
  province: string;
  note: string | null;
}

/** Every office that stands and publishes a seat, by province and name. */
export async function listBookingOffices({
  manager,
}: Pick<DataSource, 'manager'>): Promise<BookingOffice[]> {
  return manager.query<BookingOffice[]>(
    `SELECT o.id, o.name, COALESCE(p.name, o.parentName) AS province, plan.note
      FROM booking_plan plan JOIN office o ON o.id = plan.officeId
      LEFT JOIN office p ON p.kind = 'province' AND o.path LIKE CONCAT(p.path, '/%')
      WHERE o.validTo IS NULL AND JSON_UNQUOTE(JSON_EXTRACT(plan.week, '$')) REGEXP '[1-9]'
      ORDER BY province, o.nameFolded, o.id`,
  );
}
