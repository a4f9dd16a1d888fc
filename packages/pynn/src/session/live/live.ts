import { type BackendRecord, type RecordingSink, SpikeLoomError } from "@spikeloom/kernel";
import { RUN_STOPPED, type Simulated, simulate } from "@spikeloom/simulate";
import { SESSION_TURN } from "../../errors.ts";
import type { Definition, SessionProjection } from "../definition.ts";
import { type NamedRecorder, networkRecord, recordersOf } from "../network/network-record.ts";
import { noDrives, poissonDrives } from "../network/poisson-drives.ts";
import { advanceTo, type Watched } from "./advance-to.ts";
import { divergence, inPynnWords } from "./divergence.ts";
import { sampleNow, takeSpikes } from "./take-recordings.ts";

/** The simulation of a definition: created at the first run, updated at the next. */
export interface Live {
  readonly step: number;
  /** Refuse a call while the session runs or after its end. */
  check(place: string): void;
  /** The simulation, if there is one with these connections. */
  of(projection: SessionProjection): Simulated | undefined;
  readonly sim: Simulated | undefined;
  /** The definition differs from the one that is simulated. */
  change(): void;
  /** Read or set state of the simulation after earlier calls. */
  ask<T>(act: () => Promise<T>): Promise<T>;
  /** Advance to a step, or until a signal. */
  run(until: number, watched: Watched): Promise<void>;
  /** Return to step 0, also after a failed run. */
  reset(): Promise<void>;
  /** Refuse further calls; end once earlier ones are done. */
  close(): Promise<void>;
}

/** Create the simulation of a definition, which is not built yet. */
export function live(definition: Definition, backend: BackendRecord): Live {
  const building = builder(definition, backend);
  let sim: Simulated | undefined;
  let state: "waits" | "runs" | "is closed" | "failed" = "waits";
  /** The time up to which given spikes were recorded. */
  let recordedUntil = Number.NEGATIVE_INFINITY;
  /** Resolves when all calls so far are done. */
  let asked: Promise<unknown> = Promise.resolve();
  let closed: Promise<void> | undefined;
  const isClosed = (): boolean => state === "is closed";
  function ask<T>(act: () => Promise<T>): Promise<T> {
    const done = asked.then(act);
    asked = done.catch(() => undefined);
    return done;
  }
  async function advance(until: number, watched: Watched): Promise<void> {
    // A network that could not be built can be corrected; a run that failed cannot continue.
    let broken: "waits" | "failed" = "waits";
    try {
      const made = await ended(building.upToDate(sim, watched), watched);
      if (made === undefined) return;
      sim = made;
      if (isClosed()) throw SESSION_TURN({ place: "run", state: "is closed" });
      await sampleNow(sim, definition);
      broken = "failed";
      building.warn = watched.onWarning;
      const fault = await divergence(advanceTo(sim, until, { ...definition, watched }));
      recordedUntil = takeSpikes(sim, definition, recordedUntil);
      await sampleNow(sim, definition);
      broken = "waits";
      // Recordings until then are kept.
      if (fault !== undefined) throw inPynnWords(fault, definition);
    } finally {
      if (!isClosed()) state = broken;
    }
  }
  return {
    get step() {
      return sim?.step ?? 0;
    },
    get sim() {
      return sim;
    },
    of: (projection) => (building.has(projection) ? sim : undefined),
    check(place) {
      if (state !== "waits") throw SESSION_TURN({ place, state });
    },
    change: building.change,
    ask,
    async run(until, watched) {
      if (until === (sim?.step ?? 0)) return;
      state = "runs";
      await ask(() => advance(until, watched));
    },
    async reset() {
      if (state === "runs" || state === "is closed") throw SESSION_TURN({ place: "reset", state });
      const before = sim;
      sim = undefined;
      state = "waits";
      recordedUntil = Number.NEGATIVE_INFINITY;
      building.forget();
      if (before !== undefined && before.step > 0) definition.trial += 1;
      for (const { recording } of definition.populations) recording.reset();
      for (const current of definition.currents) current.reset(definition.trial);
      await ask(async () => await before?.close());
    },
    close() {
      state = "is closed";
      closed ??= asked.then(async () => await sim?.close());
      return closed;
    },
  };
}

interface Builder {
  /** Receives warnings. */
  warn: ((warning: string) => void) | undefined;
  has(projection: SessionProjection): boolean;
  change(): void;
  forget(): void;
  /** Build a simulation, or update it. */
  upToDate(before: Simulated | undefined, watched: Watched): Promise<Simulated>;
}

/** Wait for a simulation; undefined if the signal of the run has ended its preparation. */
async function ended(
  making: Promise<Simulated>,
  { signal }: Watched,
): Promise<Simulated | undefined> {
  try {
    return await making;
  } catch (fault) {
    const isStopped = fault instanceof SpikeLoomError && fault.code === RUN_STOPPED.code;
    if (isStopped && signal?.aborted === true) return undefined;
    throw fault;
  }
}

function builder(definition: Definition, backend: BackendRecord): Builder {
  const { options, stack, populations, projections } = definition;
  let isChanged = true;
  let built: ReadonlySet<SessionProjection> = new Set();
  let recorders: readonly NamedRecorder[] = [];
  let drives = noDrives;
  const sink: RecordingSink = {
    spikes: () => undefined,
    samples({ recorder, steps, values }) {
      const { population, variable } = recorders[recorder] as NamedRecorder;
      population.recording.signals.get(variable)?.add(steps, values);
    },
  };
  const setting = {
    stack,
    backend,
    sink,
    workers: options.workers,
    keep: false,
    revisable: true,
    onDivergence: options.onDivergence,
    onWarning: (warning: SpikeLoomError) => made.warn?.(inPynnWords(warning, definition).message),
  };
  const made: Builder = {
    warn: undefined,
    has: (projection) => built.has(projection),
    change() {
      isChanged = true;
    },
    forget() {
      isChanged = true;
      built = new Set();
      drives = noDrives;
    },
    async upToDate(before, { signal, onPrepare }) {
      if (before !== undefined && !isChanged) return before;
      const step = before?.step ?? 0;
      const wantedDrives = poissonDrives(definition, { step, before: drives });
      const network = networkRecord(definition, { step, drives: wantedDrives });
      const wanted = recordersOf(populations, options.timestep);
      const sim = before ?? (await simulate(network, { ...setting, signal, onPrepare }));
      await before?.revise(network, { signal, onPrepare });
      recorders = wanted;
      drives = wantedDrives;
      built = new Set(projections);
      isChanged = false;
      return sim;
    },
  };
  return made;
}
