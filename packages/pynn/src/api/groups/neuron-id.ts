import type { CellNames, ParameterName, ParameterValues } from "../cells/cell-type.ts";
import type { CurrentSource } from "../currents.ts";
import { SELECTION } from "../errors.ts";
import type { Point } from "../space/space.ts";
import type { ParameterValue } from "../values/neuron-values.ts";
import type { Got } from "../values/stored-values.ts";
import type { Members, membersOf } from "./population-state.ts";

/** Common properties of neurons; not an interface, so that parameter names can be added. */
export type NeuronMembers<N extends CellNames> = {
  readonly kind: "neuron";
  /** Its group and its index there. */
  readonly label: string;
  /** Its id in the simulation. */
  readonly id: number;
  /** Its index in the group that it was selected from. */
  readonly index: number;
  readonly position: Point;
  get(name: ParameterName<N>): Got;
  set(values: ParameterValues<N>): void;
  getParameters(): { readonly [Name in ParameterName<N>]: Got };
  getInitialValue(variable: N["variables"]): number;
  setInitialValue(variable: N["variables"], value: number): Promise<void>;
  /** Inject a current into it. */
  inject(source: CurrentSource): void;
  readonly [membersOf]: Members;
  /** Never present: carries the names for the compiler. */
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

/** Add the parameters as properties of a neuron. */
export function withParameters<N extends CellNames>(
  neuron: NeuronMembers<N>,
  names: readonly string[],
): NeuronId<N> {
  for (const name of names) {
    // Parameter names of a native model may collide with those of this record; `get` and `set` still work.
    if (name in neuron) continue;
    Object.defineProperty(neuron, name, {
      enumerable: true,
      get: () => neuron.get(name as ParameterName<N>),
      set: (value: ParameterValue) => {
        neuron.set({ [name]: value } as ParameterValues<N>);
      },
    });
  }
  // An unknown name is an error rather than a new property.
  return Object.preventExtensions(neuron) as NeuronId<N>;
}

/** Find the neurons of a group by their ids in the simulation. */
export function indexOfId(ids: Uint32Array, id: number, place: string): number {
  const found = ids.indexOf(id);
  if (found >= 0) return found;
  const message = "This neuron does not belong to this group.";
  throw SELECTION({ place, message, got: String(id) });
}
