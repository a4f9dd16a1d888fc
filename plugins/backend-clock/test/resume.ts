import type { SavedState, Simulation } from "@spikeloom/kernel";
import { prepareJob, type TestJob } from "../../../tools/test/prepare-job.ts";
import { clock } from "../src/index.ts";
import { type Network, stack } from "./simulate.ts";

/** Options of a piece of a run. */
export interface PieceOptions {
  readonly precision?: "f64" | "f32" | undefined;
  readonly shards?: number | undefined;
  readonly workers?: number | undefined;
  readonly target?: "wasm" | "js" | undefined;
  readonly plasticity?: "lazy" | "eager" | undefined;
  readonly open?: boolean | undefined;
  readonly seed?: number | undefined;
  readonly state?: SavedState | undefined;
}

/** Final state of a run: all bits that determine how it continues, and all values that can be read. */
export interface Left {
  readonly step: number;
  readonly hash: string;
  readonly values: Readonly<Record<string, readonly number[]>>;
  readonly header: SavedState["header"];
  readonly parts: Readonly<Record<string, Uint8Array>>;
  readonly samples: readonly (readonly [step: number, values: readonly number[]])[];
}

/** Calls a simulation before it runs its current step. */
export type Between = (simulation: Simulation) => Promise<void>;

/** Prepare a network, from the start or from a saved state. */
export function prepareFrom(
  network: Network,
  options: PieceOptions = {},
  samples: (readonly [number, readonly number[]])[] = [],
): Promise<Simulation> {
  const { target = "wasm", plasticity, precision = "f64", seed = 5, ...rest } = options;
  const { shards, workers = 1, open, state } = rest;
  const job: TestJob = {
    network: { format: "spikeloom-network", version: 1, ...network },
    stack,
    seed,
    precision,
    workers,
    ...(shards !== undefined && { shards }),
    ...(open !== undefined && { open }),
    ...(state !== undefined && { state }),
    sink: {
      spikes: () => undefined,
      samples: ({ steps, values }) => {
        const width = values.length / steps.length;
        steps.forEach((step, k) => {
          samples.push([step, [...values.subarray(k * width, (k + 1) * width)]]);
        });
      },
    },
  };
  return prepareJob(clock({ target }), { ...job, plasticity });
}

/**
 * Run a network in pieces, each of which resumes from the state saved by the previous one.
 *
 * The next piece is prepared with the options of its index; `at` calls the simulation at some steps.
 */
export async function runCut(
  network: Network,
  pieces: readonly number[],
  { options, at = new Map() }: CutOptions,
): Promise<Left> {
  const samples: (readonly [number, readonly number[]])[] = [];
  let state: SavedState | undefined;
  for (const [k, steps] of pieces.entries()) {
    const own = { ...options(k), state };
    const simulation = await prepareFrom(network, own, samples);
    try {
      await advance(simulation, steps, at);
      const isLast = k === pieces.length - 1;
      state = await saved(simulation);
      if (isLast) return await leftOf(network, simulation, samples);
    } finally {
      await simulation.close();
    }
  }
  throw new Error("There is no piece.");
}

export interface CutOptions {
  readonly options: (piece: number) => PieceOptions;
  /** Requests after a number of steps. */
  readonly at?: ReadonlyMap<number, Between>;
}

async function advance(
  simulation: Simulation,
  steps: number,
  at: ReadonlyMap<number, Between>,
): Promise<void> {
  const end = simulation.step + steps;
  const stops = [...at.keys()].filter((step) => step > simulation.step && step <= end);
  for (const stop of stops.sort((a, b) => a - b)) {
    await simulation.advance(stop - simulation.step);
    // A request at the end of a piece is pending in the saved state.
    await at.get(stop)?.(simulation);
  }
  if (simulation.step < end) await simulation.advance(end - simulation.step);
}

/** Save a simulation. */
export async function saved(simulation: Simulation): Promise<SavedState> {
  const state = await simulation.save?.();
  if (state === undefined) throw new Error("The backend saves nothing.");
  return state;
}

async function leftOf(
  network: Network,
  simulation: Simulation,
  samples: Left["samples"],
): Promise<Left> {
  const { header, parts } = await saved(simulation);
  const values: Record<string, readonly number[]> = {};
  for (const [name, { model }] of Object.entries(network.populations)) {
    values[name] = [await simulation.spikeCount(name)];
    const state = typeof model === "object" && "state" in model ? (model.state ?? {}) : {};
    for (const variable of Object.keys(state)) {
      values[`${name}.${variable}`] = [...(await simulation.state(name, variable))];
    }
  }
  for (const { name, plasticity, synapse } of network.projections ?? []) {
    if (name === undefined || (plasticity === undefined && synapse === undefined)) continue;
    const states = [plasticity, synapse].flatMap((model) =>
      typeof model === "object" && "state" in model ? Object.keys(model.state ?? {}) : [],
    );
    values[`${name}.sources`] = [...((await simulation.synapses?.(name))?.sources ?? [])];
    for (const variable of ["weight", ...states]) {
      values[`${name}.${variable}`] = [
        ...((await simulation.synapseState?.(name, variable)) ?? []),
      ];
    }
  }
  return {
    step: simulation.step,
    hash: await simulation.spikeHash(),
    values,
    header,
    samples,
    parts: Object.fromEntries(parts),
  };
}
