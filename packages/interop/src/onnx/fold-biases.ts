import type { DenseLayer, LayerRecord, ScaleLayer } from "@spikeloom/kernel";

/** Merge an addition directly after a dense layer into its bias, if nothing else reads that layer. */
export function foldedBiases(layers: readonly LayerRecord[]): readonly LayerRecord[] {
  const takers = new Map<string, number>();
  for (const { from } of layers)
    for (const name of from) takers.set(name, (takers.get(name) ?? 0) + 1);
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const folded = new Map<string, LayerRecord>();
  const gone = new Set<string>();
  for (const layer of layers) {
    const before = byName.get(layer.from[0] ?? "");
    if (layer.kind !== "scale" || before?.kind !== "dense" || takers.get(before.name) !== 1)
      continue;
    const dense = withBias(before, layer);
    if (dense === undefined) continue;
    // The name of the sum is kept, because others refer to it.
    folded.set(layer.name, { ...dense, name: layer.name });
    gone.add(before.name);
  }
  return layers
    .filter(({ name }) => !gone.has(name))
    .map((layer) => folded.get(layer.name) ?? layer);
}

function withBias(dense: DenseLayer, { scale, shift }: ScaleLayer): DenseLayer | undefined {
  const outputs = dense.weight.shape[0] ?? 0;
  const isBias =
    scale === undefined && shift?.values.length === outputs && shift.shape.at(-1) === outputs;
  if (!isBias || dense.bias !== undefined || shift === undefined) return undefined;
  return { ...dense, bias: { shape: [outputs], values: shift.values } };
}
