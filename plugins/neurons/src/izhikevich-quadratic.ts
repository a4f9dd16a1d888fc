/** Parameters of the author's own programs: the quadratic's constants differ between patterns. */
export const izhikevichParameters = {
  a: { default: 0.02, about: "rate of the recovery variable, per ms" },
  b: { default: 0.2, about: "sensitivity of recovery to the potential" },
  c: { default: "-65 mV", about: "reset potential" },
  d: { default: "8 mV", about: "increment of recovery at a spike" },
  q_2: { default: 0.04, about: "coefficient of the squared potential in mV" },
  q_1: { default: 5, about: "coefficient of the potential" },
  q_0: { default: "140 mV", about: "constant term" },
  v_u: { default: "0 mV", about: "potential that recovery is relative to" },
  u_decay: { default: 1, about: "decay of recovery; 0 for accommodation (pattern R)" },
  v_threshold: { default: "30 mV", about: "cut-off potential at which a spike is emitted" },
  c_m: {
    default: "1 pF",
    about: "capacitance, which converts currents to the paper's units",
    min: "0 pF",
    exclusive: true,
  },
} as const;

/** Increment of v over `span`, with all variables at their old values. */
export function quadraticStep(span: string, current: string): string {
  return `v + ${span} * ((q_2 * v * v / mV + q_1 * v + q_0 - u) / ms + ${current} / c_m)`;
}

/** Update of the recovery variable, which reads the new v. */
export const recoveryStep = "u + dt * a * (b * (v - v_u) - u_decay * u) / ms";
