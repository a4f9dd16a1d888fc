import {
  type BackendRecord,
  type NetworkRecord,
  type ProgramRecord,
  pluginOptions,
  type Simulation,
  type Stack,
} from "@spikeloom/kernel";
import { findModel } from "@spikeloom/network";
import { type Simulated, simulate } from "@spikeloom/simulate";

/** Outcome of a run. */
export interface Outcome {
  readonly spikeHash: string;
  readonly spikeCounts: Readonly<Record<string, number>>;
  /** Final state of all neurons: `population.variable`. */
  readonly state: Readonly<Record<string, Float64Array>>;
}

/** Inputs for running a network. */
export interface OutcomeOptions {
  readonly stack: Stack;
  readonly backend: BackendRecord;
  readonly duration: string;
  readonly seed?: number;
  /** Whether a run continues when a value becomes non-finite. */
  readonly goesOn?: boolean;
}

/** A network prepared by a backend. */
export interface Opened {
  /** Wrapper of the backend: it awaits each call, and checks that values stay finite. */
  readonly simulated: Simulated;
  /** Objects that the backend itself created, and their inputs. */
  readonly simulation: Simulation;
  readonly program: ProgramRecord;
}

/** Prepare a network, and keep the backend's own input and output. */
export async function openOn(
  network: NetworkRecord,
  { stack, backend, seed = 1, goesOn = false }: Omit<OutcomeOptions, "duration">,
): Promise<Opened> {
  const made: Omit<Opened, "simulated">[] = [];
  const watched: BackendRecord = {
    ...backend,
    async prepare(program, job) {
      const simulation = await backend.prepare(program, job);
      made.push({ program, simulation });
      return simulation;
    },
  };
  const onDivergence = goesOn ? "warn" : "stop";
  const simulated = await simulate(network, { stack, backend: watched, seed, onDivergence });
  const [own] = made;
  if (own === undefined) throw new Error(`"${backend.name}" was not called to prepare`);
  return { simulated, ...own };
}

/** Outcome of a run, and its job. */
export interface Ran extends Pick<Opened, "program"> {
  readonly network: NetworkRecord;
  readonly outcome: Outcome;
  readonly steps: number;
}

/** Run a network; a non-finite value stops it with a code, unless it continues. */
export async function runOf(network: NetworkRecord, options: OutcomeOptions): Promise<Ran> {
  const { simulated, simulation, program } = await openOn(network, options);
  try {
    await simulated.advance(options.duration);
    const outcome = await readOutcome(simulation, network, options.stack);
    return { outcome, network, program, steps: simulation.step };
  } finally {
    await simulated.close();
  }
}

/** Run a network and return its outcome. */
export async function outcomeOf(network: NetworkRecord, options: OutcomeOptions): Promise<Outcome> {
  return (await runOf(network, options)).outcome;
}

/** Run the same program for the same number of steps on another backend. */
export async function outcomeAgain(
  { network, program, steps }: Ran,
  { stack, backend }: Pick<OutcomeOptions, "stack" | "backend">,
): Promise<Outcome> {
  const { name, kind, options = {} } = backend;
  const sink = { spikes: () => undefined, samples: () => undefined };
  const job = { stack, options: pluginOptions({ name, kind, options }, {}), sink };
  const simulation = await backend.prepare(program, job);
  try {
    await simulation.advance(steps);
    return await readOutcome(simulation, network, stack);
  } finally {
    await simulation.close();
  }
}

async function readOutcome(
  simulation: Simulation,
  network: NetworkRecord,
  stack: Stack,
): Promise<Outcome> {
  const spikeCounts: Record<string, number> = {};
  const state: Record<string, Float64Array> = {};
  for (const [name, { model }] of Object.entries(network.populations)) {
    spikeCounts[name] = await simulation.spikeCount(name);
    const place = `populations.${name}`;
    const record = findModel("neuron", model, { network, stack, place }).model;
    for (const variable of Object.keys(record.state ?? {})) {
      state[`${name}.${variable}`] = await simulation.state(name, variable);
    }
  }
  return { spikeHash: await simulation.spikeHash(), spikeCounts, state };
}

/** Format the number and the digest of a run's spikes. */
export function spikesOf({ spikeHash, spikeCounts }: Outcome): string {
  return `${Object.values(spikeCounts).reduce((sum, one) => sum + one, 0)} ${spikeHash}`;
}
