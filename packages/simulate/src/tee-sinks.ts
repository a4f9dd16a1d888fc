import type { RecordingSink } from "@spikeloom/kernel";

/** Give every chunk to several sinks, in order. */
export function teeSinks(...sinks: readonly RecordingSink[]): RecordingSink {
  return {
    spikes(chunk) {
      for (const sink of sinks) sink.spikes(chunk);
    },
    samples(chunk) {
      for (const sink of sinks) sink.samples(chunk);
    },
  };
}
