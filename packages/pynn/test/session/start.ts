import { clock } from "@spikeloom/backend-clock";
import { integrators } from "@spikeloom/integrators";
import { createStack, SpikeLoomError, type Stack } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { plasticity } from "@spikeloom/plasticity";
import { synapses } from "@spikeloom/synapses";
import {
  type Columns,
  createSession,
  type ProjectionRequest,
  type PynnSession,
  type SessionOptions,
} from "../../src/index.ts";

/** The models included in SpikeLoom. */
export const stack: Stack = createStack({
  plugins: [...neurons, ...synapses, ...plasticity, ...integrators, ...connectors, clock()],
});

/** Start a session on the clock backend with a step of 0.1 ms. */
export function start(options: Partial<SessionOptions> = {}): PynnSession {
  return createSession({ timestep: 0.1, workers: 1, ...options }, { stack, backend: clock() });
}

/** Create neurons of a standard cell. */
export function neuronsOf(
  session: PynnSession,
  name: string,
  parameters: Columns = {},
  size = 1,
): number {
  const type = { kind: "standard", name } as const;
  return session.addPopulation({ label: name, size, cell: type, parameters, initial: {} });
}

/** Write lists of numbers one after the other. */
export function lists(...each: readonly (readonly number[])[]): Columns[string] {
  const offsets = Uint32Array.from({ length: each.length + 1 }, (_, k) =>
    each.slice(0, k).reduce((sum, { length }) => sum + length, 0),
  );
  return { values: Float64Array.from(each.flat()), offsets };
}

/** Create a source of given times. */
export function sourceOf(session: PynnSession, ...times: readonly (readonly number[])[]): number {
  return neuronsOf(session, "SpikeSourceArray", { spike_times: lists(...times) }, times.length);
}

/** Connect the first neurons of two populations, or the given pairs. */
export function connect(
  session: PynnSession,
  [source, target]: readonly [number, number],
  attributes: ProjectionRequest["attributes"],
  more: Partial<ProjectionRequest> & {
    readonly pairs?: readonly (readonly [number, number])[];
  } = {},
): number {
  const { pairs = [[0, 0]], ...rest } = more;
  return session.addProjection({
    label: `${source}→${target}`,
    source,
    target,
    receptor: "excitatory",
    synapse: { kind: "standard", name: "StaticSynapse" },
    sources: Uint32Array.from(pairs, ([from]) => from),
    targets: Uint32Array.from(pairs, ([, to]) => to),
    attributes,
    ...rest,
  });
}

/** The indices from 0 to before `size`. */
export function all(size: number): Uint32Array {
  return Uint32Array.from({ length: size }, (_, k) => k);
}

/** Catch the coded error of an attempt. */
export async function faultOf(attempt: () => unknown): Promise<SpikeLoomError> {
  try {
    await attempt();
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return fault;
    throw fault;
  }
  throw new Error("nothing failed");
}
