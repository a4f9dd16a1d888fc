import type { Stack } from "@spikeloom/kernel";
import type { PynnSession } from "../session/session.ts";
import { checkRng } from "./check-arguments.ts";
import { ENDED } from "./errors.ts";
import type { PopulationState } from "./groups/population-state.ts";
import { NumpyRNG } from "./random/numpy-rng.ts";
import type { Draws, Rng } from "./random/rng.ts";

/** Reads and writes text files for a simulation. */
export interface Files {
  read(path: string): string;
  write(path: string, text: string): void;
}

/** What all parts of one simulation share. */
export interface SimulationState {
  readonly session: PynnSession;
  readonly stack: Stack;
  readonly timestep: number;
  /** In ms; undefined where it is "auto". */
  readonly minDelay: number | undefined;
  readonly maxDelay: number | undefined;
  /** Where random numbers come from unless something else is given. */
  readonly rng: Rng;
  /** Whether connectors and values draw as PyNN's do. */
  readonly compat: boolean;
  readonly files: Files | undefined;
  /** Told of each warning of a run. */
  readonly onWarning: (warning: string) => void;
  readonly populations: PopulationState[];
  /** The least delay of all connections so far, in ms. */
  leastDelay: number;
  mostDelay: number;
  readonly labels: Map<string, number>;
  /** How many assemblies were made. */
  assemblies: number;
  /** How often the simulation was reset. */
  segment: number;
  isRunning: boolean;
  hasEnded: boolean;
}

// The seed that PyNN gives each connector without a source of its own.
const PYNN_SEED = 151985012;

/** Choose the source of a connector: the one given, or the one that all use. */
export function connectorRng(state: SimulationState, given: Rng | undefined): Rng {
  checkRng(given, "rng");
  return given ?? (state.compat ? NumpyRNG({ seed: PYNN_SEED }) : state.rng);
}

/** Open draws where PyNN copies the source instead of drawing from it. */
export function openCopied(state: SimulationState, rng: Rng, purpose: string): Draws {
  return state.compat ? rng.copy(purpose) : rng.open(purpose);
}

/** Check that a simulation goes on. */
export function checkGoesOn(state: SimulationState, call: string): void {
  if (state.hasEnded) throw ENDED({ call });
}

/** Make a label unique: of three named "E" the later ones are "E-2" and "E-3". */
export function uniqueLabel(state: SimulationState, label: string): string {
  const times = (state.labels.get(label) ?? 0) + 1;
  state.labels.set(label, times);
  return times === 1 ? label : uniqueLabel(state, `${label}-${times}`);
}
