import { type PynnRulePart, pynnDependences, pynnTimings } from "../../map/synapses.ts";
import { checkParameters } from "../cells/cell-type.ts";
import { defined } from "../cells/standard-cells.ts";
import { checkKind, checkOptions, type OptionNames } from "../check-arguments.ts";
import { VALUE } from "../errors.ts";
import type { ConnectionValue } from "../values/connection-values.ts";
import { numbersOf } from "./standard-synapses.ts";
import type { Carried, ConnectionValues, PynnSynapseType } from "./synapse-type.ts";

interface TimingNames {
  readonly SpikePairRule: "tau_plus" | "tau_minus" | "A_plus" | "A_minus";
  readonly Vogels2011Rule: "tau" | "eta" | "rho";
}

interface DependenceNames {
  readonly AdditiveWeightDependence: "w_min" | "w_max";
  readonly MultiplicativeWeightDependence: "w_min" | "w_max";
  readonly AdditivePotentiationMultiplicativeDepression: "w_min" | "w_max";
  readonly GutigWeightDependence: "w_min" | "w_max" | "mu_plus" | "mu_minus";
}

type PartKind = "timing" | "weight";

/** Part of an STDP mechanism: its timing or weight dependence. */
export interface PlasticityPart<Kind extends PartKind = PartKind, Names extends string = string> {
  readonly kind: Kind;
  /** PyNN's class name. */
  readonly name: string;
  readonly defaults: Readonly<Record<string, number>>;
  readonly parameters: Readonly<Record<string, ConnectionValue>>;
  /** Never present: carries the names for the compiler. */
  readonly attributes?: Names;
}

type Factories<Kind extends PartKind, Rules> = {
  readonly [Name in keyof Rules]: (
    parameters?: ConnectionValues<Rules[Name] & string>,
  ) => PlasticityPart<Kind, Rules[Name] & string>;
};

/** Parts of PyNN's STDP mechanism by class name. */
export interface PlasticityParts
  extends Factories<"timing", TimingNames>,
    Factories<"weight", DependenceNames> {}

/** Create parts of an STDP mechanism: `plasticityParts.SpikePairRule({ tau_plus: 16.8 })`. */
export const plasticityParts: PlasticityParts = Object.fromEntries([
  ...Object.entries(pynnTimings).map(([name, part]) => [name, factory("timing", name, part)]),
  ...Object.entries(pynnDependences).map(([name, part]) => [name, factory("weight", name, part)]),
]) as unknown as PlasticityParts;

function factory(kind: PartKind, name: string, { parameters: rows }: PynnRulePart) {
  const defaults = numbersOf(rows);
  return (given: ConnectionValues<string> = {}): PlasticityPart => {
    checkParameters(given, defaults, name);
    return { kind, name, defaults, parameters: defined(given) };
  };
}

/** Components of an STDP mechanism. */
export interface StdpOptions<T extends string = string, W extends string = string> {
  readonly timingDependence: PlasticityPart<"timing", T>;
  readonly weightDependence: PlasticityPart<"weight", W>;
  /** Fraction of the delay that is dendritic, 0 to 1. */
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

/** Create PyNN's `STDPMechanism`. */
export function STDPMechanism<T extends string, W extends string>(
  options: StdpOptions<T, W>,
): PynnSynapseType<Carried | T | W> {
  checkOptions(options, optionNames, "STDPMechanism");
  const { timingDependence: timing, weightDependence, weight, delay } = options;
  checkKind(timing, "timing", "STDPMechanism.timingDependence");
  checkKind(weightDependence, "weight", "STDPMechanism.weightDependence");
  const fraction = options.dendriticDelayFraction ?? 1;
  if (!(fraction >= 0 && fraction <= 1)) {
    const [message, expected] = ["This is not a valid fraction of a delay.", "0 to 1"];
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
