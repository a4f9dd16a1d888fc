import type { NetworkRecord, RecordingSink } from "@spikeloom/kernel";
import { networkStep, readTime } from "@spikeloom/network";

/** Subtract each population's `lag` from the steps of its recorded data. */
export function alignedSink(sink: RecordingSink, network: NetworkRecord): RecordingSink {
  const { populations, record = [] } = network;
  const dt = networkStep(network);
  const lags = record.map(({ population }) => {
    const { lag } = populations[population] ?? {};
    return lag === undefined
      ? 0
      : Math.floor(readTime(lag, `populations.${population}.lag`) / dt + 0.5);
  });
  if (lags.every((lag) => lag === 0)) return sink;
  const aligned = <Chunk extends { readonly recorder: number; readonly steps: Int32Array }>(
    chunk: Chunk,
  ): Chunk => {
    const lag = lags[chunk.recorder] ?? 0;
    return lag === 0 ? chunk : { ...chunk, steps: chunk.steps.map((step) => step - lag) };
  };
  return {
    ...sink,
    spikes: (chunk) => sink.spikes(aligned(chunk)),
    samples: (chunk) => sink.samples(aligned(chunk)),
  };
}
