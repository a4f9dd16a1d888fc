import type { PynnParameter } from "./cells.ts";

/**
 * A part of PyNN's `PointNeuron`.
 *
 * What to give `pointNeuron`, and PyNN's parameters of that part.
 */
export interface PynnPart {
  /** The membrane or the kinetics, by the name that `pointNeuron` takes. */
  readonly part: string;
  /** In `to`, `*` stands for the name of the receptor. */
  readonly parameters: Readonly<Record<string, PynnParameter>>;
  /** Our parameters as expressions of PyNN's. */
  readonly derived?: Readonly<Record<string, string>>;
}

const row = (value: number, unit: string, to: string): PynnParameter => ({
  default: value,
  unit,
  to,
});

const tau = { tau_syn: row(5, "ms", "tau_syn_*") } as const;
const reversal = { e_syn: row(0, "mV", "e_rev_*") } as const;

const conductances: Readonly<Record<string, PynnPart>> = {
  CondExpPostSynapticResponse: { part: "cond-exp", parameters: { ...reversal, ...tau } },
  CondAlphaPostSynapticResponse: { part: "cond-alpha", parameters: { ...reversal, ...tau } },
  CondBetaPostSynapticResponse: {
    part: "cond-beta",
    parameters: {
      ...reversal,
      tau_rise: row(0.2, "ms", "tau_rise_*"),
      tau_decay: row(1.7, "ms", "tau_decay_*"),
    },
  },
};

/** PyNN's postsynaptic responses, also under their short names. */
export const pynnResponses: Readonly<Record<string, PynnPart>> = {
  CurrExpPostSynapticResponse: { part: "curr-exp", parameters: tau },
  ...conductances,
  ...Object.fromEntries(
    Object.entries(conductances).map(([name, part]) => [
      name.replace("Cond", "").replace("PostSynapticResponse", "PSR"),
      part,
    ]),
  ),
};
