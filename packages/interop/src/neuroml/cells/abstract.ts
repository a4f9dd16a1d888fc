import { type CellTable, neuroml, potentialFrom } from "./cell-table.ts";

const pureV = { initial: 0, unit: "1", about: "activation, dimensionless" } as const;
const pureW = { initial: 0, unit: "1", about: "recovery, dimensionless" } as const;

const fitzHughNagumo = "doi:10.1016/S0006-3495(61)86902-6";

/** The Izhikevich, FitzHugh–Nagumo and Hindmarsh–Rose cells. */
export const abstractCells: readonly CellTable[] = [
  {
    element: "izhikevichCell",
    about: "Izhikevich's neuron of 2003, with a dimensionless current.",
    cite: ["doi:10.1109/TNN.2003.820440", ...neuroml],
    rows: [
      ["v0", "v_init", "mV", "initial potential"],
      ["a", "a", "1", "recovery rate per ms"],
      ["b", "b", "1", "sensitivity of recovery to the potential"],
      ["c", "c", "1", "reset potential in mV"],
      ["d", "d", "1", "increment of recovery at a spike"],
      ["thresh", "v_threshold", "mV", "spike threshold"],
    ],
    attached: "1",
    exposed: { U: "u" },
    state: {
      ...potentialFrom("v_init"),
      u: { initial: "v_init * b / mV", unit: "1", about: "recovery variable" },
    },
    dynamics: {
      v: "(0.04 * v**2 / mV + 5 * v + (140 - u + i_syn) * mV) / ms",
      u: "a * (b * v / mV - u) / ms",
    },
    spike: { when: "v > v_threshold", reset: { v: "c * mV", u: "u + d" } },
  },
  {
    element: "izhikevich2007Cell",
    about: "Izhikevich's neuron of 2007, in physical units.",
    cite: ["isbn:9780262090438", ...neuroml],
    rows: [
      ["v0", "v_init", "mV", "initial potential"],
      ["C", "c_m", "pF", "membrane capacitance"],
      ["k", "k", "nS/mV", "curvature of the current"],
      ["vr", "v_rest", "mV", "resting potential"],
      ["vt", "v_t", "mV", "instantaneous threshold"],
      ["vpeak", "v_threshold", "mV", "spike threshold"],
      ["a", "a", "1/ms", "recovery rate"],
      ["b", "b", "nS", "sensitivity of recovery to the potential"],
      ["c", "v_reset", "mV", "reset potential"],
      ["d", "d", "pA", "increment of recovery at a spike"],
    ],
    attached: "nA",
    state: {
      ...potentialFrom("v_init"),
      u: { initial: "0 pA", unit: "pA", about: "recovery current" },
    },
    dynamics: {
      v: "(k * (v - v_rest) * (v - v_t) + i_syn - u) / c_m",
      u: "a * (b * (v - v_rest) - u)",
    },
    spike: { when: "v > v_threshold", reset: { v: "v_reset", u: "u + d" } },
  },
  {
    element: "fitzHughNagumoCell",
    about:
      "FitzHugh-Nagumo neuron with fixed parameters, on a time scale of seconds; it emits no spikes.",
    cite: [fitzHughNagumo, ...neuroml],
    rows: [["I", "i_offset", "1", "constant drive"]],
    exposed: { V: "v", W: "w" },
    state: { v: pureV, w: pureW },
    dynamics: {
      v: "(v - v**3 / 3 - w + i_offset) / second",
      w: "0.08 * (v + 0.7 - 0.8 * w) / second",
    },
  },
  {
    element: "fitzHughNagumo1969Cell",
    about: "FitzHugh-Nagumo neuron (1969), on a time scale of milliseconds; it emits no spikes.",
    cite: [fitzHughNagumo, ...neuroml],
    rows: [
      ["a", "a", "1", "offset of recovery"],
      ["b", "b", "1", "decay of recovery"],
      ["I", "i_offset", "1", "constant drive"],
      ["phi", "phi", "1", "recovery rate per ms"],
      ["V0", "v_init", "1", "initial activation"],
      ["W0", "w_init", "1", "initial recovery"],
    ],
    exposed: { V: "v", W: "w" },
    state: { v: { ...pureV, initial: "v_init" }, w: { ...pureW, initial: "w_init" } },
    dynamics: {
      v: "(v - v**3 / 3 - w + i_offset) / ms",
      w: "phi * (v + a - b * w) / ms",
    },
  },
  {
    element: "hindmarshRose1984Cell",
    about: "Hindmarsh-Rose bursting neuron (1984).",
    cite: ["doi:10.1098/rspb.1984.0024", ...neuroml],
    rows: [
      ["C", "c_m", "pF", "membrane capacitance"],
      ["a", "a", "1", "cubic coefficient"],
      ["b", "b", "1", "quadratic coefficient"],
      ["c", "c", "1", "offset of recovery"],
      ["d", "d", "1", "quadratic coefficient of recovery"],
      ["r", "r", "1", "adaptation rate"],
      ["s", "s", "1", "strength of adaptation"],
      ["x1", "x_rest", "1", "resting value in the adaptation equation"],
      ["v_scaling", "v_scale", "mV", "potential that corresponds to x = 1"],
      ["x0", "x_init", "1", "initial x"],
      ["y0", "y_init", "1", "initial recovery"],
      ["z0", "z_init", "1", "initial adaptation"],
    ],
    attached: "nA",
    exposed: { x: "x_scaled", y: "y_fast", z: "z_slow" },
    state: {
      ...potentialFrom("x_init * v_scale"),
      y_fast: { initial: "y_init", unit: "1", about: "fast recovery" },
      z_slow: { initial: "z_init", unit: "1", about: "slow adaptation" },
    },
    expressions: {
      x_scaled: { value: "v / v_scale", unit: "1", about: "dimensionless potential" },
    },
    dynamics: {
      v: "v_scale * (y_fast - a * x_scaled**3 + b * x_scaled**2 - z_slow) / ms + i_syn / c_m",
      y_fast: "(c - d * x_scaled**2 - y_fast) / ms",
      z_slow: "r * (s * (x_scaled - x_rest) - z_slow) / ms",
    },
    spike: { when: "v > 0*mV", edge: "rising" },
  },
];
