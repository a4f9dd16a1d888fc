import { type PynnRulePart, pynnDependences, pynnTimings } from "../../map/synapses.ts";
import { checkParameters } from "../cells/cell-type.ts";
import { defined } from "../cells/standard-cells.ts";
import { checkKind, checkOptions, type OptionNames } from "../check-arguments.ts";
import { VALUE } from "../errors.ts";
import type { ConnectionValue } from "../values/connection-values.ts";
import { numbersOf } from "./standard-synapses.ts";
import type { ConnectionValues, PynnSynapseType } from "./synapse-type.ts";

interface RuleNames {
  readonly SpikePairRule: "tau_plus" | "tau_minus" | "A_plus" | "A_minus";
  readonly Vogels2011Rule: "tau" | "eta" | "rho";
  readonly AdditiveWeightDependence: "w_min" | "w_max";
  readonly MultiplicativeWeightDependence: "w_min" | "w_max";
  readonly AdditivePotentiationMultiplicativeDepression: "w_min" | "w_max";
  readonly GutigWeightDependence: "w_min" | "w_max" | "mu_plus" | "mu_minus";
}

/** A part of an STDP mechanism: how it depends on times, or on the weight. */
export interface PlasticityPart {
  readonly kind: "timing" | "weight";
  /** PyNN's class name. */
  readonly name: string;
  readonly defaults: Readonly<Record<string, number>>;
  readonly parameters: Readonly<Record<string, ConnectionValue>>;
}

/** Parts of PyNN's STDP mechanism by class name. */
export type PlasticityParts = {
  readonly [N in keyof RuleNames]: (parameters?: ConnectionValues<RuleNames[N]>) => PlasticityPart;
};

/** Make parts of an STDP mechanism: `plasticityParts.SpikePairRule({ tau_plus: 16.8 })`. */
export const plasticityParts: PlasticityParts = Object.fromEntries([
  ...Object.entries(pynnTimings).map(([name, part]) => [name, factory("timing", name, part)]),
  ...Object.entries(pynnDependences).map(([name, part]) => [name, factory("weight", name, part)]),
]) as unknown as PlasticityParts;

function factory(kind: PlasticityPart["kind"], name: string, { parameters: rows }: PynnRulePart) {
  const defaults = numbersOf(rows);
  return (given: ConnectionValues<string> = {}): PlasticityPart => {
    checkParameters(given, defaults, name);
    return { kind, name, defaults, parameters: defined(given) };
  };
}

/** What an STDP mechanism is made of. */
export interface StdpOptions {
  readonly timingDependence: PlasticityPart;
  readonly weightDependence: PlasticityPart;
  /** The part of the delay that lies after the synapse, 0 to 1. */
  readonly dendriticDelayFraction?: number;
  readonly weight?: ConnectionValue;
  readonly delay?: ConnectionValue;
}

const optionNames: OptionNames<StdpOptions> = {
  timingDependence: true,
  weightDependence: true,
  dendriticDelayFraction: true,
  weight: true,
  delay: true,
};

/** Make PyNN's `STDPMechanism`. */
export function STDPMechanism(options: StdpOptions): PynnSynapseType {
  checkOptions(options, optionNames, "STDPMechanism");
  const { timingDependence: timing, weightDependence, weight, delay } = options;
  checkKind(timing, "timing", "STDPMechanism.timingDependence");
  checkKind(weightDependence, "weight", "STDPMechanism.weightDependence");
  const fraction = options.dendriticDelayFraction ?? 1;
  if (!(fraction >= 0 && fraction <= 1)) {
    const [message, expected] = ["This is no part of a delay.", "0 to 1"];
    const place = "STDPMechanism.dendriticDelayFraction";
    throw VALUE({ place, message, expected, got: String(fraction) });
  }
  return {
    kind: "synapse-type",
    name: "STDPMechanism",
    synapse: {
      kind: "stdp",
      timing: timing.name,
      weight: weightDependence.name,
      dendriticDelayFraction: fraction,
    },
    defaults: { weight: 0, ...timing.defaults, ...weightDependence.defaults },
    parameters: {
      ...timing.parameters,
      ...weightDependence.parameters,
      ...defined<ConnectionValue>({ weight, delay }),
    },
    hasDelay: true,
  };
}
