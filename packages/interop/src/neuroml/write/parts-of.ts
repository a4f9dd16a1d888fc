import type { NamedValue, ResolvedPopulation } from "@spikeloom/network";

/** Neurons of a population that are equal in everything that is written of them. */
export interface EqualNeurons {
  readonly resolved: ResolvedPopulation;
  /** Their indices in the population, in order. */
  readonly neurons: Uint32Array;
}

/** Parts of a population in the order of their first neurons. */
export interface Parts {
  readonly parts: readonly EqualNeurons[];
  /** Places of the values in which they differ. */
  readonly varied: ReadonlySet<string>;
}

/**
 * Split a population into parts of equal neurons.
 *
 * `find` returns the places of differing values of which a file would have only one. Only those are compared: a value
 * that is not written splits nothing.
 */
export function partsOf(
  name: string,
  resolved: ResolvedPopulation,
  find: (part: ResolvedPopulation) => ReadonlySet<string>,
): Parts {
  const varied = new Set<string>();
  const divide = (whole: EqualNeurons): readonly EqualNeurons[] => {
    const places = whole.resolved.size > 1 ? find(whole.resolved) : new Set<string>();
    const groups = groupsOf(valuesAt(name, whole.resolved, places), whole.resolved.size);
    if (groups.length < 2) return [whole];
    for (const place of places) varied.add(place);
    // Another component may suit the values of a part, and store other values.
    return groups.flatMap((indices) => divide(sliced(whole, indices)));
  };
  const neurons = Uint32Array.from({ length: resolved.size }, (_, k) => k);
  const parts = divide({ resolved, neurons });
  return { parts: parts.toSorted((a, b) => (a.neurons[0] ?? 0) - (b.neurons[0] ?? 0)), varied };
}

type ValueOf = (neuron: number) => number | Float64Array | undefined;

/** Values of each neuron at the given places. */
function valuesAt(
  name: string,
  { parameters, initial, times }: ResolvedPopulation,
  places: ReadonlySet<string>,
): readonly ValueOf[] {
  const found: ValueOf[] = [];
  const among = (values: ReadonlyMap<string, NamedValue>, field: string) => {
    for (const [own, { value }] of values) {
      if (typeof value === "number" || !places.has(`populations.${name}.${field}.${own}`)) continue;
      found.push((neuron) => value[neuron]);
    }
  };
  among(parameters, "parameters");
  among(initial, "initial");
  if (places.has(`populations.${name}.times`)) found.push((neuron) => times?.[neuron]);
  return found;
}

/** Indices of neurons that have the same values. */
function groupsOf(values: readonly ValueOf[], size: number): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  for (let neuron = 0; neuron < size; neuron++) {
    const key = values.map((at) => String(at(neuron))).join(";");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [neuron]);
    else group.push(neuron);
  }
  return [...groups.values()];
}

function sliced({ resolved, neurons }: EqualNeurons, indices: readonly number[]): EqualNeurons {
  const among = (values: Float64Array) =>
    Float64Array.from(indices, (k) => values[k] ?? Number.NaN);
  const shared = (values: Float64Array) => {
    const own = among(values);
    return own.every((value) => value === own[0]) ? (own[0] ?? 0) : own;
  };
  const each = (values: ReadonlyMap<string, NamedValue>) =>
    new Map(
      [...values].map(([name, one]): [string, NamedValue] => {
        const { value } = one;
        return [name, typeof value === "number" ? one : { ...one, value: shared(value) }];
      }),
    );
  return {
    neurons: Uint32Array.from(indices, (k) => neurons[k] ?? 0),
    resolved: {
      model: resolved.model,
      size: indices.length,
      parameters: each(resolved.parameters),
      initial: each(resolved.initial),
      coordinates: resolved.coordinates?.map(among),
      times: resolved.times && indices.map((k) => resolved.times?.[k] ?? new Float64Array()),
    },
  };
}
