import { defineError, type ErrorFactory } from "@spikeloom/kernel";
import { printBytes } from "@spikeloom/network";

/** Fewer shards than workers. */
export const SHARING: ErrorFactory<{ workers: number; shards: number }> = defineError(
  "SL_SHARING",
  ({ workers, shards }) => ({
    message: "Each worker needs a shard of its own at least.",
    place: "shards",
    expected: `at least ${workers} shards`,
    got: String(shards),
    next: "Give more shards, or fewer workers.",
  }),
);

/** The network needs more memory than one WebAssembly memory, the limit or the machine allows. */
export const MEMORY_NEEDED: ErrorFactory<{
  readonly needed: number;
  /** Not known where the machine refused. */
  readonly limit?: number;
}> = defineError("SL_MEMORY_NEEDED", ({ needed, limit }) => ({
  message: "The network does not fit in memory.",
  expected: limit === undefined ? "no more than this machine gives" : `at most ${mebibytes(limit)}`,
  got: mebibytes(needed),
  next: "Ask for more shards, a smaller tier or shorter delays, or scale the network down.",
}));

/** A delay of more steps than are kept. */
export const DELAY_LONG: ErrorFactory<{
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_DELAY_LONG", ({ place, expected, got }) => ({
  message: "The delay is longer than can be kept.",
  place,
  expected,
  got,
  next: "Give a shorter delay or a longer step.",
}));

/** Too few parts, so that one would not fit into its memory. */
export const SHARD_MEMORY: ErrorFactory<{
  readonly shards: number;
  readonly shardBytes: number;
  readonly shardLimit: number;
  /** Parts that would do; undefined where none would. */
  readonly enough: number | undefined;
}> = defineError("SL_SHARD_MEMORY", ({ shards, shardBytes, shardLimit, enough }) => ({
  message: "A shard would not fit into the memory that it has.",
  place: "shards",
  expected: `at most ${printBytes(shardLimit)} a shard`,
  got: `about ${printBytes(shardBytes)} in each of ${shards}`,
  next:
    enough === undefined
      ? "No number of shards is enough. Make the network smaller."
      : `Cut the network into ${enough} shards, or more.`,
}));

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

/** A spike time lies before the first step. */
export const SPIKE_TIME: ErrorFactory<{
  readonly place: string;
  readonly least: string;
  readonly got: string;
}> = defineError("SL_SPIKE_TIME", ({ place, least, got }) => ({
  message: "A spike time lies before the first one that this convention can send.",
  place,
  expected: `at least ${least}`,
  got,
  next: "Move the spike, or choose another convention.",
}));

/** A drawn source sends more spikes in one step than a step of any sensible length holds. */
export const SPIKES_PER_STEP: ErrorFactory<{
  readonly place: string;
  readonly most: number;
  readonly got: number;
}> = defineError("SL_SPIKES_PER_STEP", ({ place, most, got }) => ({
  message: "A source sends too many spikes in one step.",
  place,
  expected: `at most ${most}`,
  got: String(got),
  next: "Shorten the step, lower the rate, or use a Poisson stimulus, which counts instead of listing.",
}));

/** An array that code needs was not laid out. */
export const SLOT_MISSING: ErrorFactory<{ readonly population: string; readonly slot: string }> =
  defineError("SL_SLOT_MISSING", ({ population, slot }) => ({
    message: `The array "${slot}" is not in memory.`,
    place: `populations.${population}`,
    next: "This is a fault of the backend: report it with the network.",
  }));

/** Integers of stated width in a run whose numbers are too narrow for their arithmetic. */
export const INTEGER_PRECISION: ErrorFactory<{
  readonly population: string;
  readonly variable: string;
  readonly bits: number;
}> = defineError("SL_INTEGER_PRECISION", ({ population, variable, bits }) => ({
  message: `The arithmetic of the integer "${variable}" is exact in double precision alone.`,
  place: `populations.${population}`,
  expected: 'the precision "f64"',
  got: `"f32", whose whole numbers end at 24 bits, for an integer of ${bits} bits and what it is computed from`,
  next: 'Run the network with the precision "f64".',
}));

/** A synapse without delay, under a convention in which a spike cannot act within its step. */
export const ZERO_DELAY: ErrorFactory<{ readonly convention: string }> = defineError(
  "SL_ZERO_DELAY",
  ({ convention }) => ({
    message: "A spike can't act within its own step under this convention.",
    place: `convention "${convention}"`,
    expected: '"threshold" before "arrive" in its order, or delays of at least one step',
    next: "Lengthen the delays, or take the convention brian2.",
  }),
);

