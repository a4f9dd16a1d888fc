import {
  type CountLooped,
  interpretKernel,
  loopedExport,
  moduleBuilder,
  type RunKernel,
  rareCode,
  wasm,
  webAssemblyKernel,
} from "@spikeloom/code";
import { allocate } from "./allocate.ts";
import { leaveMemory, takeMemory } from "./closed-memory.ts";
import type { Deliver } from "./delivery/delivery.ts";
import type { Randomness } from "./drives/randomness.ts";
import { MEMORY_NEEDED } from "./errors.ts";
import { type FlatCall, flatCall } from "./flat-call.ts";
import type { LoadedParts } from "./loaded-parts.ts";
import {
  collectJob,
  machineRoutines,
  type RoutinesPlan,
  routineNames,
  writeMachineRoutine,
} from "./machine-routines.ts";
import { addressOf } from "./placed.ts";
import type { LaidPopulation } from "./populations.ts";
import type { EventDraw, RuleCode, RuleJob } from "./rules/rule-code.ts";

/** What a machine is built from; addresses are given, memory is not there yet. */
export interface MachinePlan extends RoutinesPlan {
  readonly bytes: number;
  /** Whether other workers may look into the memory. */
  readonly shared: boolean;
  readonly populations: readonly LaidPopulation[];
  readonly rules: readonly RuleJob[];
  readonly draw: EventDraw | undefined;
  readonly parts: LoadedParts;
}

/** Memory and the code that runs on it. */
export interface Machine {
  readonly buffer: ArrayBufferLike;
  /** Kernels of each population, in the order of the plan and of its program. */
  readonly kernels: readonly (readonly RunKernel[])[];
  /** The second kernel of a step and the first of the next in one pass, where that can be. */
  readonly fused: readonly (RunKernel | undefined)[];
  /** Evaluate recorded expressions of each population, where there are any. */
  readonly observe: readonly (RunKernel | undefined)[];
  /** Count the neuron steps of each population that took a guarded loop: one for each kernel that has one. */
  readonly looped: readonly (readonly CountLooped[])[];
  readonly deliver: readonly Delivery[];
  readonly procedural: ProceduralCode | undefined;
  /** In the order of the plan. */
  readonly rules: readonly RuleCode[];
  /** Made when it is first asked for, as most networks draw nothing while they run. */
  readonly random: Randomness;
  /**
   * See `addCounts` and `addListed` of `@spikeloom/code`: addresses in bytes, then parameters.
   *
   * There where the plan says that counts are added so.
   */
  readonly addCounts: FlatCall;
  readonly addListed: FlatCall;
  /** Let the next network have the memory, once nothing looks into it any more. */
  leave(): void;
}

/** Delivers the synapses of one table. */
export interface Delivery {
  readonly source: string;
  /** Adds what arrives in a step. */
  readonly arrive: Deliver;
  /** Sends the rows of a step's spikes on their way, where there is a ring. */
  readonly launch: Deliver | undefined;
}

/** Add so many synapses of the chunk, whose spike was sent in a step, to the sums of their steps. */
export type AddChunk = (count: number, step: number) => void;

/** The code of procedural projections. */
export interface ProceduralCode {
  /** One for each projection. */
  readonly add: readonly AddChunk[];
  /** Bring the sums of a step to the accumulators and clear them. */
  readonly collect: Deliver;
}

/** Builds a machine of one kind. */
export type MachineKind = (plan: MachinePlan) => Machine;

const mostBytes = 2 ** 32;

/** Name the kernels of all populations, in the order of their programs. */
function kernelsOf({ populations, precision }: MachinePlan) {
  return populations.flatMap(({ program, slots, part: { size } }, p) => {
    const layout = { slots, size, precision };
    const { kernels, fused, observe } = program;
    const named = kernels.map((kernel, k) => ({ name: `kernel_${p}_${k}`, kernel, layout }));
    if (fused !== undefined) named.push({ name: `fused_${p}`, kernel: fused, layout });
    if (observe !== undefined) named.push({ name: `observe_${p}`, kernel: observe, layout });
    return named;
  });
}

