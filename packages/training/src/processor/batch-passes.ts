import { type Builder, type Routine, routine, type Value } from "@spikeloom/code";
import type {
  Commands,
  Pass,
  PassOptions,
  Processor,
  ProcessorBuffer,
} from "@spikeloom/code/processor";
import type { MemoryPlan } from "../memory/memory-plan.ts";
import type { ParsedOptimiser } from "../optimisers/optimiser-code.ts";
import { learningPopulations } from "../program/learning-populations.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import type { TrainedProjection, TrainingProgram } from "../program/training-program.ts";
import {
  type BatchArrays,
  type BatchPlan,
  type BufferName,
  batchArrays,
  bufferTypes,
  type PopulationArrays,
  squareSums,
} from "./batch-plan.ts";
import { type LayerGroup, layerGroups } from "./layer-groups.ts";
import {
  addCountSlopes,
  backwardSteps,
  checkStates,
  completedSteps,
  countSpikes,
  countStep,
  forwardSteps,
  type StepsTaken,
} from "./population-steps.ts";
import { type MatrixPlace, type Product, productInvocations, productRoutine } from "./product.ts";
import { squareElements, takeElement, updateElement } from "./update-element.ts";
import {
  arrivingInvocations,
  arrivingWindow,
  gradientInvocations,
  gradientWindow,
  returningInvocations,
  returningWindow,
} from "./window-product.ts";

/** Passes of a batch on a processor. */
export interface BatchPasses {
  readonly buffers: Readonly<Record<BufferName, ProcessorBuffer>>;
  /** Mark the spikes that are listed in `events`; their number comes first. */
  scatter(commands: Commands, events: number): void;
  /** All steps, and the counts of spikes that are read. */
  forward(commands: Commands): void;
  /** Add the squares of all gradients to `squares`. */
  square(commands: Commands): void;
  /** All steps back, and the gradients, which are added. */
  backward(commands: Commands): void;
  update(commands: Commands): void;
}

/** Inputs for writing passes. */
export interface PassesRequest {
  readonly program: TrainingProgram;
  readonly plan: BatchPlan;
  readonly values: MemoryPlan;
  readonly optimiser: ParsedOptimiser;
  readonly read: { readonly population: string; readonly variable: string };
}

/** A pass, and the number of its invocations. */
interface Run {
  readonly options: PassOptions;
  readonly invocations: number;
}

/** Create the buffers of a training, and compile its passes. */
export async function batchPasses(
  processor: Processor,
  request: PassesRequest,
): Promise<BatchPasses> {
  const { plan } = request;
  const entries = Object.entries(bufferTypes).map(([name, holds]) => {
    const words = Math.max(1, plan.words[name as BufferName]);
    return [name, processor.buffer({ name, holds, words })] as const;
  });
  const buffers = Object.fromEntries(entries) as Record<BufferName, ProcessorBuffer>;
  await processor.settle();
  const writing: Writing = { ...request, arrays: batchArrays(buffers), runs: [] };
  const scatter = scatterRun(writing);
  const forward = forwardRuns(writing);
  const backward = backwardRuns(writing);
  const update = updateRuns(writing);
  const square = run(
    writing,
    squareElements({ ...writing, elements: writing.values.trainedElements }),
    squareSums,
    ...squareBuffers,
  );
  const passes = await processor.passes(writing.runs.map(({ options }) => options));
  const passOf = new Map(writing.runs.map((one, k) => [one, passes[k] as Pass]));
  const play = (commands: Commands, all: readonly Ordered[]): void => {
    for (const one of all) {
      if ("options" in one) commands.run(passOf.get(one) as Pass, one.invocations);
      else for (let step = 0; step < plan.steps; step++) play(commands, one.eachStep);
    }
  };
  return {
    buffers,
    scatter: (commands, events) => commands.run(passOf.get(scatter) as Pass, events),
    forward: (commands) => play(commands, forward),
    square: (commands) => play(commands, [square]),
    backward: (commands) => play(commands, backward),
    update: (commands) => play(commands, update),
  };
}

const squareBuffers = ["gradients", "constants", "squares"] as const;

/** Passes in order; those of recurrent groups run once for each step. */
type Ordered = Run | { readonly eachStep: readonly Run[] };

