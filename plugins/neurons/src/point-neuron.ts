import { defineNeuron, type NeuronModel, type ParameterRecord } from "@spikeloom/kernel";
import {
  adexDynamics,
  adexExpressions,
  adexParameters,
  adexSpike,
  adexState,
} from "./adex-membrane.ts";
import { injected, lifDynamics, lifParameters, lifSpike, lifState } from "./lif-membrane.ts";
import { condAlpha } from "./receptors/cond-alpha.ts";
import { condBeta } from "./receptors/cond-beta.ts";
import { condExp } from "./receptors/cond-exp.ts";
import { condNmda } from "./receptors/cond-nmda.ts";
import { currAlpha } from "./receptors/curr-alpha.ts";
import { currExp } from "./receptors/curr-exp.ts";
import type { Port, PortNames } from "./receptors/port.ts";

type Rows = Readonly<Record<string, ParameterRecord>>;

/** Receptor kinetics; all but NMDA have the defaults of PyNN's responses. */
const kinetics = {
  "curr-exp": (names: PortNames<string>): Port<Rows> => currExp(names, { tau: "5 ms" }),
  "curr-alpha": (names: PortNames<string>): Port<Rows> => currAlpha(names, { tau: "5 ms" }),
  "cond-exp": (names: PortNames<string>): Port<Rows> =>
    condExp(names, { tau: "5 ms", reversal: "0 mV" }),
  "cond-alpha": (names: PortNames<string>): Port<Rows> =>
    condAlpha(names, { tau: "5 ms", reversal: "0 mV" }),
  "cond-beta": (names: PortNames<string>): Port<Rows> =>
    condBeta(names, { rise: "0.2 ms", decay: "1.7 ms", reversal: "0 mV" }),
  "cond-nmda": (names: PortNames<string>): Port<Rows> =>
    condNmda(names, { rise: "2 ms", decay: "100 ms", reversal: "0 mV" }),
} as const;

/** Name of a receptor's kinetics. */
export type Kinetics = keyof typeof kinetics;

/** Components of a point neuron. */
export interface PointNeuronParts {
  /** Name of the model to define. */
  readonly name: string;
  readonly neuron: "lif" | "adex";
  /** Any number of receptors; their names end those of their parameters: `AMPA` has `tau_syn_AMPA`. */
  readonly receptors: Readonly<Record<string, Kinetics>>;
}

/**
 * Define a neuron from a membrane and named receptors: PyNN's `PointNeuron`.
 *
 * Parameters of a receptor `AMPA` are `tau_syn_AMPA` and `e_rev_AMPA` (`tau_rise_AMPA` and `tau_decay_AMPA` for
 * `cond-beta` and `cond-nmda`, the latter with `c_mg_AMPA`), its state is `g_AMPA` or `i_syn_AMPA`.
 */
export function pointNeuron({ name, neuron, receptors }: PointNeuronParts): NeuronModel {
  const potential = neuron === "adex" ? "v_cut" : "v";
  const ports = Object.entries(receptors).map(
    ([suffix, kind]) => [suffix, kinetics[kind]({ suffix, word: suffix, potential })] as const,
  );
  const merge = <T>(part: (port: Port<Rows>) => Readonly<Record<string, T>>) =>
    Object.assign({}, ...ports.map(([, port]) => part(port))) as Readonly<Record<string, T>>;
  const value = ports.map(([, port]) => port.current).join(" + ") || "0*nA";
  const total = { value, unit: "nA", about: "total synaptic current" };
  const expressions = { ...merge((port) => port.expressions), i_syn: total };
  const linear = neuron === "lif" && Object.values(receptors).every((kind) => /^curr/.test(kind));
  const membrane = membranes[neuron];
  return defineNeuron({
    name,
    about: "Point neuron with user-defined receptors.",
    cite: ["doi:10.3389/neuro.11.011.2008"],
    ...membrane,
    parameters: { ...membrane.parameters, ...merge((port) => port.parameters) },
    receptors: Object.fromEntries(ports.map(([suffix, port]) => [suffix, port.receptor])),
    inputs: injected,
    state: { ...membrane.state, ...merge((port) => port.state) },
    expressions: { ...membrane.expressions, ...expressions },
    dynamics: { ...membrane.dynamics, ...merge((port) => port.dynamics) },
    ...(linear ? {} : { integrator: integrators[neuron] }),
  });
}

const integrators = {
  lif: { name: "rk4", subSteps: 2 },
  adex: { name: "rk4-guarded", subSteps: 10 },
} as const;

const membranes = {
  lif: {
    parameters: lifParameters as Rows,
    state: lifState,
    expressions: {},
    dynamics: lifDynamics,
    spike: lifSpike,
  },
  adex: {
    parameters: adexParameters as Rows,
    state: adexState,
    expressions: adexExpressions,
    dynamics: adexDynamics("i_syn + i_offset + i_inj"),
    spike: adexSpike,
  },
} as const;
