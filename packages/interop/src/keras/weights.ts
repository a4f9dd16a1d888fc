import type { Tensor } from "@spikeloom/kernel";
import { Hdf5Damage } from "../hdf5/read/damage.ts";
import { numbersOf } from "../hdf5/read/numbers.ts";
import { type Hdf5File, openHdf5 } from "../hdf5/read/open-file.ts";
import { heldBytes } from "../hdf5/read/random-bytes.ts";
import { damaged } from "../layers/damage.ts";
import { countOf } from "../layers/tensor.ts";

/** Maximum number of weight arrays of a layer. */
const mostVariables = 16;

/** Returns the arrays of a layer, in the order in which Keras created them. */
export type FindWeights = (layer: {
  readonly name: string;
  readonly kind: string;
}) => readonly Tensor[];

/**
 * Read `model.weights.h5`: a group `layers/GROUP/vars` for each layer, with one dataset per array.
 *
 * Groups are named after the layer's class, numbered from the second on; later versions of Keras 3 also store the
 * layer's name in the attribute `name`.
 */
export function weightsIn(bytes: Uint8Array): FindWeights {
  const file = reading("", () => openHdf5(heldBytes(bytes)));
  const named = reading("", () => groupsByName(file));
  const counts = new Map<string, number>();
  return ({ name, kind }) => {
    const base = snakeCase(kind);
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    const group = named.get(name) ?? `layers/${count === 0 ? base : `${base}_${count}`}`;
    return reading(name, () => variablesOf(file, group, name));
  };
}

function reading<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (fault) {
    if (fault instanceof Hdf5Damage) damaged(place, `its weights are damaged: ${fault.message}`);
    throw fault;
  }
}

function groupsByName(file: Hdf5File): ReadonlyMap<string, string> {
  const groups = new Map<string, string>();
  const layers = file.find("layers");
  if (layers?.kind !== "group") return groups;
  for (const group of layers.names()) {
    const attribute = file.find(`layers/${group}/vars`)?.attribute("name");
    const [name] = (attribute && file.texts(attribute.type, attribute.data)) ?? [];
    if (name !== undefined) groups.set(name, `layers/${group}`);
  }
  return groups;
}

function variablesOf(file: Hdf5File, group: string, place: string): readonly Tensor[] {
  const tensors: Tensor[] = [];
  for (let k = 0; k < mostVariables; k++) {
    const found = file.find(`${group}/vars/${k}`);
    if (found?.kind !== "dataset") break;
    const { shape = [] } = found;
    const count = countOf(shape, place);
    // The file states the lengths; missing numbers are not made up.
    if (count * found.type.size > 2 ** 31) damaged(place, `its weights ${k} have ${count} numbers`);
    const data = numbersOf(found.type, found.rows(0, shape[0] ?? 1));
    if (data === undefined) damaged(place, `its weights ${k} are not numbers`);
    const values =
      data instanceof Float64Array ? data : Float32Array.from(data as ArrayLike<number>);
    tensors.push({ shape, values });
  }
  return tensors;
}

/** Convert a class name to Keras' group name: MaxPooling2D is max_pooling2d. */
function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
