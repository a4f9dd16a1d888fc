import {
  defineError,
  type ErrorFactory,
  type EstimatedPart,
  type PopulationRecord,
} from "@spikeloom/kernel";
import { printBytes } from "@spikeloom/network";

/** The duration of the run is missing. */
export const RUN_LENGTH_MISSING: ErrorFactory<{ place: string }> = defineError(
  "SL_RUN_LENGTH_MISSING",
  ({ place }) => ({
    message: "The network has no duration, and none was given.",
    place,
    next: 'State how long to run: `for: "1 s"`, `--for 1s`, or "duration" in the network.',
  }),
);

/** A network that would not fit into memory. */
export const MEMORY: ErrorFactory<{
  place: string;
  bytes: number;
  /** Bytes by purpose. */
  parts: readonly EstimatedPart[];
  bound: number;
  /** Memory tiers of synapses that fit, with the memory they need. */
  ways: readonly string[];
}> = defineError("SL_MEMORY", ({ parts, bound, ways, ...found }) => ({
  message: "The network needs more memory than the limit.",
  place: found.place,
  expected: `at most ${printBytes(bound)}`,
  // Entries below 1 % of the total are omitted.
  got: `about ${printBytes(found.bytes)}: ${parts
    .filter((part) => part.bytes >= found.bytes / 100)
    .map((part) => `${printBytes(part.bytes)} for ${part.reason}`)
    .join(", ")}`,
  next: lessMemory(parts, { bound, ways }),
}));

/** Suggest how to bring a network below its memory limit; nothing helps if the process alone exceeds it. */
function lessMemory(
  parts: readonly EstimatedPart[],
  { bound, ways }: { readonly bound: number; readonly ways: readonly string[] },
): string {
  const fixed = parts.reduce((sum, { bytes, isFixed }) => sum + (isFixed === true ? bytes : 0), 0);
  if (fixed >= bound)
    return `Set "memory" above ${printBytes(fixed)}, which an empty network takes.`;
  const otherwise =
    ways.length > 0 ? `Store synapses differently: ${ways.join("; ")}. Or make` : "Make";
  return `${otherwise} the network smaller, or increase "memory", if the machine has more.`;
}

/** No backend among those to choose from can run a network with the given options. */
export const NO_BACKEND: ErrorFactory<{ backends: string; given: string }> = defineError(
  "SL_NO_BACKEND",
  ({ backends, given }) => ({
    message: "No backend to choose from supports all of these options.",
    place: 'backend "auto"',
    expected: `options of one of ${backends}`,
    got: given,
    next: "Name the backend instead of auto, or omit options.",
  }),
);

/** A run with zero steps, or more steps than can be counted. */
export const RUN_LENGTH: ErrorFactory<{ place: string; got: string; dt: number }> = defineError(
  "SL_RUN_LENGTH",
  ({ place, got, dt }) => ({
    message: "A network cannot run for that long.",
    place,
    expected: `1 to 2147483647 steps of ${dt} ms`,
    got,
    next: "Change the duration or the step.",
  }),
);

/** A step too coarse for the response to a spike or a current. */
export const COARSE_STEP: ErrorFactory<{
  place: string;
  /** Cause of the change in potential. */
  by: "one spike" | "its currents";
  dt: number;
  /** Relative to the change in potential; infinite if that is not a number. */
  error: number;
  integrator: PopulationRecord["integrator"];
}> = defineError("SL_COARSE_STEP", ({ place, by, dt, error, integrator }) => {
  const name = typeof integrator === "object" ? integrator.name : integrator;
  const parts = { name: name ?? "rk4", subSteps: 10 };
  return {
    message: `The step is too coarse for the effect of ${by} on the potential.`,
    place,
    expected: "an error of at most 1 %",
    got: `${Number.isFinite(error) ? `${(100 * error).toPrecision(2)} %` : "no number"} at dt = ${dt} ms`,
    next: `Use a smaller dt, or sub-steps: "integrator": ${JSON.stringify(parts)}.`,
  };
});

