import { clock } from "@spikeloom/backend-clock";
import { reference } from "@spikeloom/backend-reference";
import { integrators } from "@spikeloom/integrators";
import { type BackendRecord, createStack, type NetworkRecord, type Stack } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { run } from "@spikeloom/simulate";
import {
  type LoihiDialectName,
  loihi,
  loihiCuba,
  loihiDelta,
  loihiGraded,
  loihiGradedSynapse,
  loihiResonateFire,
  loihiResonateFireIzhikevich,
  loihiSigmaDelta,
  loihiSynapse,
  loihiTernary,
} from "../src/index.ts";

/** The emulator on every backend that runs it, by the name of the latter. */
export const chips: Readonly<Record<string, BackendRecord>> = {
  wasm: loihi({ on: clock() }),
  js: loihi({ on: clock({ target: "js" }) }),
  reference: loihi({ on: reference }),
};

/** All that the networks of these tests name. */
export const stack: Stack = createStack({
  plugins: [
    ...neurons,
    ...integrators,
    ...connectors,
    loihiCuba,
    loihiSynapse,
    loihiSigmaDelta,
    loihiDelta,
    loihiGraded,
    loihiTernary,
    loihiResonateFire,
    loihiResonateFireIzhikevich,
    loihiGradedSynapse,
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

/** Backend and dialect of a run. */
interface Chosen {
  readonly chip?: string;
  readonly dialect?: LoihiDialectName;
}

/** Run a network on the emulator, and return the notes of its result. */
export async function notesOf(
  network: NetworkRecord,
  { chip = "wasm", dialect = "nengo-loihi" }: Chosen = {},
): Promise<readonly string[]> {
  const backend = chips[chip] as BackendRecord;
  const backendOptions = { dialect, calibration: 0 };
  const { summary } = await run(network, { stack, backend, backendOptions });
  return summary.notes;
}

/** Run a network on the emulator, and return what its first recorder recorded. */
export async function onChip(
  network: NetworkRecord,
  { chip = "wasm", dialect = "nengo-loihi" }: Chosen = {},
): Promise<Recorded> {
  const backend = chips[chip] as BackendRecord;
  // Integers of networks in physical units are the usual ones; `calibration.test.ts` searches them.
  const backendOptions = { dialect, calibration: 0 };
  const result = await run(network, { stack, backend, backendOptions });
  const [recording] = result.recordings;
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
