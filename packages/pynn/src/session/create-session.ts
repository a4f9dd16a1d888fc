import { type BackendRecord, pluginOptions, type Stack } from "@spikeloom/kernel";
import { timeOfStep } from "@spikeloom/simulate";
import { SESSION_VALUE } from "../errors.ts";
import { currentCalls } from "./calls/current-calls.ts";
import { populationCalls, recordingCalls } from "./calls/population-calls.ts";
import { projectionCalls } from "./calls/projection-calls.ts";
import type { Definition } from "./definition.ts";
import { live } from "./live/live.ts";
import { capturedNetwork } from "./network/captured-network.ts";
import type { PynnSession, SessionOptions } from "./session.ts";

/** Backend and stack of a session. */
export interface SessionMeans {
  /** Models, connectors and integrators, for example those of the npm package `spikeloom`. */
  readonly stack: Stack;
  readonly backend: BackendRecord;
}

/**
 * Create a session: the calls of a PyNN backend, on a SpikeLoom backend.
 *
 * ```ts
 * const session = createSession({ timestep: 0.1 }, { stack, backend: clock() });
 * ```
 */
export function createSession(
  options: SessionOptions,
  { stack, backend }: SessionMeans,
): PynnSession {
  checkOptions(options);
  const { timestep, workers } = options;
  const { name, options: declared = {} } = backend;
  pluginOptions({ kind: "backend", name, options: declared }, { workers });
  const definition: Definition = {
    options,
    stack,
    populations: [],
    projections: [],
    currents: [],
    trial: 0,
  };
  const simulation = live(definition, backend);
  const context = { definition, simulation };
  return {
    get time() {
      return timeOfStep(simulation.step, timestep);
    },
    ...populationCalls(context),
    ...projectionCalls(context),
    ...currentCalls(context),
    ...recordingCalls(context),
    async run(until, watched = {}) {
      simulation.check("run");
      await simulation.run(stepOf(until, simulation.step, timestep), watched);
    },
    reset: () => simulation.reset(),
    network(duration) {
      const reached = timeOfStep(simulation.step, timestep);
      return capturedNetwork(definition, duration ?? (reached > 0 ? reached : undefined));
    },
    close: simulation.close,
  };
}

function checkOptions({ timestep, minDelay, maxDelay }: SessionOptions): void {
  const place = "setup";
  if (!(timestep > 0 && timestep < Number.POSITIVE_INFINITY)) {
    const message = "The step must be a duration.";
    throw SESSION_VALUE({
      place: "timestep",
      message,
      expected: "above 0 ms",
      got: `${timestep} ms`,
    });
  }
  const least = minDelay ?? timestep;
  if (least >= timestep * (1 - 1e-9) && (maxDelay ?? least) >= least) return;
  const message = "Delays must be at least one step, and the maximum not below the minimum.";
  const got = `timestep ${timestep}, minDelay ${minDelay}, maxDelay ${maxDelay}`;
  throw SESSION_VALUE({ place, message, expected: "timestep <= minDelay <= maxDelay", got });
}

/** The step nearest to a time; no earlier than the current one. */
function stepOf(until: number, now: number, timestep: number): number {
  const step = Math.round(until / timestep);
  if (step >= now && step < 2 ** 31) return step;
  const message =
    step < now ? "A run must end in the future." : "The end time of the run is invalid.";
  const expected = `a time of at least ${timeOfStep(now, timestep)} ms`;
  throw SESSION_VALUE({ place: "run", message, expected, got: `${until} ms` });
}