/** A run exceeded its memory limit, regardless of the estimate. */
export const RUN_MEMORY: ErrorFactory<{ limit: number; taken: number }> = defineError(
  "SL_RUN_MEMORY",
  ({ limit, taken }) => ({
    message: "The run exceeds its memory limit.",
    place: "memory",
    expected: `at most ${inMebibytes(limit)}, plus a fifth`,
    got: inMebibytes(taken),
    next: "Record less or to a file, store synapses in another tier, make the network smaller, or increase the limit.",
  }),
);

/** A signal stopped the run before the first step; `by` names it if it has a name. */
export const RUN_STOPPED: ErrorFactory<{ by: string | undefined }> = defineError(
  "SL_RUN_STOPPED",
  ({ by }) => ({
    message: "The run was stopped during the preparation of its network.",
    place: "preparation",
    got: by,
    next: "Nothing was recorded; start it again.",
  }),
);

/** An invalid batch. */
export const BATCH: ErrorFactory<{ got: string }> = defineError("SL_BATCH", ({ got }) => ({
  message: "This is not a valid batch.",
  place: "batch",
  expected: "a number of copies from 1 to 1000000, or a list of { seed, trial, parameters }",
  got,
  next: "Write batch: 64, or batch: [{ seed: 1 }, { seed: 2 }].",
}));

/** A batch whose results would not fit into memory. */
export const BATCH_MEMORY: ErrorFactory<{ copies: number; bytes: number; bound: number }> =
  defineError("SL_BATCH_MEMORY", ({ copies, bytes, bound }) => ({
    message: "The recorded data of all copies need more memory than the limit.",
    place: "batch",
    expected: `at most ${printBytes(bound)}`,
    got: `about ${printBytes(bytes)} for ${copies} copies`,
    next: "Pass a sink for each copy, so that data go to files, record less, or run fewer copies.",
  }));

/** A worker has ended, or does not respond. */
export const WORKER_LOST: ErrorFactory<{ readonly reason: string }> = defineError(
  "SL_WORKER_LOST",
  ({ reason }) => ({
    message: `A worker of the run is lost: ${reason}.`,
    next: "Run with fewer workers, or with more memory.",
  }),
);

/** A failed or closed simulation is asked to continue. */
export const SIMULATION_ENDED: ErrorFactory<{ readonly how: "failed" | "was closed" }> =
  defineError("SL_SIMULATION_ENDED", ({ how }) => ({
    message: `The simulation ${how}, so it cannot continue.`,
    next: "Prepare the network again.",
  }));

/** An invalid seed or trial. */
export const RUN_SEED: ErrorFactory<{ place: string; got: string }> = defineError(
  "SL_RUN_SEED",
  ({ place, got }) => ({
    message: "A seed or a trial must be a whole number that a double represents exactly.",
    place,
    expected: "an integer from 0 to 9007199254740991",
    got,
    next: "Use such a number, or omit it.",
  }),
);

/** A recorder names a variable that its population does not have. */
export const RECORDED_VARIABLE: ErrorFactory<{
  place: string;
  variable: string;
  model: string;
  known: readonly string[];
  nearest?: string | undefined;
}> = defineError("SL_RECORDED_VARIABLE", ({ place, variable, model, known, nearest }) => ({
  message: `"${model}" has no variable "${variable}" to record.`,
  place,
  expected: `one of ${known.join(", ")}`,
  next: nearest === undefined ? "Record one of its variables." : `Did you mean "${nearest}"?`,
}));

/** A profile was requested of a backend that does not provide one. */
export const RUN_PROFILE: ErrorFactory<{ place: string; backend: string }> = defineError(
  "SL_RUN_PROFILE",
  ({ place, backend }) => ({
    message: `The backend "${backend}" does not support profiles.`,
    place,
    next: "Run without a profile, or on another backend.",
  }),
);

interface Unable {
  readonly place: string;
  readonly backend: string;
}

