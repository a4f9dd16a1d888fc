import {
  type CountLooped,
  javascriptKernel,
  loopedExport,
  moduleBuilder,
  type RunKernel,
  type WasmInstance,
  wasm,
  webAssemblyKernel,
} from "@spikeloom/code";
import type { Kernel } from "@spikeloom/program";
import { allocate } from "./allocate.ts";
import { type Deliver, type DeliveryJob, javascriptDelivery } from "./delivery/delivery.ts";
import {
  type CollectJob,
  javascriptCollect,
  webAssemblyCollect,
} from "./delivery/delivery-sums.ts";
import { webAssemblyDelivery } from "./delivery/delivery-wasm.ts";
import {
  type AddCounts,
  type AddListed,
  emitAddCounts,
  emitAddListed,
  javascriptAddCounts,
  javascriptAddListed,
} from "./drives/drive-sum.ts";
import {
  javascriptRandomness,
  type Randomness,
  webAssemblyRandomness,
} from "./drives/randomness.ts";
import { MEMORY_NEEDED } from "./errors.ts";
import type { LaidPopulation } from "./populations.ts";
import {
  type AddChunk,
  javascriptProcedural,
  type ProceduralCode,
} from "./procedural/procedural-add.ts";
import type { LaidProcedural } from "./procedural/procedural-layout.ts";
import { proceduralExports, webAssemblyProcedural } from "./procedural/procedural-wasm.ts";
import { importDraw, interpretedRules, writeRules } from "./rules/routines/written-rules.ts";
import type { EventDraw, RuleCode, RuleJob } from "./rules/rule-code.ts";

/** What a machine is built from; addresses are given, memory is not there yet. */
export interface MachinePlan {
  readonly bytes: number;
  readonly precision: "f64" | "f32";
  /** Whether other workers may look into the memory. */
  readonly shared: boolean;
  readonly populations: readonly LaidPopulation[];
  readonly deliveries: readonly DeliveryJob[];
  readonly procedural: LaidProcedural | undefined;
  readonly rules: readonly RuleJob[];
  readonly draw: EventDraw;
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
  readonly addCounts: AddCounts;
  readonly addListed: AddListed;
}

/** Delivers the synapses of one table. */
export interface Delivery {
  readonly source: string;
  /** Adds what arrives in a step. */
  readonly arrive: Deliver;
  /** Sends the rows of a step's spikes on their way, where there is a ring. */
  readonly launch: Deliver | undefined;
}

/** Builds a machine of one kind. */
export type MachineKind = (plan: MachinePlan) => Machine;

const pageBytes = 65_536;
const mostPages = 65_536;
const mostBytes = mostPages * pageBytes;

function layoutOf(population: LaidPopulation, precision: "f64" | "f32") {
  return { slots: population.slots, size: population.part.size, precision };
}

/** Plain JavaScript, neuron by neuron: slow, and what the others are checked against. */
const javascriptMachine: MachineKind = (plan) => {
  const { bytes, precision, shared, populations, deliveries, procedural, rules } = plan;
  if (bytes > mostBytes) throw MEMORY_NEEDED({ needed: bytes, limit: mostBytes });
  const length = Math.ceil(bytes / 64) * 64;
  const memory = {
    buffer: allocate(bytes, () =>
      shared ? new SharedArrayBuffer(length) : new ArrayBuffer(length),
    ),
  };
  const made = populations.map((population) => {
    const { kernels, fused, observe } = population.program;
    const layout = layoutOf(population, precision);
    const make = (kernel: Kernel) => javascriptKernel(kernel, layout, memory);
    return {
      kernels: kernels.map(make),
      fused: fused && make(fused),
      observe: observe && make(observe),
    };
  });
  return {
    buffer: memory.buffer,
    kernels: made.map(({ kernels }) => kernels.map(({ run }) => run)),
    fused: made.map(({ fused }) => fused?.run),
    observe: made.map(({ observe }) => observe?.run),
    looped: made.map(({ kernels, fused }) =>
      [...kernels, fused].flatMap((kernel) => kernel?.looped ?? []),
    ),
    deliver: deliveries.map((job) => {
      const collect = collectJob(job);
      const deliver = javascriptDelivery(job, memory);
      return deliveryOf(job, deliver, collect && javascriptCollect(collect, memory));
    }),
    procedural: procedural && javascriptProcedural(procedural, precision, memory),
    rules: interpretedRules(rules, memory, plan.draw),
    random: javascriptRandomness(memory, precision),
    addCounts: javascriptAddCounts(memory, precision),
    addListed: javascriptAddListed(memory, precision),
  };
};

