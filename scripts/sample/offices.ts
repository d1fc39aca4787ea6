import type { Office } from '../../db/offices/entity';

type Name = 'central' | 'province' | 'ward' | 'other' | 'merged' | 'oneStop';

/** An office of the sample and where it stands in the tree. */
type SampleOffice = Pick<Office, 'code' | 'name' | 'kind' | 'validFrom' | 'validTo'> & {
  above: Name | null;
  successor: Name | null;
};

const standing = { validFrom: '2025-07-01', validTo: null, successor: null };

/** Plainly invented offices, each after the one above it; one was merged into another last year. */
export const sampleOffices: Record<Name, SampleOffice> = {
  central: {
    ...{ code: '000.00.00.G99', name: 'Cơ quan Trung ương Mẫu', kind: 'central', above: null },
    ...{ ...standing, validFrom: '2020-01-01' },
  },
  province: {
    ...{ code: '000.00.00.H99', name: 'Ủy ban nhân dân Thành phố Mẫu', kind: 'province' },
    ...{ ...standing, above: 'central', validFrom: '2020-01-01' },
  },
  ward: {
    ...{ code: '000.00.99.H99', name: 'Ủy ban nhân dân Phường Mẫu', kind: 'commune' },
    ...{ ...standing, above: 'province' },
  },
  other: {
    ...{ code: '000.00.98.H99', name: 'Ủy ban nhân dân Xã Mẫu Đông', kind: 'commune' },
    ...{ ...standing, above: 'province' },
  },
  merged: {
    ...{ code: '000.00.97.H99', name: 'Ủy ban nhân dân Xã Mẫu Cũ', kind: 'commune' },
    ...{ above: 'province', successor: 'ward', validFrom: '2020-01-01', validTo: '2025-07-01' },
  },
  oneStop: {
    ...{ code: '000.01.99.H99', name: 'Bộ phận Một cửa Phường Mẫu', kind: 'one-stop' },
    ...{ ...standing, above: 'ward' },
  },
};
