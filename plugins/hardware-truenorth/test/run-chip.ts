import { clock } from "@spikeloom/backend-clock";
import { reference } from "@spikeloom/backend-reference";
import { integrators } from "@spikeloom/integrators";
import { type BackendRecord, createStack, type NetworkRecord, type Stack } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { run } from "@spikeloom/simulate";
import {
  type TrueNorthDialectName,
  trueNorthAxon,
  trueNorthNeuron,
  trueNorthSynapse,
  truenorth,
} from "../src/index.ts";

/** The emulator on every backend that runs it, by the name of the latter. */
export const chips: Readonly<Record<string, BackendRecord>> = {
  wasm: truenorth({ on: clock() }),
  js: truenorth({ on: clock({ target: "js" }) }),
  reference: truenorth({ on: reference }),
};

/** All that the networks of these tests name. */
export const stack: Stack = createStack({
  plugins: [
    ...neurons,
    ...integrators,
    ...connectors,
    trueNorthNeuron,
    trueNorthAxon,
    trueNorthSynapse,
  ],
});

/** Fields that all networks of these tests share. */
export const head = {
  format: "spikeloom-network",
  version: 1,
  convention: "frameworks",
  dt: "1 ms",
} as const;

/** Recorded values of a population: samples by variable, step by step, and spikes as pairs of step and neuron. */
export interface Recorded {
  readonly values: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly spikes: readonly (readonly [step: number, neuron: number])[];
}

/** Backend, dialect and options of a run. */
export interface Chosen {
  readonly chip?: string;
  readonly dialect?: TrueNorthDialectName;
  readonly axons?: number;
  readonly neurons?: number;
}

function runOn(network: NetworkRecord, { chip = "wasm", ...options }: Chosen) {
  const backend = chips[chip] as BackendRecord;
  return run(network, { stack, backend, backendOptions: { ...options } });
}

/** Run a network on the emulator, and return the notes of its result. */
export async function notesOf(
  network: NetworkRecord,
  chosen: Chosen = {},
): Promise<readonly string[]> {
  return (await runOn(network, chosen)).summary.notes;
}

/** Run a network on the emulator, and return what its first recorder recorded. */
export async function onChip(network: NetworkRecord, chosen: Chosen = {}): Promise<Recorded> {
  const [recording] = (await runOn(network, chosen)).recordings;
  const width = recording?.neurons.length ?? 0;
  const values = [...(recording?.samples ?? [])].map(([name, { times, values: all }]) => {
    const rows = Array.from(times, (_, k) => [...all.subarray(k * width, (k + 1) * width)]);
    return [name, rows] as const;
  });
  const { times = [], neurons: spiking = [] } = recording?.spikes ?? {};
  return {
    values: Object.fromEntries(values),
    // A spike of the first step is stamped with its end.
    spikes: Array.from(times, (time, k) => [Math.round(time) - 1, spiking[k] as number] as const),
  };
}