/** Several workers where threads cannot share memory. */
export const NO_SHARED_MEMORY: ErrorFactory<Readonly<Record<string, never>>> = defineError(
  "SL_NO_SHARED_MEMORY",
  () => ({
    message: "This thread cannot run a network together with others, so there is one worker.",
    place: "workers",
    expected: "1",
    got: "more than one",
    next:
      "Run in a worker of the page, and serve page and scripts with Cross-Origin-Opener-Policy: " +
      "same-origin and Cross-Origin-Embedder-Policy: require-corp; or leave workers out.",
  }),
);

/** A connector that no worker holds or can load. */
export const CREW_CONNECTOR: ErrorFactory<{ readonly connector: string }> = defineError(
  "SL_CREW_CONNECTOR",
  ({ connector }) => ({
    message: `Workers cannot load the connector "${connector}": its module is not known.`,
    place: "workers",
    expected: "1",
    got: "more than one",
    next: 'Give createStack the address of its module as "from", or leave out workers.',
  }),
);

/** A program that no other thread can lower. */
export const CREW_PROGRAM: ErrorFactory<Readonly<Record<string, never>>> = defineError(
  "SL_CREW_PROGRAM",
  () => ({
    message: "The program was read, or derived from another, and workers lower networks alone.",
    place: "workers",
    expected: "1",
    got: "more than one",
    next: "Leave out workers: shards then run on one.",
  }),
);

/** A worker ended, or does not answer. */
export const WORKER_LOST: ErrorFactory<{ readonly reason: string }> = defineError(
  "SL_WORKER_LOST",
  ({ reason }) => ({
    message: `A worker of the run is lost: ${reason}.`,
    next: "Run with fewer workers, or with more memory.",
  }),
);

/** A simulation that has failed or was closed is asked to go on. */
export const SIMULATION_ENDED: ErrorFactory<{ readonly how: "failed" | "was closed" }> =
  defineError("SL_SIMULATION_ENDED", ({ how }) => ({
    message: `The simulation ${how}, so it cannot go on.`,
    next: "Prepare the network again.",
  }));

/** A saved state is of another job than the one that is to go on from it. */
export const STATE_MISMATCH: ErrorFactory<{
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_STATE_MISMATCH", ({ what, expected, got }) => ({
  message: `The saved state is of a run with another ${what}, so it cannot go on here.`,
  place: `state.${what}`,
  expected,
  got,
  next: "Go on with the network and the options that it was saved with; workers alone may differ.",
}));

/** The bytes of a saved state do not fit what they are said to be. */
export const STATE_DAMAGED: ErrorFactory<{
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_STATE_DAMAGED", ({ place, expected, got }) => ({
  message:
    "The saved state does not fit the network, so it is damaged or was put together by hand.",
  place: `state.${place}`,
  expected,
  got,
  next: "Take one that `save` gave.",
}));

/** A changed network cannot take over what the one before has left. */
export const CARRIED: ErrorFactory<{ readonly place: string }> = defineError(
  "SL_CARRIED",
  ({ place }) => ({
    message: "This part of the network was changed in a way that its state cannot follow.",
    place,
    expected: "populations of the same sizes in the same order, and the same plastic synapses",
    next: "Add what is new at the end, or start the changed network anew.",
  }),
);

/** A network cannot be changed while it runs. */
export const NOT_REVISABLE: ErrorFactory<{ readonly place: string; readonly message: string }> =
  defineError("SL_NOT_REVISABLE", ({ place, message }) => ({
    message,
    place,
    expected:
      "a simulation prepared with `revisable`, whose synapses are kept and neither come nor go",
    next: "Prepare it with `revisable: true`, without procedural rows and structural plasticity.",
  }));

/** Code wants to set an input or to send spikes in a job that has no room for either. */
export const INPUT_CLOSED: ErrorFactory<{ readonly place: string }> = defineError(
  "SL_INPUT_CLOSED",
  ({ place }) => ({
    message: "The network was prepared without room for what code adds to it.",
    place,
    expected: '"open: true" in the job',
    next: "Prepare it with open: true; what goes on is as open as what it goes on from.",
  }),
);

/** Code lets neurons send spikes that they cannot send. */
export const SENT_SPIKES: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got?: string | undefined;
}> = defineError("SL_SENT_SPIKES", (text) => text);