interface Writing extends PassesRequest {
  readonly arrays: BatchArrays;
  /** All passes that have been written. */
  readonly runs: Run[];
}

function run(
  { arrays, runs }: Writing,
  one: Routine,
  invocations: number,
  ...buffers: readonly BufferName[]
): Run {
  const { locate, use } = arrays;
  const made = {
    options: { routine: one, invocations, buffers: use(...buffers), locate },
    invocations,
  };
  runs.push(made);
  return made;
}

function scatterRun(writing: Writing): Run {
  const { arrays } = writing;
  const [events, spikes] = [arrays.integers("events"), arrays.array("spikes", 0)];
  const about = "Marks a spike that a batch supplies.";
  const scatter = routine("scatter", { about, parameters: { index: "i32" } }, (b, { index }) => {
    b.if(b.apply("lt", index, b.load(events, b.i32(0))), () => {
      b.store(spikes, b.load(events, index, 1), b.f32(1));
    });
    return undefined;
  });
  return run(writing, scatter, writing.plan.words.events - 1, "events", "spikes");
}

const rowsOf = ({ samples }: BatchPlan, { size }: { readonly size: number }): number =>
  samples * size;

/** Passes of each group: inputs from outside for all steps at once, then its steps. */
function forwardRuns(writing: Writing): readonly Ordered[] {
  const { program, plan } = writing;
  const groups = layerGroups(program).flatMap((group) => {
    const { inner, outer } = projectionsOf(program, group);
    const before = outer.map((one) => arrivingRun(writing, one, "all"));
    const taken: StepsTaken = group.isRecurrent ? "next" : "all";
    const steps = group.populations.map((population) => {
      const routineOf = forwardSteps({ ...writing, population, steps: taken });
      const names = ["rows", "inflows", "spikes", "constants", "values", "control"] as const;
      return run(writing, routineOf, rowsOf(plan, population), ...names);
    });
    if (!group.isRecurrent) return [...before, ...steps];
    const within = inner.map((one) => arrivingRun(writing, one, "next"));
    const eachStep = [...within, ...steps, run(writing, countStep(writing.arrays), 1, "control")];
    return [...before, restart(writing), { eachStep }];
  });
  const checks = program.populations.map((population) =>
    run(
      writing,
      checkStates({ ...writing, population }),
      rowsOf(plan, population),
      "rows",
      "control",
    ),
  );
  const counts = countedOf(writing).map((population) => {
    const one = countSpikes({ ...writing, population });
    return run(writing, one, rowsOf(plan, population), "spikes", "counts");
  });
  return [...groups, ...checks, ...counts];
}

/** Populations whose spikes are counted. */
function countedOf({ program, plan }: Writing): readonly TrainedPopulation[] {
  return program.populations.filter(({ name }) => plan.populations.get(name)?.counts !== undefined);
}

/** Set the number of completed steps to 0. */
function restart(writing: Writing): Run {
  const control = writing.arrays.integers("control");
  const about = "Begins with the first step.";
  const made = routine("restart", { about, parameters: { index: "i32" } }, (b, { index }) => {
    b.store(control, index, b.i32(0));
    return undefined;
  });
  return run(writing, made, 1, "control");
}

function backwardRuns(writing: Writing): readonly Ordered[] {
  const { program, plan, read } = writing;
  const names = learningPopulations(program);
  const groups = layerGroups(program)
    .toReversed()
    .flatMap((group): readonly Ordered[] => {
      const learning = group.populations.filter(({ name }) => names.has(name));
      if (learning.length === 0) return [];
      // Truncation separates steps.
      const isStepwise = group.isRecurrent || program.truncate !== undefined;
      const taken: StepsTaken = isStepwise ? "next" : "all";
      const steps = learning.map((population) => {
        const { truncate } = program;
        const one = backwardSteps({ ...writing, population, steps: taken, truncate, read });
        return run(writing, one, rowsOf(plan, population), ...backwardBuffers);
      });
      const from = program.projections.filter((one) =>
        learning.some(({ name }) => name === one.from),
      );
      const isInner = ({ to }: TrainedProjection): boolean =>
        program.truncate !== undefined || group.populations.some(({ name }) => name === to);
      const before = from
        .filter((one) => !isInner(one))
        .map((one) => returningRun(writing, one, "all"));
      if (!isStepwise) return [...before, ...steps];
      const within = from.filter(isInner).map((one) => returningRun(writing, one, "next"));
      const eachStep = [...within, ...steps, run(writing, countStep(writing.arrays), 1, "control")];
      return [...before, restart(writing), { eachStep }];
    });
  const counts = countedOf(writing).map((population) => {
    const one = addCountSlopes({ ...writing, population });
    return run(writing, one, rowsOf(plan, population), "sums", "counts");
  });
  const gradients = program.projections
    .filter(({ isTrained }) => isTrained)
    .map((one) => {
      const buffers = ["spikes", "slopes", "gradients"] as const;
      const product = gradient(writing, one);
      const { window } = one;
      if (window === undefined) return productRun(writing, product, buffers);
      const own = { product, window };
      return run(writing, gradientWindow(own), gradientInvocations(own), ...buffers);
    });
  return [...counts, ...groups, ...gradients];
}

