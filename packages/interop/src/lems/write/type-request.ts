import type { NamedValue, ResolvedPopulation } from "@spikeloom/network";
import type { UnitsOut } from "./units-out.ts";

/** A port for events of one weight. */
export interface PortOut {
  readonly port: string;
  readonly receptor: string;
  readonly weight: NamedValue;
}

/** A current that follows the time: what it is from each time on. */
export interface CourseOut {
  readonly input: string;
  /** Each with the time in ms after which it holds; the first holds from the start. */
  readonly pieces: readonly { readonly after: number; readonly value: number | Float64Array }[];
}

/** What a type is made of. */
export interface TypeRequest {
  readonly name: string;
  readonly resolved: ResolvedPopulation;
  readonly units: UnitsOut;
  /** In ms. */
  readonly dt: number;
  readonly ports: readonly PortOut[];
  readonly courses: readonly CourseOut[];
  /** For how many steps after that of a spike a neuron is refractory. */
  readonly held: number | Float64Array;
  /** What replaces a comparison in the threshold. */
  readonly comparison: "greater" | "greater_equal" | undefined;
  /** Expressions and inputs that are recorded. */
  readonly seen: ReadonlySet<string>;
  /** Where the type stands among those of NeuroML. */
  readonly place?: TypePlace;
}

/** A type among those of NeuroML: what is attached to its components gives currents. */
export interface TypePlace {
  readonly extends: string;
  /** Exposures of what it extends. */
  readonly inherited: ReadonlySet<string>;
  /** The input that the currents feed; none where nothing is attached. */
  readonly input: string | undefined;
}