/** The backend cannot save or resume a run. */
export const CHECKPOINT_BACKEND: ErrorFactory<Unable & { from?: string | undefined }> = defineError(
  "SL_CHECKPOINT_BACKEND",
  ({ place, backend, from }) =>
    from === undefined
      ? {
          message: `The backend "${backend}" does not support checkpoints.`,
          place,
          next: "Run without checkpoints, or on another backend.",
        }
      : {
          message: "The checkpoint is from another backend.",
          place,
          expected: backend,
          got: from,
          next: `Continue on "${from}"; no other backend can read its state.`,
        },
);

/** The bytes are not a checkpoint. */
export const CHECKPOINT_FORMAT: ErrorFactory<{ place: string; reason: string }> = defineError(
  "SL_CHECKPOINT_FORMAT",
  ({ place, reason }) => ({
    message: `This is not a checkpoint: ${reason}.`,
    place,
    next: "Use a file written by a run with checkpoints.",
  }),
);

interface Mismatch {
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}

/** A checkpoint of another version of the format or of SpikeLoom. */
export const CHECKPOINT_VERSION: ErrorFactory<Mismatch> = defineError(
  "SL_CHECKPOINT_VERSION",
  (mismatch) => ({
    message: "The checkpoint is from another version, which might compute differently.",
    ...mismatch,
    next: "Continue with the version that wrote it, or run from the start.",
  }),
);

/** A truncated checkpoint, or one with trailing bytes. */
export const CHECKPOINT_LENGTH: ErrorFactory<Mismatch> = defineError(
  "SL_CHECKPOINT_LENGTH",
  (mismatch) => ({
    message: "The checkpoint is truncated, or has trailing data.",
    ...mismatch,
    next: "Copy it again, or run from the start.",
  }),
);

/** A corrupt checkpoint: the checksum does not match. */
export const CHECKPOINT_DAMAGED: ErrorFactory<{ place: string; reason: string }> = defineError(
  "SL_CHECKPOINT_DAMAGED",
  ({ place, reason }) => ({
    message: `The checkpoint is damaged: ${reason}.`,
    place,
    next: "Copy it again, or run from the start.",
  }),
);

/** A checkpoint of another network. */
export const CHECKPOINT_NETWORK: ErrorFactory<Mismatch> = defineError(
  "SL_CHECKPOINT_NETWORK",
  (mismatch) => ({
    message:
      "The checkpoint is from another network, or from this one with different settings, as shown.",
    ...mismatch,
    next: "Use the same network, seed, step, precision, tier, convention and recorders.",
  }),
);

/** A checkpoint past the end of the run. */
export const CHECKPOINT_TIME: ErrorFactory<Mismatch> = defineError(
  "SL_CHECKPOINT_TIME",
  (mismatch) => ({
    message: "The checkpoint is later than the end of this run.",
    ...mismatch,
    next: "Run longer, or continue from an earlier checkpoint.",
  }),
);

/** A backend resumed at a different step than its checkpoint's. */
export const CHECKPOINT_RESUME: ErrorFactory<Mismatch & { backend: string }> = defineError(
  "SL_CHECKPOINT_RESUME",
  ({ backend, ...mismatch }) => ({
    message: `The backend "${backend}" did not continue from the step of the checkpoint.`,
    ...mismatch,
    next: "Please report this, with the network; a run from the start is not affected.",
  }),
);

/** The backend of a simulation lacks the requested operation between steps. */
export const STEPPING: ErrorFactory<Unable & { what: string }> = defineError(
  "SL_STEPPING",
  ({ place, backend, what }) => ({
    message: `The backend "${backend}" cannot ${what} between steps.`,
    place,
    next: "Use another backend.",
  }),
);

/** A simulation is called while it runs, or after its end. */
export const STEPPING_TURN: ErrorFactory<{ place: string; closed: boolean }> = defineError(
  "SL_STEPPING_TURN",
  ({ place, closed }) => ({
    message: closed
      ? "The simulation is closed."
      : "The simulation is busy: an earlier call has not ended.",
    place,
    next: closed ? "Simulate the network again." : "Wait for each call with `await`.",
  }),
);

