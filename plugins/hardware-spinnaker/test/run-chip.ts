import { clock } from "@spikeloom/backend-clock";
import { reference } from "@spikeloom/backend-reference";
import { integrators } from "@spikeloom/integrators";
import { type BackendRecord, createStack, type NetworkRecord, type Stack } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { run } from "@spikeloom/simulate";
import { type SpinnakerRounding, spinnaker, spinnakerLif } from "../src/index.ts";

/** The emulator on every backend that runs it, by the name of the latter. */
export const chips: Readonly<Record<string, BackendRecord>> = {
  wasm: spinnaker({ on: clock() }),
  js: spinnaker({ on: clock({ target: "js" }) }),
  reference: spinnaker({ on: reference }),
};

/** All that the networks of these tests name. */
export const stack: Stack = createStack({
  plugins: [...neurons, ...integrators, ...connectors, spinnakerLif],
});

/** Fields that all networks of these tests share. */
export const head = { format: "spikeloom-network", version: 1, dt: "1 ms" } as const;

/** Recorded values of a population: samples by variable, tick by tick, and spikes as pairs of tick and neuron. */
export interface Recorded {
  readonly values: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly spikes: readonly (readonly [tick: number, neuron: number])[];
  readonly notes: readonly string[];
}

/** Backend and rounding of a run. */
export interface Chosen {
  readonly chip?: string;
  readonly rounding?: SpinnakerRounding;
}

/** Run a network on the emulator, and return what its first recorder recorded. */
export async function onChip(
  network: NetworkRecord,
  { chip = "wasm", rounding = "nearest" }: Chosen = {},
): Promise<Recorded> {
  const backend = chips[chip] as BackendRecord;
  const result = await run(network, { stack, backend, backendOptions: { rounding } });
  const [recording] = result.recordings;
  const width = recording?.neurons.length ?? 0;
  const values = [...(recording?.samples ?? [])].map(([name, { times, values: all }]) => {
    const rows = Array.from(times, (_, k) => [...all.subarray(k * width, (k + 1) * width)]);
    return [name, rows] as const;
  });
  const { times = [], neurons: spiking = [] } = recording?.spikes ?? {};
  return {
    values: Object.fromEntries(values),
    spikes: Array.from(times, (time, k) => [Math.round(time), spiking[k] as number] as const),
    notes: result.summary.notes,
  };
}
