/** What is read of a program, which low packages know only as an object. */
interface Sized {
  readonly populations: ReadonlyMap<string, { readonly size: number }>;
}

interface PlainEstimate {
  readonly neurons: number;
  readonly synapses: number;
  readonly bytes: number;
  readonly parts: readonly { readonly name: string; bytes: number; reason: string }[];
  readonly projections: readonly never[];
  readonly notes: readonly never[];
  readonly faults: readonly never[];
}

/** Estimate a hundred bytes for each neuron and nothing else, for backends that tests are made with. */
export function plainEstimate(program: object): PlainEstimate {
  const { populations } = program as Sized;
  const neurons = [...populations.values()].reduce((sum, { size }) => sum + size, 0);
  const bytes = 100 * neurons;
  const parts = [{ name: "neurons", bytes, reason: "neurons" }];
  return { neurons, synapses: 0, bytes, parts, projections: [], notes: [], faults: [] };
}
