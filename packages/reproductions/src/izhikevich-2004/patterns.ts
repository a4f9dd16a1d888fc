/** One of the twenty patterns: a neuron, its initial state, its step and its input. */
export interface Pattern {
  readonly about: string;
  /** The paper's a, b, c and d. */
  readonly abcd: readonly [number, number, number, number];
  /** Potential at the start in mV. */
  readonly v: number;
  /** Recovery at the start in mV, if not b v. */
  readonly u?: number;
  /** In ms. */
  readonly duration: number;
  readonly dt: number;
  /** Input in the paper's unit (pA on 1 pF), of `t` in ms. */
  readonly input: string;
  /** Linear and constant coefficient of the quadratic, if not 5 and 140. */
  readonly quadratic?: readonly [number, number];
  /** Recovery as in pattern R: relative to -65 mV, without decay. */
  readonly isAccommodating?: boolean;
}

const classOne = [4.1, 108] as const;

/** The patterns by the letters of figure 1, with the constants of the author's program. */
export const patterns: Readonly<Record<string, Pattern>> = {
  A: {
    about: "tonic spiking",
    abcd: [0.02, 0.2, -65, 6],
    v: -70,
    duration: 100,
    dt: 0.25,
    input: "where(t > 10, 14, 0)",
  },
  B: {
    about: "phasic spiking",
    abcd: [0.02, 0.25, -65, 6],
    v: -64,
    duration: 200,
    dt: 0.25,
    input: "where(t > 20, 0.5, 0)",
  },
  C: {
    about: "tonic bursting",
    abcd: [0.02, 0.2, -50, 2],
    v: -70,
    duration: 220,
    dt: 0.25,
    input: "where(t > 22, 15, 0)",
  },
  D: {
    about: "phasic bursting",
    abcd: [0.02, 0.25, -55, 0.05],
    v: -64,
    duration: 200,
    dt: 0.2,
    input: "where(t > 20, 0.6, 0)",
  },
  E: {
    about: "mixed mode",
    abcd: [0.02, 0.2, -55, 4],
    v: -70,
    duration: 160,
    dt: 0.25,
    input: "where(t > 16, 10, 0)",
  },
  F: {
    about: "spike frequency adaptation",
    abcd: [0.01, 0.2, -65, 8],
    v: -70,
    duration: 85,
    dt: 0.25,
    input: "where(t > 8.5, 30, 0)",
  },
  G: {
    about: "class 1 excitability",
    abcd: [0.02, -0.1, -55, 6],
    v: -60,
    duration: 300,
    dt: 0.25,
    input: "where(t > 30, 0.075 * (t - 30), 0)",
    quadratic: classOne,
  },
  H: {
    about: "class 2 excitability",
    abcd: [0.2, 0.26, -65, 0],
    v: -64,
    duration: 300,
    dt: 0.25,
    input: "-0.5 + where(t > 30, 0.015 * (t - 30), 0)",
  },
  I: {
    about: "spike latency",
    abcd: [0.02, 0.2, -65, 6],
    v: -70,
    duration: 100,
    dt: 0.2,
    input: "where(t > 10 and t < 13, 7.04, 0)",
  },
  J: {
    about: "subthreshold oscillations",
    abcd: [0.05, 0.26, -60, 0],
    v: -62,
    duration: 200,
    dt: 0.25,
    input: "where(t > 20 and t < 25, 2, 0)",
  },
  K: {
    about: "resonator",
    abcd: [0.1, 0.26, -60, -1],
    v: -62,
    duration: 400,
    dt: 0.25,
    input:
      "where((t > 40 and t < 44) or (t > 60 and t < 64) or (t > 280 and t < 284) or (t > 320 and t < 324), 0.65, 0)",
  },
  L: {
    about: "integrator",
    abcd: [0.02, -0.1, -55, 6],
    v: -60,
    duration: 100,
    dt: 0.25,
    input:
      "where((t > 100 / 11 and t < 100 / 11 + 2) or (t > 100 / 11 + 5 and t < 100 / 11 + 7) or (t > 70 and t < 72) or (t > 80 and t < 82), 9, 0)",
    quadratic: classOne,
  },
  M: {
    about: "rebound spike",
    abcd: [0.03, 0.25, -60, 4],
    v: -64,
    duration: 200,
    dt: 0.2,
    input: "where(t > 20 and t < 25, -15, 0)",
  },
  N: {
    about: "rebound burst",
    abcd: [0.03, 0.25, -52, 0],
    v: -64,
    duration: 200,
    dt: 0.2,
    input: "where(t > 20 and t < 25, -15, 0)",
  },
  O: {
    about: "threshold variability",
    abcd: [0.03, 0.25, -60, 4],
    v: -64,
    duration: 100,
    dt: 0.25,
    input: "where((t > 10 and t < 15) or (t > 80 and t < 85), 1, where(t > 70 and t < 75, -6, 0))",
  },
  P: {
    about: "bistability",
    abcd: [0.1, 0.26, -60, 0],
    v: -61,
    duration: 300,
    dt: 0.25,
    input: "where((t > 37.5 and t < 42.5) or (t > 216 and t < 221), 1.24, 0.24)",
  },
  Q: {
    about: "depolarising after-potential",
    abcd: [1, 0.2, -60, -21],
    v: -70,
    duration: 50,
    dt: 0.1,
    input: "where(abs(t - 10) < 1, 20, 0)",
  },
  R: {
    about: "accommodation",
    abcd: [0.02, 1, -55, 4],
    v: -65,
    u: -16,
    duration: 400,
    dt: 0.5,
    input: "where(t < 200, t / 25, where(t >= 300 and t < 312.5, (t - 300) / 12.5 * 4, 0))",
    isAccommodating: true,
  },
  S: {
    about: "inhibition-induced spiking",
    abcd: [-0.02, -1, -60, 8],
    v: -63.8,
    duration: 350,
    dt: 0.5,
    input: "where(t < 50 or t > 250, 80, 75)",
  },
  T: {
    about: "inhibition-induced bursting",
    abcd: [-0.026, -1, -45, -2],
    v: -63.8,
    duration: 350,
    dt: 0.5,
    input: "where(t < 50 or t > 250, 80, 75)",
  },
};
