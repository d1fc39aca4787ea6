/** What it takes to make a paper of each kind: a decision is of those who sign or supervise. */
export const needsOf = {
  receipt: 'paper.issue',
  supplement: 'paper.issue',
  refusal: 'paper.issue',
  'control-slip': 'paper.issue',
  cancellation: 'paper.decide',
  'fee-return': 'paper.issue',
} as const;
