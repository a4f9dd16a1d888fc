/** Measured effect of NEST's adaptive solver on the spikes of a model. */
interface SolverGap {
  /** Percentage of spikes that move in a population without recurrence. */
  readonly share: number;
  /** Largest shift, in steps of 0.1 ms. */
  readonly steps: number;
  /** Difference of spike counts in a recurrent network, in percent. */
  readonly counts: number;
}

const adaptive: SolverGap = { share: 3, steps: 5, counts: 3 };
/** NEST's tolerance is 0.001, in mV and in gates that go from 0 to 1. */
const gates: SolverGap = { share: 5, steps: 10, counts: 2 };
const leaky: SolverGap = { share: 0.1, steps: 10, counts: 3 };

// Compared by tools/python/tests/test_every_model.py.
const gaps: Readonly<Record<string, SolverGap>> = {
  aeif_cond_exp: adaptive,
  aeif_cond_alpha: adaptive,
  aeif_cond_beta_multisynapse: adaptive,
  hh_cond_exp_traub: gates,
  iaf_cond_alpha: leaky,
  iaf_cond_beta: leaky,
  iaf_cond_exp: leaky,
  iaf_cond_exp_sfa_rr: leaky,
};

/** Describe how far NEST's solver of a model moves spikes, if it does. */
export function nestSolverGap(model: string): string | undefined {
  const gap = gaps[model];
  if (gap === undefined) return undefined;
  const { share, steps, counts } = gap;
  const by = steps === 1 ? "a step" : `up to ${steps} steps`;
  return `NEST solves these equations to a tolerance. Without interactions between neurons, up to ${share} % of the spikes move by ${by}. In a recurrent network the differences grow until most spikes differ; spike counts agree to ${counts} %.`;
}
