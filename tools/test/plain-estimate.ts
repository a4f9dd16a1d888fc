interface AskedJob {
  readonly network: { readonly populations: Readonly<Record<string, { readonly size: number }>> };
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
export function plainEstimate({ network }: AskedJob): PlainEstimate {
  const neurons = Object.values(network.populations).reduce((sum, { size }) => sum + size, 0);
  const bytes = 100 * neurons;
  const parts = [{ name: "neurons", bytes, reason: "neurons" }];
  return { neurons, synapses: 0, bytes, parts, projections: [], notes: [], faults: [] };
}
