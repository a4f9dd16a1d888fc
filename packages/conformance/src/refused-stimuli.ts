import type { StimulusRecord } from "@spikeloom/kernel";

type Poisson = Extract<StimulusRecord, { kind: "poisson" }>;

/** Stimulate the population `n` with one spike per ms to each neuron. */
export function poissonStimulus(fields: Partial<Poisson> = {}): StimulusRecord {
  return { kind: "poisson", into: "n", rate: "1 kHz", weight: 1, ...fields };
}

const poisson = poissonStimulus;
const formula = (value: string, fields: object = {}): StimulusRecord => ({
  kind: "formula",
  into: "n",
  value,
  ...fields,
});
const array = (values: unknown, every = "1 ms"): StimulusRecord =>
  ({ kind: "time-array", into: "n", every, values }) as StimulusRecord;
const noise = (fields: object): StimulusRecord =>
  ({ kind: "noise", into: "n", mean: "0 pA", sd: "1 pA", ...fields }) as StimulusRecord;
const sine = (fields: object): StimulusRecord => ({
  kind: "sine",
  into: "n",
  amplitude: "1 pA",
  frequency: "1 Hz",
  ...fields,
});

/** Invalid stimuli of three neurons: the code, the field and the error's text. */
export const refusedStimuli: readonly (readonly [
  code: string,
  field: string,
  stimulus: StimulusRecord,
  text?: string,
])[] = [
  ["SL_STIMULUS_VALUE", "rate", poisson({ rate: { formula: "(0-1)*kHz" } }), "for neuron 0"],
  ["SL_STIMULUS_VALUE", "rate", poisson({ rate: { formula: "(1-i)*kHz" } }), "for neuron 2"],
  ["SL_VALUE", "rate", poisson({ rate: ["1 Hz", "-1 Hz", "1 Hz"] })],
  [
    "SL_STIMULUS_VALUE",
    "rate",
    poisson({ rate: { formula: "(1.5-i-t/ms)*kHz" } }),
    "at 0 ms for neuron 2",
  ],
  ["SL_VALUE_LENGTH", "rate", poisson({ rate: ["1 Hz", "1 Hz"] })],
  ["SL_DIMENSION", "rate.formula, column 1", poisson({ rate: { formula: "t" } })],
  ["SL_STIMULUS_VALUE", "rate", poisson({ rate: { formula: "(0.35*ms-t)*Hz/ms" } }), "at 0.4 ms"],
  ["SL_VALUE_NUMBER", "rate", poisson({ rate: { formula: "log(0-1)*kHz" } }), "NaN"],
  ["SL_STIMULUS_VALUE", "rate", poisson({ rate: { formula: "log(0-1-t/ms)*kHz" } }), "NaN"],
  ["SL_VALUE", "rate", poisson({ rate: "-1 Hz" })],
  ["SL_DRIVE_RATE", "rate", poisson({ rate: "1 GHz", count: 3 }), "3 sources of 1 GHz"],
  ["SL_VALUE", "rate", poisson({ rate: "11 kHz", counts: "binomial" })],
  [
    "SL_DRIVE_CHANCE",
    "rate",
    poisson({ rate: { formula: "t/ms*9*kHz" }, counts: "binomial" }),
    "at 1.2",
  ],
  ["SL_DRIVE_RATE", "rate", poisson({ rate: "4 kHz", counts: "binomial", count: 1000 })],
  ["SL_VALUE", "count", poisson({ counts: "binomial", count: 1.5 })],
  ["SL_DRIVE_RATE", "rate", poisson({ rate: { formula: "exp(t/ms*100)*kHz" } }), "steps of 0.1 ms"],
  ["SL_STIMULUS_VALUE", "weight", poisson({ weight: Number.POSITIVE_INFINITY }), "neuron 0"],
  ["SL_STIMULUS_VALUE", "weight", poisson({ weight: { formula: "1/(i-1)" } }), "neuron 1"],
  ["SL_STIMULUS_VALUE", "value", formula("log(0-1)*pA"), "NaN at 0 ms"],
  ["SL_STIMULUS_VALUE", "value", formula("pA/(i-2)"), "neuron 2"],
  ["SL_STIMULUS_VALUE", "value", formula("inf*pA"), "Infinity at 0 ms for all targets"],
  ["SL_NAME_UNKNOWN", "value, column 1", formula("constructor*pA")],
  ["SL_QUANTITY_NAN", "parameters.x", formula("2*x", { parameters: { x: "NaN pA" } })],
  ["SL_STIMULUS_VALUE", "sd", noise({ sd: "-1 pA" })],
  ["SL_STIMULUS_VALUE", "mean", noise({ mean: "inf pA" })],
  ["SL_TIME", "every", noise({ every: "0 ms" })],
  ["SL_STIMULUS", "values", array([])],
  ["SL_STIMULUS", "values", array({ values: [], unit: "pA" })],
  ["SL_STIMULUS", "values", array("1 pA")],
  ["SL_STIMULUS_VALUE", "values[1]", array(["1 pA", "inf pA"])],
  ["SL_VALUE_DIMENSION", "values[1]", array(["1 pA", "1 mV"])],
  ["SL_TIME", "every", array(["1 pA"], "0 ms")],
  ["SL_QUANTITY_NAN", "frequency", sine({ frequency: "NaN Hz" })],
  ["SL_STIMULUS_VALUE", "frequency", sine({ frequency: "inf Hz" })],
  ["SL_VALUE", "phase", sine({ phase: Number.NaN })],
  [
    "SL_VALUE_LENGTH",
    "values",
    { kind: "steps", into: "n", times: ["1 ms", "2 ms"], values: ["1 pA"] },
  ],
  [
    "SL_TIME",
    "times[1]",
    { kind: "steps", into: "n", times: ["2 ms", "1 ms"], values: ["1 pA", "2 pA"] },
  ],
];
