import { SpikeLoomError } from "@spikeloom/kernel";
import { SESSION_TURN } from "../errors.ts";
import {
  checkFunction,
  checkNumber,
  checkOptions,
  checkRecord,
  type OptionNames,
} from "./check-arguments.ts";
import { TIME } from "./errors.ts";
import { keepSegment } from "./recording/segments.ts";
import { checkGoesOn, type SimulationState } from "./state.ts";

/** Called at the start of a run, at each time in ms that it returns, and at the end. */
export type Callback = (time: number) => number | Promise<number>;

/** Options of a run. */
export interface RunOptions {
  readonly callbacks?: readonly Callback[];
  readonly signal?: AbortSignal;
}

const runNames: OptionNames<RunOptions> = { callbacks: true, signal: true };

function checkRun(time: number, options: RunOptions, place: string): void {
  checkNumber(time, place);
  checkOptions(options, runNames, place);
  const { callbacks = [] } = options;
  if (!Array.isArray(callbacks)) {
    throw TIME({ place, message: "Callbacks must be a list of functions.", got: typeof callbacks });
  }
  for (const [k, callback] of callbacks.entries())
    checkFunction(callback, `${place}: callback ${k}`);
}

/** Functions for the whole simulation. */
export interface Control {
  /** Simulate for a time in ms; returns the time reached. */
  run(simtime: number, options?: RunOptions): Promise<number>;
  runFor(simtime: number, options?: RunOptions): Promise<number>;
  runUntil(time: number, options?: RunOptions): Promise<number>;
  /** Go back to 0 ms: initial state and weights, current parameters, a new segment. */
  reset(options?: { readonly annotations?: Readonly<Record<string, unknown>> }): Promise<void>;
  /** End the simulation; recorded data stays readable. */
  end(): Promise<void>;
  getCurrentTime(): number;
  getTimeStep(): number;
  /** Return the minimum delay: of setup, or of all connections so far if that is "auto". */
  getMinDelay(): number;
  getMaxDelay(): number;
  numProcesses(): number;
  rank(): number;
}

/** Create the functions for the whole simulation. */
export function controlOf(state: SimulationState): Control {
  const { session } = state;
  const run = async (simtime: number, options: RunOptions = {}): Promise<number> => {
    checkGoesOn(state, "run");
    checkRun(simtime, options, "run");
    if (!(simtime >= 0)) {
      const message = "The duration of a run is invalid.";
      throw TIME({ place: "run", message, expected: "at least 0 ms", got: `${simtime} ms` });
    }
    return await advance(state, session.time + simtime, options);
  };
  return {
    run,
    runFor: run,
    async runUntil(time, options = {}) {
      checkGoesOn(state, "runUntil");
      checkRun(time, options, "runUntil");
      if (time >= session.time - state.timestep / 2) return await advance(state, time, options);
      const message = "This time is in the past.";
      const expected = `at least ${session.time} ms`;
      throw TIME({
        place: "runUntil",
        message,
        expected,
        got: `${time} ms`,
        next: "Call reset().",
      });
    },
    async reset(options = {}) {
      checkGoesOn(state, "reset");
      checkStands(state, "reset");
      checkOptions(options, { annotations: true }, "reset");
      const { annotations = {} } = options;
      checkRecord(annotations, "reset.annotations", "trial: 1");
      keepSegments(state, annotations);
      await session.reset();
      for (const population of state.populations) {
        population.recordedFrom = 0;
        population.isCleared = false;
      }
      state.segment++;
    },
    async end() {
      if (state.hasEnded) return;
      checkStands(state, "end");
      keepSegments(state, {});
      state.hasEnded = true;
      await session.close();
    },
    getCurrentTime: () => session.time,
    getTimeStep: () => state.timestep,
    getMinDelay: () => state.minDelay ?? finite(state.leastDelay, state.timestep),
    getMaxDelay: () => state.maxDelay ?? finite(state.mostDelay, state.timestep),
    numProcesses: () => 1,
    rank: () => 0,
  };
}

/** Keep the recorded data of all populations; the remains of a failed run are unknown. */
function keepSegments(
  state: SimulationState,
  annotations: Readonly<Record<string, unknown>>,
): void {
  try {
    for (const population of state.populations) keepSegment(state, population, annotations);
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError && fault.code === SESSION_TURN.code)) throw fault;
  }
}

/** Check that no run is in progress, including its callbacks. */
function checkStands({ isRunning }: SimulationState, place: string): void {
  if (!isRunning) return;
  const message = "The simulation is running.";
  throw TIME({ place, message, next: "Await the previous run." });
}

function finite(value: number, otherwise: number): number {
  return Number.isFinite(value) ? value : otherwise;
}

// PyNN's tolerance for equal times.
const SLACK = 1e-9;

async function advance(
  state: SimulationState,
  until: number,
  { callbacks = [], signal }: RunOptions,
): Promise<number> {
  const { session } = state;
  checkStands(state, "run");
  const watched = { onWarning: state.onWarning, ...(signal === undefined ? {} : { signal }) };
  state.isRunning = true;
  try {
    if (callbacks.length === 0) {
      if (until > session.time + SLACK) await session.run(until, watched);
      return session.time;
    }
    await runWith(callbacks, { state, until, watched });
    return session.time;
  } finally {
    state.isRunning = false;
  }
}

interface Watch {
  readonly state: SimulationState;
  readonly until: number;
  readonly watched: NonNullable<Parameters<SimulationState["session"]["run"]>[1]>;
}

/** Run from one due time to the next; each is rounded to the nearest step, but always after the current one. */
async function runWith(
  callbacks: readonly Callback[],
  { state, until, watched }: Watch,
): Promise<void> {
  const { session, timestep } = state;
  const stepOf = (time: number): number => Math.round(time / timestep);
  const last = stepOf(until);
  const due = callbacks.map((call) => ({ call, step: stepOf(session.time) }));
  for (;;) {
    const now = stepOf(session.time);
    for (const one of due) {
      if (one.step > now && now < last) continue;
      one.step = Math.max(stepOf(await one.call(session.time)), now + 1);
    }
    if (now >= last || watched.signal?.aborted === true) return;
    await session.run(Math.min(...due.map(({ step }) => step), last) * timestep, watched);
  }
}
