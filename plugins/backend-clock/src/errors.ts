import { defineError, type ErrorFactory } from "@spikeloom/kernel";
import { printBytes } from "@spikeloom/network";

/** Fewer shards than workers. */
export const SHARING: ErrorFactory<{ workers: number; shards: number }> = defineError(
  "SL_SHARING",
  ({ workers, shards }) => ({
    message: "Each worker needs at least one shard.",
    place: "shards",
    expected: `at least ${workers} shards`,
    got: String(shards),
    next: "Use more shards, or fewer workers.",
  }),
);

/** The network needs more memory than one WebAssembly memory, the limit or the machine allows. */
export const MEMORY_NEEDED: ErrorFactory<{
  readonly needed: number;
  /** Unknown if the machine refused the allocation. */
  readonly limit?: number;
}> = defineError("SL_MEMORY_NEEDED", ({ needed, limit }) => ({
  message: "The network does not fit in memory.",
  expected:
    limit === undefined
      ? "at most the memory that this machine provides"
      : `at most ${mebibytes(limit)}`,
  got: mebibytes(needed),
  next: "Use more shards, a smaller tier or shorter delays, or reduce the network.",
}));

/** A delay longer than the maximum number of steps. */
export const DELAY_LONG: ErrorFactory<{
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_DELAY_LONG", ({ place, expected, got }) => ({
  message: "The delay is longer than the supported maximum.",
  place,
  expected,
  got,
  next: "Use a shorter delay or a longer step.",
}));

/** Too few shards, so that one would not fit into its memory. */
export const SHARD_MEMORY: ErrorFactory<{
  readonly shards: number;
  readonly shardBytes: number;
  readonly shardLimit: number;
  /** A sufficient number of shards; undefined if there is none. */
  readonly enough: number | undefined;
}> = defineError("SL_SHARD_MEMORY", ({ shards, shardBytes, shardLimit, enough }) => ({
  message: "A shard would not fit into its memory.",
  place: "shards",
  expected: `at most ${printBytes(shardLimit)} per shard`,
  got: `about ${printBytes(shardBytes)} in each of ${shards}`,
  next:
    enough === undefined
      ? "No number of shards is sufficient. Make the network smaller."
      : `Divide the network into at least ${enough} shards.`,
}));

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

/** An array that code needs has no location. */
export const SLOT_MISSING: ErrorFactory<{ readonly population: string; readonly slot: string }> =
  defineError("SL_SLOT_MISSING", ({ population, slot }) => ({
    message: `The array "${slot}" is not in memory.`,
    place: `populations.${population}`,
    next: "This is an error of the backend: report it with the network.",
  }));

/** Integers of stated width whose arithmetic the precision of the run cannot represent. */
export const INTEGER_PRECISION: ErrorFactory<{
  readonly population: string;
  readonly variable: string;
  readonly bits: number;
}> = defineError("SL_INTEGER_PRECISION", ({ population, variable, bits }) => ({
  message: `The arithmetic of the integer "${variable}" is exact only in double precision.`,
  place: `populations.${population}`,
  expected: 'the precision "f64"',
  got: `"f32", whose integers are limited to 24 bits, for an integer of ${bits} bits and its operands`,
  next: 'Run the network with the precision "f64".',
}));

/** A synapse without delay, under a convention in which a spike cannot act within its step. */
export const ZERO_DELAY: ErrorFactory<{ readonly convention: string }> = defineError(
  "SL_ZERO_DELAY",
  ({ convention }) => ({
    message: "A spike cannot act within its own step under this convention.",
    place: `convention "${convention}"`,
    expected: '"threshold" before "arrive" in its order, or delays of at least one step',
    next: "Increase the delays, or use the convention brian2.",
  }),
);

/** Several workers where threads cannot share memory. */
export const NO_SHARED_MEMORY: ErrorFactory<Readonly<Record<string, never>>> = defineError(
  "SL_NO_SHARED_MEMORY",
  () => ({
    message: "This thread cannot share a network with other threads, so there is only one worker.",
    place: "workers",
    expected: "1",
    got: "more than one",
    next:
      "Run in a worker of the page, and serve page and scripts with Cross-Origin-Opener-Policy: " +
      "same-origin and Cross-Origin-Embedder-Policy: require-corp; or omit workers.",
  }),
);

/** A connector that no worker contains or can load. */
export const WORKER_CONNECTOR: ErrorFactory<{ readonly connector: string }> = defineError(
  "SL_WORKER_CONNECTOR",
  ({ connector }) => ({
    message: `Workers cannot load the connector "${connector}": its module is not known.`,
    place: "workers",
    expected: "1",
    got: "more than one",
    next: 'Pass the address of its module to createStack as "from", or omit workers.',
  }),
);

/** A saved state belongs to another job than the one that is to continue from it. */
export const STATE_MISMATCH: ErrorFactory<{
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_STATE_MISMATCH", ({ what, expected, got }) => ({
  message: `The saved state belongs to a run with another ${what}, so this run cannot continue from it.`,
  place: `state.${what}`,
  expected,
  got,
  next: "Continue with the network and the options with which it was saved; only workers may differ.",
}));

/** The bytes of a saved state do not match their description. */
export const STATE_DAMAGED: ErrorFactory<{
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_STATE_DAMAGED", ({ place, expected, got }) => ({
  message: "The saved state does not match the network, so it is damaged or was assembled by hand.",
  place: `state.${place}`,
  expected,
  got,
  next: "Use a state that `save` returned.",
}));

/** A changed network cannot take over the state of the previous one. */
export const CARRIED: ErrorFactory<{ readonly place: string }> = defineError(
  "SL_CARRIED",
  ({ place }) => ({
    message: "This part of the network was changed in a way that its state cannot follow.",
    place,
    expected: "populations of the same sizes in the same order, and the same plastic synapses",
    next: "Add new parts at the end, or start the changed network from the beginning.",
  }),
);

/** A network cannot be changed while it runs. */
export const NOT_REVISABLE: ErrorFactory<{ readonly place: string; readonly message: string }> =
  defineError("SL_NOT_REVISABLE", ({ place, message }) => ({
    message,
    place,
    expected:
      "a simulation prepared with `revisable`, with stored synapses and without structural plasticity",
    next: "Prepare it with `revisable: true`, without procedural rows and structural plasticity.",
  }));

/** Code sets an input or sends spikes in a job that has no room for either. */
export const INPUT_CLOSED: ErrorFactory<{ readonly place: string }> = defineError(
  "SL_INPUT_CLOSED",
  ({ place }) => ({
    message: "The network was prepared without room for inputs and spikes from code.",
    place,
    expected: '"open: true" in the job',
    next: "Prepare it with open: true; a resumed run is as open as the saved one.",
  }),
);

/** Code requests spikes that neurons cannot send. */
export const SENT_SPIKES: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got?: string | undefined;
}> = defineError("SL_SENT_SPIKES", (text) => text);
