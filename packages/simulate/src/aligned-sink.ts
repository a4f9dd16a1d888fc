import type { RecordingSink } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";

/** Subtract each population's lag from the steps of its recorded data. */
export function alignedSink(
  sink: RecordingSink,
  { populations, recorders }: Pick<NetworkProgram, "populations" | "recorders">,
): RecordingSink {
  const lags = recorders.map(({ population }) => populations.get(population)?.lag ?? 0);
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
