import type { CellNames, ParameterName, ParameterValues } from "../cells/cell-type.ts";
import type { CurrentSource } from "../currents.ts";
import { SELECTION } from "../errors.ts";
import type { Point } from "../space/space.ts";
import type { ParameterValue } from "../values/neuron-values.ts";
import type { Got } from "../values/stored-values.ts";
import type { Members, membersOf } from "./population-state.ts";

/** What neurons of all types have: no interface, so that names of parameters can be added. */
export type NeuronMembers<N extends CellNames> = {
  readonly kind: "neuron";
  /** Its group and its index there. */
  readonly label: string;
  /** Its number within the simulation. */
  readonly id: number;
  /** Its number within the group that it was taken from. */
  readonly index: number;
  readonly position: Point;
  get(name: ParameterName<N>): Got;
  set(values: ParameterValues<N>): void;
  getParameters(): { readonly [Name in ParameterName<N>]: Got };
  getInitialValue(variable: N["variables"]): number;
  setInitialValue(variable: N["variables"], value: number): Promise<void>;
  /** Let a current flow into it. */
  inject(source: CurrentSource): void;
  readonly [membersOf]: Members;
  /** Never there: carries the names for the compiler. */
  readonly names?: N;
};

type ValueOf<N extends CellNames, Name extends string> = Name extends N["lists"]
  ? Name extends N["numbers"]
    ? unknown
    : readonly number[] | Float64Array
  : number;

/** One neuron, with its parameters as properties: `neurons.at(3).tau_m = 10`. */
export type NeuronId<N extends CellNames = CellNames> = NeuronMembers<N> & {
  [Name in ParameterName<N>]: ValueOf<N, Name>;
};

/** Give a neuron its parameters as properties. */
export function withParameters<N extends CellNames>(
  neuron: NeuronMembers<N>,
  names: readonly string[],
): NeuronId<N> {
  for (const name of names) {
    // Names of a native model may be those of this record; `get` and `set` reach them all the same.
    if (name in neuron) continue;
    Object.defineProperty(neuron, name, {
      enumerable: true,
      get: () => neuron.get(name as ParameterName<N>),
      set: (value: ParameterValue) => {
        neuron.set({ [name]: value } as ParameterValues<N>);
      },
    });
  }
  // A name that the neuron does not have is an error, and no new property.
  return Object.preventExtensions(neuron) as NeuronId<N>;
}

/** Find the neurons of a group by their numbers within the simulation. */
export function indexOfId(ids: Uint32Array, id: number, place: string): number {
  const found = ids.indexOf(id);
  if (found >= 0) return found;
  const message = "This neuron does not belong here.";
  throw SELECTION({ place, message, got: String(id) });
}