/** WebAssembly with SIMD, written for this network. */
const webAssemblyMachine: MachineKind = (plan) => {
  const { bytes, precision, shared, populations, deliveries, procedural, rules } = plan;
  if (bytes > mostBytes) throw MEMORY_NEEDED({ needed: bytes, limit: mostBytes });
  const pages = Math.min(Math.ceil(bytes / pageBytes) + 1, mostPages);
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 65_536, shared } });
  const draw = importDraw(m, rules);
  populations.forEach((population, p) => {
    population.program.kernels.forEach((kernel, k) => {
      webAssemblyKernel(m, `kernel_${p}_${k}`, kernel, layoutOf(population, precision));
    });
    const { observe, fused } = population.program;
    if (fused !== undefined) {
      webAssemblyKernel(m, `fused_${p}`, fused, layoutOf(population, precision));
    }
    if (observe !== undefined) {
      webAssemblyKernel(m, `observe_${p}`, observe, layoutOf(population, precision));
    }
  });
  deliveries.forEach((job, d) => {
    webAssemblyDelivery(m, `deliver_${d}`, job);
    const collect = collectJob(job);
    if (collect !== undefined) webAssemblyCollect(m, `collect_${d}`, collect);
  });
  if (procedural !== undefined) webAssemblyProcedural(m, procedural, precision);
  const rulesIn = writeRules({ m, draw }, rules);
  emitAddCounts(m, precision);
  emitAddListed(m, precision);
  const memory = allocate(
    bytes,
    () => new wasm.Memory({ initial: pages, maximum: mostPages, shared }),
  );
  const instance = new wasm.Instance(new wasm.Module(m.build()), {
    env: { memory, draw: plan.draw },
  });
  let random: Randomness | undefined;
  return {
    buffer: memory.buffer,
    kernels: populations.map(({ program }, p) =>
      program.kernels.map((_, k) => exported<RunKernel>(instance, `kernel_${p}_${k}`)),
    ),
    fused: populations.map(
      ({ program }, p) => program.fused && exported<RunKernel>(instance, `fused_${p}`),
    ),
    observe: populations.map(
      ({ program }, p) => program.observe && exported<RunKernel>(instance, `observe_${p}`),
    ),
    looped: populations.map(({ program }, p) =>
      [...program.kernels.map((_, k) => `kernel_${p}_${k}`), `fused_${p}`]
        .map(loopedExport)
        .filter((name) => name in instance.exports)
        .map((name) => exported<CountLooped>(instance, name)),
    ),
    deliver: deliveries.map((job, d) =>
      deliveryOf(
        job,
        exported<Deliver>(instance, `deliver_${d}`),
        collectJob(job) && exported<Deliver>(instance, `collect_${d}`),
      ),
    ),
    procedural: procedural && {
      add: procedural.rows.map((_, k) => exported<AddChunk>(instance, proceduralExports.add(k))),
      collect: exported<Deliver>(instance, proceduralExports.collect),
    },
    rules: rulesIn(instance),
    get random() {
      random ??= webAssemblyRandomness(memory, { precision, shared });
      return random;
    },
    addCounts: exported<AddCounts>(instance, "add_counts"),
    addListed: exported<AddListed>(instance, "add_listed"),
  };
};

function collectJob({ table, precision }: DeliveryJob): CollectJob | undefined {
  const { ring: sums, base } = table.layout;
  return sums && { sums, base, precision };
}

/** Rows of a ring are sent off at their spike and arrive by its sums; others arrive by themselves. */
function deliveryOf(
  { table: { source } }: DeliveryJob,
  deliver: Deliver,
  collect: Deliver | undefined,
): Delivery {
  return collect === undefined
    ? { source, arrive: deliver, launch: undefined }
    : { source, arrive: collect, launch: deliver };
}

/** The machines that there are. */
export const machines: Readonly<Record<"wasm" | "js", MachineKind>> = {
  wasm: webAssemblyMachine,
  js: javascriptMachine,
};

function exported<F>(instance: WasmInstance, name: string): F {
  return instance.exports[name] as F;
}
