// Relative, because tools have no packages of the workspace.
import type {
  BackendRecord,
  CarriedState,
  NetworkRecord,
  PreparationWatch,
  RecordingSink,
  SavedState,
  Simulation,
  Stack,
} from "../../packages/kernel/src/index.ts";
import { pluginOptions } from "../../packages/kernel/src/index.ts";
import { programOf } from "../../packages/program/src/index.ts";

export { type NetworkProgram, programOf } from "../../packages/program/src/index.ts";

/** A network to prepare, fields of its job, and options of the backend. */
export interface TestJob {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly seed?: number;
  readonly open?: boolean | undefined;
  readonly sink?: RecordingSink;
  readonly profile?: boolean | undefined;
  readonly state?: SavedState | undefined;
  readonly revisable?: boolean | undefined;
  readonly carried?: CarriedState | undefined;
  readonly watch?: PreparationWatch | undefined;
  readonly precision?: "f64" | "f32" | undefined;
  readonly workers?: number | undefined;
  readonly shards?: number | undefined;
  readonly plasticity?: "lazy" | "eager" | undefined;
}

const silent: RecordingSink = { spikes: () => undefined, samples: () => undefined };

/** Lower a network and let a backend prepare its program, as a run does but without its checks. */
export async function prepareJob(
  backend: BackendRecord,
  { network, stack, seed, open, sink = silent, ...rest }: TestJob,
): Promise<Simulation> {
  const { profile, state, revisable, carried, watch, ...options } = rest;
  const isOpen = state === undefined ? open : state.header["open"] === 1;
  const program = programOf(network, { stack, seed, open: isOpen });
  const plugin = { kind: "backend", name: backend.name, options: backend.options ?? {} };
  const given = { profile, state, revisable, carried, watch };
  return await backend.prepare(program, {
    ...known(given),
    stack,
    options: pluginOptions(plugin, options),
    sink,
  });
}

/** Omit missing fields. */
function known<T extends object>(given: T): { [K in keyof T]: NonNullable<T[K]> } {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: NonNullable<T[K]> };
}
