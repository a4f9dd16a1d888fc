import { clock } from "@spikeloom/backend-clock";
import { event } from "@spikeloom/backend-event";
import { integrators } from "@spikeloom/integrators";
import { type BackendRecord, createStack, type NetworkRecord, type Stack } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { plasticity } from "@spikeloom/plasticity";
import { checkRun, type Result, run } from "@spikeloom/simulate";
import { synapses } from "@spikeloom/synapses";
import orders from "./orders.json" with { type: "json" };

const stack: Stack = createStack({
  plugins: [...neurons, ...integrators, ...connectors, ...plasticity, ...synapses, clock()],
});

/** What is known of a model: the order of the clock's error, or why the simulators cannot be compared. */
type Known = number | string;

/** Orders of all models: of the spikes of neurons, of the spikes behind synapses, and of plastic weights. */
export const table: Readonly<
  Record<"neurons" | "synapses" | "weights", Readonly<Record<string, Known>>>
> = orders;

/** Return the code with which the event-driven backend refuses a network; undefined if it does not. */
export function refusalOf(network: NetworkRecord): string | undefined {
  const codes = checkRun(network, { stack, backend: event }).map(({ code }) => code);
  return codes.includes("SL_MISSING_CAPABILITY") ? "SL_MISSING_CAPABILITY" : codes[0];
}

/** Run a network exactly. */
export function runExact(network: NetworkRecord): Promise<Result> {
  // Far below the error of the clock, about 0.01 ms.
  return compute(network, event, { tolerance: 1e-8 });
}

/** Run a network in steps. */
export function runInSteps(network: NetworkRecord): Promise<Result> {
  return compute(network, clock(), {});
}

function compute(
  network: NetworkRecord,
  backend: BackendRecord,
  backendOptions: Readonly<Record<string, number>>,
): Promise<Result> {
  return run(network, { stack, backend, backendOptions });
}

/** Spike times of each neuron of a recorder. */
export function trainsOf({ recordings }: Result, recorder = 0): readonly (readonly number[])[] {
  const { size = 0, spikes } = recordings[recorder] ?? {};
  const found: number[][] = Array.from({ length: size }, () => []);
  spikes?.times.forEach((time, k) => {
    found[spikes.neurons[k] ?? -1]?.push(time);
  });
  return found;
}

/** Order of an error that falls from one step to another. */
export function orderOf(
  [one, other]: readonly number[],
  [coarse, fine]: readonly number[],
): number {
  return Math.log((one ?? 0) / (other ?? 0)) / Math.log((coarse ?? 0) / (fine ?? 0));
}
