import {
  defineNeuron,
  type NeuronModel,
  type ParameterRecord,
  type StateRecord,
} from "@spikeloom/kernel";
import { injected, lifParameters, lifState } from "./lif-membrane.ts";
import { condExp } from "./receptors/cond-exp.ts";
import { exc, inh } from "./receptors/names.ts";
import { type Quantity, timeConstant } from "./receptors/port.ts";

const excitatory = condExp(exc, { tau: "5 ms", reversal: "0 mV" });
const inhibitory = condExp(inh, { tau: "5 ms", reversal: "-70 mV" });

const membrane = {
  ...lifParameters,
  c_m: { default: "1 nF", about: "membrane capacitance", min: "0 nF", exclusive: true },
  tau_m: { default: "20 ms", about: "membrane time constant", min: "0 ms", exclusive: true },
  v_rest: { default: "-65 mV", about: "resting potential" },
  v_reset: { default: "-65 mV", about: "reset potential" },
  v_threshold: { default: "-48 mV", about: "threshold baseline" },
  tau_refrac: { default: "4 ms", about: "absolute refractory period", min: "0 ms" },
  delta_v: { default: "0.5 mV", about: "threshold sharpness", min: "0 mV", exclusive: true },
  lambda_0: { default: "1 Hz", about: "firing rate at the threshold", min: "0 Hz" },
  ...excitatory.parameters,
  ...inhibitory.parameters,
} as const;

/** Numbers of terms for which parameters have names. */
type Term = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

type TermParameters<K extends Term> = Readonly<
  Record<`tau_eta_${K}` | `tau_gamma_${K}`, Quantity<"ms">> &
    Record<`a_eta_${K}`, Quantity<"nA">> &
    Record<`a_gamma_${K}`, Quantity<"mV">>
>;

/** Time constants of the terms with a common value. */
const usual: Readonly<Partial<Record<Term, `${number} ms`>>> = {
  1: "1 ms",
  2: "10 ms",
  3: "100 ms",
};

function termParameters(k: Term): Readonly<Record<string, ParameterRecord>> {
  const tau = usual[k] ?? "100 ms";
  return {
    [`tau_eta_${k}`]: timeConstant(tau, `time constant of spike-triggered current ${k}`),
    [`a_eta_${k}`]: {
      default: "1 nA",
      about: `increment of spike-triggered current ${k} at a spike`,
    },
    [`tau_gamma_${k}`]: timeConstant(tau, `time constant of threshold movement ${k}`),
    [`a_gamma_${k}`]: { default: "1 mV", about: `increment of threshold movement ${k} at a spike` },
  };
}

function termState(k: Term): Readonly<Record<string, StateRecord>> {
  return {
    [`eta_${k}`]: { initial: "0 nA", unit: "nA", about: `spike-triggered current ${k}` },
    [`gamma_${k}`]: { initial: "0 mV", unit: "mV", about: `threshold movement ${k}` },
  };
}

/**
 * Define a GIF neuron with the given terms of current and threshold.
 *
 * A spike increments each term, which then decays. `gifCondExpWith([1, 2])` has `tau_eta_1`, `a_eta_1`, `tau_gamma_1`,
 * `a_gamma_1` and the same for 2; a term with an increment of zero has no effect. The name ends in the number of terms
 * unless it is three.
 */
export function gifCondExpWith<const K extends Term>(
  terms: readonly K[],
): NeuronModel<typeof membrane & TermParameters<K>> {
  const each = <T>(make: (k: Term) => Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.assign({}, ...terms.map(make)) as Readonly<Record<string, T>>;
  const sum = (name: string): string => terms.map((k) => ` + ${name}_${k}`).join("");
  return defineNeuron({
    name: terms.length === 3 ? "gif-cond-exp" : `gif-cond-exp-${terms.length}`,
    about: "Generalised integrate-and-fire neuron with escape noise and conductances.",
    cite: ["doi:10.1152/jn.00408.2011", "doi:10.1371/journal.pcbi.1004275"],
    parameters: { ...membrane, ...each(termParameters) } as typeof membrane & TermParameters<K>,
    receptors: { excitatory: excitatory.receptor, inhibitory: inhibitory.receptor },
    inputs: injected,
    state: { ...lifState, ...each(termState), ...excitatory.state, ...inhibitory.state },
    expressions: {
      // Both are constant over a step, as in NEST; the terms themselves decay exactly.
      i_eta: {
        value: `0*nA${sum("eta")}`,
        unit: "nA",
        about: "spike-triggered current",
        constantOverStep: true,
      },
      v_t: {
        value: `v_threshold${sum("gamma")}`,
        unit: "mV",
        about: "moving threshold",
        constantOverStep: true,
      },
      i_syn: {
        value: `${excitatory.current} + ${inhibitory.current}`,
        unit: "nA",
        about: "total synaptic current",
      },
    },
    dynamics: {
      v: "(v_rest - v) / tau_m + (i_syn - i_eta + i_offset + i_inj) / c_m",
      ...each((k) => ({ [`eta_${k}`]: `-eta_${k} / tau_eta_${k}` })),
      ...each((k) => ({ [`gamma_${k}`]: `-gamma_${k} / tau_gamma_${k}` })),
      ...excitatory.dynamics,
      ...inhibitory.dynamics,
    },
    spike: {
      rate: "lambda_0 * exp((v - v_t) / delta_v)",
      reset: {
        v: "v_reset",
        ...each((k) => ({ [`eta_${k}`]: `eta_${k} + a_eta_${k}` })),
        ...each((k) => ({ [`gamma_${k}`]: `gamma_${k} + a_gamma_${k}` })),
      },
      refractory: { for: "tau_refrac", hold: ["v"] },
    },
    integrator: { name: "rk4", subSteps: 2 },
  });
}

/** GIF neuron with three terms each, the number of PyNN's defaults. */
export const gifCondExp = gifCondExpWith([1, 2, 3]);