/** A value that a simulation does not accept. */
export const STEPPING_VALUE: ErrorFactory<{
  place: string;
  message: string;
  expected?: string | undefined;
  got?: string | undefined;
  next?: string | undefined;
}> = defineError("SL_STEPPING_VALUE", (fault) => fault);

/** An unknown name in a call of a simulation. */
export const STEPPING_NAME: ErrorFactory<{
  place: string;
  what: string;
  name: string;
  known: readonly string[];
  nearest?: string | undefined;
}> = defineError("SL_STEPPING_NAME", ({ place, what, name, known, nearest }) => ({
  message: `There is no ${what} "${name}".`,
  place,
  expected: known.length > 0 ? `one of ${known.join(", ")}` : `no ${what}`,
  next: nearest === undefined ? "Use an existing name." : `Did you mean "${nearest}"?`,
}));

/** Weights were requested from a result without weights. */
export const NO_WEIGHTS: ErrorFactory<{ place: string; at: number; got: string }> = defineError(
  "SL_NO_WEIGHTS",
  ({ place, at, got }) => ({
    message: "The result contains no weights.",
    place,
    expected: Number.isFinite(at)
      ? `a recorder of weights with a snapshot at ${at} ms or earlier`
      : "a recorder of weights",
    got,
    next: 'Add one, such as "recordSynapses": [{ "projection": "E->I" }].',
  }),
);

/** A recorder starts after the end of the run. */
export const RECORD_WINDOW: ErrorFactory<{ place: string; from: string; asked: number }> =
  defineError("SL_RECORD_WINDOW", ({ place, from, asked }) => ({
    message: "A recorder starts after the end of the run, and records nothing.",
    place,
    expected: `a time before ${asked} ms`,
    got: from,
    next: "Start it earlier, or run for longer.",
  }));

/** A value of a run is no longer finite. */
export const DIVERGED: ErrorFactory<{
  readonly kind: "neuron" | "synapse";
  readonly name: string;
  readonly variable: string;
  readonly index: number;
  readonly value: number;
  /** In ms. */
  readonly from: number;
  readonly until: number;
  readonly dt: number;
  readonly precision: "f64" | "f32";
  /** Integrators that would keep the population's equations bounded. */
  readonly integrators: readonly string[];
  readonly onDivergence?: "stop" | "warn" | undefined;
}> = defineError("SL_DIVERGED", (found) => {
  const { kind, name, variable, index, value, from, until, onDivergence = "stop" } = found;
  const when = from === until ? `at ${until} ms` : `after ${from} ms, at ${until} ms at the latest`;
  const ends = onDivergence === "stop" ? " The run ends there; recorded data are kept." : "";
  return {
    message: `"${variable}" of ${kind} ${index} of "${name}" is no longer finite (${when}).${ends}`,
    place: kind === "neuron" ? `populations.${name}` : `projection ${name}`,
    expected: "a finite number",
    got: String(value),
    next: remedies(found),
  };
});

function remedies({
  kind,
  dt,
  precision,
  integrators,
}: {
  readonly kind: "neuron" | "synapse";
  readonly dt: number;
  readonly precision: "f64" | "f32";
  readonly integrators: readonly string[];
}): string {
  const wide = precision === "f32" ? ' Or use double precision: "f64".' : "";
  if (kind === "synapse") {
    const bound = 'Limit what the rule changes ("bounds"), and look for a division by 0 in it.';
    return `${bound}${wide}`;
  }
  const names = integrators.map((name) => `"${name}"`).join(", ");
  const other =
    names === "" ? "" : `, or an integrator that remains stable for longer steps: ${names}`;
  const finer = `Use a smaller dt than ${dt} ms or sub-steps ("integrator": { "name": "rk4", "subSteps": 10 })${other}.`;
  const wrong =
    "If that does not help, look for a division by 0 or the root of a negative number in the model.";
  return `${finer}${wide} ${wrong}`;
}

function inMebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
