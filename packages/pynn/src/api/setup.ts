import type { BackendRecord, Stack } from "@spikeloom/kernel";
import { createSession } from "../session/create-session.ts";
import type { SessionOptions } from "../session/session.ts";
import { checkChoice, checkOptions, type OptionNames } from "./check-arguments.ts";
import { TIME } from "./errors.ts";
import { KeyedRNG } from "./random/keyed-rng.ts";
import { type Simulation, simulationOn } from "./simulation.ts";
import type { Files, SimulationState } from "./state.ts";

// PyNN's, in ms.
const DEFAULT_STEP = 0.1;
// As in the PyNN backend for Python.
const DEFAULT_SEED = 42;

/** Options of a simulation. */
export interface SetupOptions {
  /** In ms. */
  readonly timestep?: number;
  /** Minimum delay in ms; "auto" is the step. */
  readonly minDelay?: number | "auto";
  readonly maxDelay?: number | "auto";
  /** Step convention: that of `pyNN.nest`, `pyNN.neuron` or `pyNN.brian2`. */
  readonly convention?: SessionOptions["convention"];
  /** Seed of the simulation's random numbers; by default 42, as `rng_seed` in Python. */
  readonly seed?: number;
  /** "pynn" draws like PyNN, connection by connection, including correlations. */
  readonly compat?: "pynn";
  readonly workers?: number;
  /** Behaviour when a value becomes non-finite: stop with an error (default), or warn and continue. */
  readonly onDivergence?: "stop" | "warn";
  /** Receives each warning of a run; by default the console. */
  readonly onWarning?: (warning: string) => void;
  readonly files?: Files;
}

/** Backend and stack of a simulation. */
interface SetupParts {
  readonly stack: Stack;
  readonly backend: BackendRecord;
}

const setupNames: OptionNames<SetupOptions & SetupParts> = {
  timestep: true,
  minDelay: true,
  maxDelay: true,
  convention: true,
  seed: true,
  compat: true,
  workers: true,
  onDivergence: true,
  onWarning: true,
  files: true,
  stack: true,
  backend: true,
};

/**
 * Set up a simulation: returns the equivalent of PyNN's module `sim`.
 *
 * The stack provides the models, the backend runs them; `setup` of `spikeloom/pynn` includes both.
 */
export function setup(options: SetupOptions & SetupParts): Simulation {
  checkOptions(options, setupNames, "setup");
  checkChoice(options.compat, ["pynn"], "setup.compat");
  checkChoice(options.onDivergence, ["stop", "warn"], "setup.onDivergence");
  const { timestep = DEFAULT_STEP, seed = DEFAULT_SEED, convention, workers } = options;
  const { stack, backend } = options;
  const { onDivergence, onWarning = (warning: string) => console.warn(warning) } = options;
  const minDelay = numeric(options.minDelay);
  const maxDelay = numeric(options.maxDelay);
  checkTimes({ timestep, minDelay, maxDelay });
  const session = createSession(
    {
      timestep,
      seed,
      ...(minDelay === undefined ? {} : { minDelay }),
      ...(maxDelay === undefined ? {} : { maxDelay }),
      ...(convention === undefined ? {} : { convention }),
      ...(workers === undefined ? {} : { workers }),
      ...(onDivergence === undefined ? {} : { onDivergence }),
    },
    { stack, backend },
  );
  const state: SimulationState = {
    session,
    stack,
    timestep,
    minDelay,
    maxDelay,
    rng: KeyedRNG({ seed }),
    compat: options.compat === "pynn",
    files: options.files,
    onWarning,
    populations: [],
    leastDelay: Number.POSITIVE_INFINITY,
    mostDelay: Number.NEGATIVE_INFINITY,
    labels: new Map(),
    assemblies: 0,
    segment: 0,
    isRunning: false,
    hasEnded: false,
  };
  return simulationOn(state);
}

function numeric(delay: number | "auto" | undefined): number | undefined {
  return delay === "auto" ? undefined : delay;
}

function checkTimes(times: {
  readonly timestep: number;
  readonly minDelay: number | undefined;
  readonly maxDelay: number | undefined;
}): void {
  const { timestep, minDelay = timestep, maxDelay = Number.POSITIVE_INFINITY } = times;
  if (timestep > 0 && minDelay >= timestep && maxDelay >= minDelay) return;
  throw TIME({
    place: "setup",
    message: "These times contradict each other.",
    expected: "0 < timestep <= minDelay <= maxDelay",
    got: `${timestep}, ${minDelay}, ${maxDelay}`,
  });
}
