import type { CellNames, ParameterValues } from "../cells/cell-type.ts";
import { SELECTION } from "../errors.ts";
import type { Point } from "../space/space.ts";
import type { ParameterValue } from "../values/neuron-values.ts";
import type { Got } from "../values/stored-values.ts";

/** One neuron. */
export interface NeuronMembers<N extends CellNames> {
  /** Its number within the simulation. */
  readonly id: number;
  /** Its number within the group that it was taken from. */
  readonly index: number;
  readonly position: Point;
  get(name: N["parameters"]): Got;
  set(values: ParameterValues<N["parameters"]>): void;
  getParameters(): Record<string, Got>;
  getInitialValue(variable: N["variables"]): number;
  setInitialValue(variable: N["variables"], value: number): Promise<void>;
}

/** One neuron, with its parameters as properties: `neurons.at(3).tau_m = 10`. */
export type NeuronId<N extends CellNames> = NeuronMembers<N> & {
  [Name in N["parameters"]]: ParameterValue;
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
      get: () => neuron.get(name),
      set: (value: ParameterValue) => {
        neuron.set({ [name]: value } as ParameterValues<N["parameters"]>);
      },
    });
  }
  return neuron as NeuronId<N>;
}

/** Find the neurons of a group by their numbers within the simulation. */
export function indexOfId(ids: Uint32Array, id: number, place: string): number {
  const found = ids.indexOf(id);
  if (found >= 0) return found;
  const message = "This neuron does not belong here.";
  throw SELECTION({ place, message, got: String(id) });
}