const backwardBuffers = [
  ...["rows", "inflows", "sums", "slopes", "adjoints", "constants", "values", "control"],
] as readonly BufferName[];

function updateRuns(writing: Writing): readonly Run[] {
  const elements = writing.values.trainedElements;
  const parts = { ...writing, elements };
  return [
    run(
      writing,
      updateElement(parts),
      elements,
      ...(["values", "gradients", "kept", "aside", "common", "constants", "control"] as const),
    ),
    run(writing, takeElement(parts), elements, "values", "kept", "aside", "control"),
  ];
}

function projectionsOf({ projections }: TrainingProgram, { populations }: LayerGroup) {
  const isOwn = (name: string): boolean =>
    populations.some((one: TrainedPopulation) => one.name === name);
  const onto = projections.filter(({ to }) => isOwn(to));
  return {
    inner: onto.filter(({ from }) => isOwn(from)),
    outer: onto.filter(({ from }) => !isOwn(from)),
  };
}

function productRun(writing: Writing, product: Product, buffers: readonly BufferName[]): Run {
  return run(writing, productRoutine(product), productInvocations(product), ...buffers);
}

/** Add the weights of spikes to the sums of their targets. */
function arrivingRun(writing: Writing, projection: TrainedProjection, taken: StepsTaken): Run {
  const product = arriving(writing, projection, taken);
  const buffers = ["spikes", "values", "inflows", "control"] as const;
  const { window } = projection;
  if (window === undefined) return productRun(writing, product, buffers);
  const own = { product, window };
  return run(writing, arrivingWindow(own), arrivingInvocations(own), ...buffers);
}

/** Return slopes to the spikes that caused them. */
function returningRun(writing: Writing, projection: TrainedProjection, taken: StepsTaken): Run {
  const product = returning(writing, projection, taken);
  const buffers = ["slopes", "values", "sums", "constants", "control"] as const;
  const { window } = projection;
  if (window === undefined) return productRun(writing, product, buffers);
  const own = { product: { ...product, right: weightsOf(writing, projection, false) }, window };
  return run(writing, returningWindow(own), returningInvocations(own), ...buffers);
}

const fixed = (at: number) => (b: Builder) => b.i32(at);

/** A matrix with a row per step and sample, or its part of the current step, displaced by some steps. */
function stepRows(
  { arrays, plan }: Pick<Writing, "arrays" | "plan">,
  {
    buffer,
    at,
    size,
    shift,
    step,
  }: {
    readonly buffer: BufferName;
    readonly at: number;
    readonly size: number;
    readonly shift: number;
    readonly step?: (b: Builder) => Value;
  },
): MatrixPlace {
  const each = plan.samples * size;
  const array = arrays.array(buffer, at);
  const first = shift * each;
  return {
    array,
    row: size,
    column: 1,
    at: (b) =>
      step === undefined
        ? b.i32(first)
        : b.apply("add", b.apply("mul", step(b), b.i32(each)), b.i32(first)),
  };
}

function weightsOf(
  { arrays, values }: Writing,
  projection: TrainedProjection,
  isTransposed: boolean,
): MatrixPlace {
  const { at = 0, pitch = 0 } = values.weights.get(projection) ?? {};
  const [row, column] = isTransposed ? [1, pitch] : [pitch, 1];
  return { array: arrays.array("values", at), at: fixed(0), row, column };
}

