import type { NamedValue, ResolvedPopulation } from "@spikeloom/network";
import type { UnitsOut } from "./units-out.ts";

/** A port for events of one weight. */
export interface PortOut {
  readonly port: string;
  readonly receptor: string;
  readonly weight: NamedValue;
}

/** A current as a piecewise constant function of time. */
export interface CourseOut {
  readonly input: string;
  /** Each with its start time in ms; the first applies from the beginning. */
  readonly pieces: readonly { readonly after: number; readonly value: number | Float64Array }[];
}

/** Inputs for creating a type. */
export interface TypeRequest {
  readonly name: string;
  readonly resolved: ResolvedPopulation;
  readonly units: UnitsOut;
  /** In ms. */
  readonly dt: number;
  readonly ports: readonly PortOut[];
  readonly courses: readonly CourseOut[];
  /** Number of steps after a spike's for which a neuron is refractory. */
  readonly held: number | Float64Array;
  /** Replacement of a comparison in the threshold. */
  readonly comparison: "greater" | "greater_equal" | undefined;
  /** Expressions and inputs to be recorded. */
  readonly seen: ReadonlySet<string>;
  /** Role of the type among those of NeuroML. */
  readonly place?: TypePlace;
}

/** A type compatible with NeuroML: components attached to it provide currents. */
export interface TypePlace {
  readonly extends: string;
  /** Exposures of its base type. */
  readonly inherited: ReadonlySet<string>;
  /** Input that the currents feed; undefined if nothing is attached. */
  readonly input: string | undefined;
}
