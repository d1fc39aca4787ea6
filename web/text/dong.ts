/** An amount as people write it: "14.000 ₫". Integer đồng. */
export function dong(amount: number): string {
  return `${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')} ₫`;
}
