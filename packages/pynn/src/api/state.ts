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
  /** Write a file; an existing one with other text is replaced only if `isEarlier` recognises its beginning. */
  write(path: string, text: string, isEarlier: (beginning: string) => boolean): void;
}

/** Shared state of one simulation. */
export interface SimulationState {
  readonly session: PynnSession;
  readonly stack: Stack;
  readonly timestep: number;
  /** In ms; undefined for "auto". */
  readonly minDelay: number | undefined;
  readonly maxDelay: number | undefined;
  /** Default source of random numbers. */
  readonly rng: Rng;
  /** Whether connectors and values draw like PyNN's. */
  readonly compat: boolean;
  readonly files: Files | undefined;
  /** Receives each warning of a run. */
  readonly onWarning: (warning: string) => void;
  readonly populations: PopulationState[];
  /** Minimum delay of all connections so far, in ms. */
  leastDelay: number;
  mostDelay: number;
  readonly labels: Map<string, number>;
  /** Number of assemblies created. */
  assemblies: number;
  /** Number of resets. */
  segment: number;
  isRunning: boolean;
  hasEnded: boolean;
}

// PyNN's seed for connectors without a source of their own.
const PYNN_SEED = 151985012;

/** Select the source of a connector: the given or the shared one. */
export function connectorRng(state: SimulationState, given: Rng | undefined): Rng {
  checkRng(given, "rng");
  return given ?? (state.compat ? NumpyRNG({ seed: PYNN_SEED }) : state.rng);
}

/** Open draws where PyNN copies the source instead of drawing from it. */
export function openCopied(state: SimulationState, rng: Rng, purpose: string): Draws {
  return state.compat ? rng.copy(purpose) : rng.open(purpose);
}

/** Check that a simulation has not ended. */
export function checkGoesOn(state: SimulationState, call: string): void {
  if (state.hasEnded) throw ENDED({ call });
}

/** Make a label unique: of three named "E", the later ones are "E-2" and "E-3". */
export function uniqueLabel(state: SimulationState, label: string): string {
  const times = (state.labels.get(label) ?? 0) + 1;
  state.labels.set(label, times);
  return times === 1 ? label : uniqueLabel(state, `${label}-${times}`);
}