/** Bring the parts of a machine in order, but for what draws; `find` gives each by its name. */
function assembled(
  { populations, deliveries, procedural }: MachinePlan,
  find: (name: string) => FlatCall | undefined,
): Omit<Machine, "buffer" | "rules" | "random" | "leave"> {
  // Every loop was made under its name.
  const call = (name: string): FlatCall => find(name) as FlatCall;
  const { deliver, collect, addChunk, collectChunks, addCounts, addListed } = routineNames;
  return {
    kernels: populations.map(({ program }, p) =>
      program.kernels.map((_, k) => call(`kernel_${p}_${k}`)),
    ),
    fused: populations.map((_, p) => find(`fused_${p}`)),
    observe: populations.map((_, p) => find(`observe_${p}`)),
    looped: populations.map(({ program }, p) =>
      [...program.kernels.map((_, k) => `kernel_${p}_${k}`), `fused_${p}`].flatMap(
        (name) => find(loopedExport(name)) ?? [],
      ),
    ),
    deliver: deliveries.map((job, k): Delivery => {
      const { source } = job.table;
      // Rows of a ring are sent off at their spike and arrive by its sums; others arrive by themselves.
      return collectJob(job) === undefined
        ? { source, arrive: call(deliver(k)), launch: undefined }
        : { source, arrive: call(collect(k)), launch: call(deliver(k)) };
    }),
    procedural: procedural && {
      add: procedural.rows.map((_, k) => call(addChunk(k))),
      collect: call(collectChunks),
    },
    addCounts: call(addCounts),
    addListed: call(addListed),
  };
}

/** What draws is loaded with a job that draws. */
function randomnessOf({ randomness }: LoadedParts): NonNullable<LoadedParts["randomness"]> {
  if (randomness === undefined) throw new Error("A network draws whose code draws nothing.");
  return randomness;
}

/** The interpreter, neuron by neuron: slow, and what the others are checked against. */
const javascriptMachine: MachineKind = (plan) => {
  const { bytes, precision, shared, rules, draw, parts } = plan;
  if (bytes > mostBytes) throw MEMORY_NEEDED({ needed: bytes, limit: mostBytes });
  const length = Math.ceil(bytes / 64) * 64;
  const buffer = allocate(bytes, () =>
    shared ? new SharedArrayBuffer(length) : new ArrayBuffer(length),
  );
  const memory = { buffer };
  const calls = new Map<string, FlatCall>();
  for (const { name, kernel, layout } of kernelsOf(plan)) {
    const { run, looped } = interpretKernel(kernel, layout, memory);
    calls.set(name, run as FlatCall);
    if (looped !== undefined) calls.set(loopedExport(name), looped);
  }
  for (const [name, { routine }] of machineRoutines(plan)) {
    calls.set(name, flatCall(routine, { memory, addressOf }));
  }
  let random: Randomness | undefined;
  return {
    ...assembled(plan, (name) => calls.get(name)),
    ...{ buffer, rules: (draw && parts.building?.interpretedRules(rules, memory, draw)) ?? [] },
    get random() {
      random ??= randomnessOf(parts).javascriptRandomness(memory, precision);
      return random;
    },
    leave: () => undefined,
  };
};

/** WebAssembly with SIMD, written for this network. */
const webAssemblyMachine: MachineKind = (plan) => {
  const { bytes, precision, shared, rules, parts } = plan;
  if (bytes > mostBytes) throw MEMORY_NEEDED({ needed: bytes, limit: mostBytes });
  const shape = { import: ["env", "memory"], min: 1, max: 65_536, shared } as const;
  const m = moduleBuilder({ memory: shape });
  const draw = parts.building?.importDraw(m, rules);
  const rare = rareCode(m, shape);
  for (const { name, kernel, layout } of kernelsOf(plan)) {
    webAssemblyKernel({ m, rare }, name, kernel, layout);
  }
  for (const [exported, one] of machineRoutines(plan)) writeMachineRoutine(m, exported, one);
  const rulesIn = parts.building?.writeRules({ m, draw }, rules);
  const memory = takeMemory(bytes, { shared });
  const instance = new wasm.Instance(new wasm.Module(m.build()), {
    env: { memory, ...(plan.draw && { draw: plan.draw }), rare: rare.run(memory) },
  });
  const { exports } = instance;
  let random: Randomness | undefined;
  return {
    ...assembled(plan, (name) => exports[name] as FlatCall | undefined),
    ...{ buffer: memory.buffer, rules: rulesIn?.(instance) ?? [] },
    leave: shared ? () => undefined : () => leaveMemory(memory),
    get random() {
      random ??= randomnessOf(parts).webAssemblyRandomness(memory, { precision, shared });
      return random;
    },
  };
};

/** The machines that there are. */
export const machines: Readonly<Record<"wasm" | "js", MachineKind>> = {
  wasm: webAssemblyMachine,
  js: javascriptMachine,
};