/** Location of the spikes of a source. */
function spikesOf({ plan }: Pick<Writing, "plan">, { from }: TrainedProjection): number {
  return plan.given.get(from) ?? (plan.populations.get(from)?.spikes as number);
}

/** Spikes times weights: added to the inflows of the steps in which they arrive. */
function arriving(writing: Writing, projection: TrainedProjection, taken: StepsTaken): Product {
  const { plan, arrays } = writing;
  const { name, sources, targets, latency, to, receptor } = projection;
  const isAll = taken === "all";
  const target = plan.populations.get(to) as PopulationArrays;
  const step = isAll ? undefined : (b: Builder) => completedSteps(b, arrays);
  const rows = { ...(step && { step }) };
  return {
    name: `arrivals_${name}`,
    left: stepRows(writing, {
      ...rows,
      buffer: "spikes",
      at: spikesOf(writing, projection),
      size: sources,
      shift: isAll ? 0 : -latency,
    }),
    right: weightsOf(writing, projection, false),
    sums: stepRows(writing, {
      ...rows,
      buffer: "inflows",
      at: target.inflows.get(receptor) as number,
      size: targets,
      shift: isAll ? latency : 0,
    }),
    rows: plan.samples * (isAll ? Math.max(0, plan.steps - latency) : 1),
    columns: targets,
    inner: sources,
    ...(step && { when: (b: Builder) => b.apply("ge", step(b), b.i32(latency)) }),
  };
}

/** Slopes times weights: added to the derivatives with respect to the spikes that caused them. */
function returning(writing: Writing, projection: TrainedProjection, taken: StepsTaken): Product {
  const { plan, arrays, program } = writing;
  const { name, sources, targets, latency, from, to, receptor } = projection;
  const isAll = taken === "all";
  const source = plan.populations.get(from) as PopulationArrays;
  const target = plan.populations.get(to) as PopulationArrays;
  const step = (b: Builder): Value =>
    b.apply("sub", b.i32(plan.steps - 1), completedSteps(b, arrays));
  const rows = isAll ? {} : { step };
  const { truncate } = program;
  const isNear = (b: Builder): Value => {
    const at = step(b);
    const isWithin = b.apply("lt", at, b.i32(plan.steps - latency));
    if (truncate === undefined) return isWithin;
    const place = b.apply("remainderUnsigned", at, b.i32(truncate));
    return b.apply("and", isWithin, b.apply("lt", place, b.i32(truncate - latency)));
  };
  return {
    name: `slopes_${name}`,
    left: stepRows(writing, {
      ...rows,
      buffer: "slopes",
      at: target.slopes.get(receptor) as number,
      size: targets,
      shift: latency,
    }),
    right: weightsOf(writing, projection, true),
    sums: stepRows(writing, { ...rows, buffer: "sums", at: source.sums, size: sources, shift: 0 }),
    rows: plan.samples * (isAll ? Math.max(0, plan.steps - latency) : 1),
    columns: sources,
    inner: targets,
    ...(!isAll && { when: isNear }),
    ...(source.factor !== undefined && { scale: factorOf(arrays, source.factor) }),
  };
}

/** Load what a spike of a population counts. */
function factorOf(arrays: BatchArrays, at: number): (b: Builder) => Value {
  return (b) => b.load(arrays.array("constants", at), b.i32(0));
}

/** Spikes times slopes: the gradients of weights. */
function gradient(writing: Writing, projection: TrainedProjection): Product {
  const { plan, arrays, values } = writing;
  const { name, sources, targets, latency, to, receptor } = projection;
  const target = plan.populations.get(to) as PopulationArrays;
  const { at = 0, pitch = 0 } = values.weights.get(projection) ?? {};
  const spikes = arrays.array("spikes", spikesOf(writing, projection));
  const slopes = target.slopes.get(receptor) as number;
  return {
    name: `gradients_${name}`,
    left: { array: spikes, at: fixed(0), row: 1, column: sources },
    right: stepRows(writing, { buffer: "slopes", at: slopes, size: targets, shift: latency }),
    sums: { array: arrays.array("gradients", at), at: fixed(0), row: pitch, column: 1 },
    rows: sources,
    columns: targets,
    inner: plan.samples * Math.max(0, plan.steps - latency),
  };
}
