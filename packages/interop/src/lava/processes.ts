/** A process of Lava with the arithmetic of a model. */
export interface LavaProcess {
  readonly process: string;
  /** Its parameters by ours; those of `each` may differ between neurons. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly each: readonly string[];
  /** Values of parameters that it does not have. */
  readonly fixed: Readonly<Record<string, number>>;
  readonly states: readonly string[];
  /** Whether its spikes carry payloads. */
  readonly isGraded: boolean;
}

const delta = {
  v_threshold: "vth",
  spike_exp: "spike_exp",
  state_exp: "state_exp",
  cumulative: "cum_error",
} as const;

/** Processes by the name of our model. */
export const lavaProcesses: ReadonlyMap<string, LavaProcess> = new Map([
  [
    "loihi-cuba",
    {
      process: "LIF",
      parameters: {
        du: "du",
        dv: "dv",
        v_threshold: "vth",
        bias: "bias_mant",
        bias_exp: "bias_exp",
      },
      each: ["bias", "bias_exp"],
      fixed: { refractory_steps: 1, v_min_exp: 23, v_max_exp: 7, noise_exp: 0 },
      states: ["u", "v"],
      isGraded: false,
    },
  ],
  [
    "loihi-ternary",
    {
      process: "TernaryLIF",
      parameters: {
        du: "du",
        dv: "dv",
        v_high: "vth_hi",
        v_low: "vth_lo",
        bias: "bias_mant",
        bias_exp: "bias_exp",
      },
      each: ["bias", "bias_exp"],
      fixed: {},
      states: ["u", "v"],
      isGraded: true,
    },
  ],
  [
    "loihi-sigma-delta",
    {
      process: "SigmaDelta",
      parameters: { ...delta, bias: "bias", rectified: "act_mode" },
      each: ["bias"],
      fixed: {},
      states: ["sigma", "act", "residue", "error"],
      isGraded: true,
    },
  ],
  [
    "loihi-delta",
    {
      process: "Delta",
      parameters: delta,
      each: [],
      fixed: {},
      states: ["act", "residue", "error"],
      isGraded: true,
    },
  ],
  [
    "loihi-graded",
    {
      process: "GradedVec",
      parameters: { v_threshold: "vth" },
      each: [],
      fixed: {},
      states: [],
      isGraded: true,
    },
  ],
]);
