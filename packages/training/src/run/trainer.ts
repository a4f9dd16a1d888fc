import { type Assessment, type Batch, checkOptionNames, isRecord } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { NOT_TRAINED, TRAINING_OPTION } from "../errors.ts";
import { type PassTarget, passMachine } from "../machine/machine.ts";
import { writePasses } from "../machine/passes.ts";
import { type MemoryPlan, planMemory } from "../memory/memory-plan.ts";
import { trainingMemory } from "../memory/training-memory.ts";
import type { MakeGradientMethod } from "../online/gradient-method.ts";
import { type ParsedOptimiser, parseOptimiser } from "../optimisers/optimiser-code.ts";
import { type TrainingProgram, trainingProgram } from "../program/training-program.ts";
import { startWorkers } from "../workers/start-workers.ts";
import { mostBlocks } from "./blocks.ts";
import { makeCarrier } from "./carrier.ts";
import { checkAlone, checkCarry } from "./check-carry.ts";
import { checkRequest } from "./check-request.ts";
import { checkRounding } from "./check-rounding.ts";
import { checkDropout, type Dropout, dropoutOf } from "./dropout.ts";
import { coefficientUpdate } from "./exact-coefficients.ts";
import { exampleRun } from "./example-run.ts";
import { gradientSums } from "./gradient-sums.ts";
import { checkGivenSpikes } from "./load-batch.ts";
import { checkNormalised, checkNotNormalised, normalisationOf } from "./normalisation.ts";
import { trainedParameters } from "./parameter-bounds.ts";
import type { RunParts } from "./run-parts.ts";
import { blockTakers } from "./take-block.ts";
import { type TrainedValues, trainedValues } from "./trained-values.ts";
import type { TrainingRequest } from "./training-request.ts";
import { type Kept, type ValueUpdate, valueUpdate } from "./value-update.ts";

/** Further options for creating a trainer. */
export interface TrainerOptions {
  /** Executor of the passes; default WebAssembly. */
  readonly target?: PassTarget;
  /** Gradient method other than backpropagation through time. */
  readonly method?: MakeGradientMethod;
  /** Number of steps after which the backward pass is truncated; default 0, no truncation. */
  readonly truncate?: number;
  /**
   * Size of a unit of each population's threshold condition in units of the surrogate; 1 by default.
   *
   * Neurons of a chip count potentials in units of their own.
   */
  readonly units?: ReadonlyMap<string, number>;
}

/** Computes losses and gradients of batches, and updates trained values. */
export interface Trainer {
  /** Size of a sample's output. */
  readonly outputs: number;
  /** Resolves once all workers are ready; must be awaited in a page, optional elsewhere. */
  started(): Promise<void>;
  /** Terminate the workers. */
  close(): void;
  /** Evaluate a batch. */
  evaluate(batch: Batch): Assessment;
  /** Evaluate a batch and compute the gradients of its mean loss. */
  differentiate(batch: Batch): Assessment;
  /** Update the values along the gradients. */
  update(rateFactor?: number): void;
  parameters(): readonly Float64Array[];
  /** Set the trained values, in that order. */
  assign(values: readonly Float64Array[]): void;
  gradients(): readonly Float64Array[];
  /** Complete state: values, optimiser state and its scalars. */
  save(): Kept;
  restore(kept: Kept): void;
}

/** Create a trainer that uses backpropagation through time. */
export function makeTrainer(request: TrainingRequest, options: TrainerOptions = {}): Trainer {
  checkOptionNames(
    options,
    { target: true, method: true, truncate: true, units: true },
    "makeTrainer",
  );
  const made = partsOf(request, options);
  const { parts, others, optimiser } = made;
  const { plan, program } = parts;
  const { trainable, precision: type = "f32", workers = 1, dropout: drops = [], seed } = request;
  const normal = normalisationOf(trainable, parts, others);
  const bounds = trainedParameters(made.network);
  const trained = trainedValues([...trainable, ...normal.trainable], parts, bounds);
  const sums = gradientSums(parts);
  const change = valueUpdate(parts, { optimiser, clip: request.clip, trained, sums });
  const coefficients = coefficientUpdate(parts);
  trained.start();
  coefficients();
  change.transposeWeights();
  const method = options.method?.(parts, request);
  const run = exampleRun(parts, request, method);
  const takerOf = blockTakers(parts, run);
  if (method !== undefined && workers > 1) throw alone();
  const threads = workers > 1 ? startWorkers({ parts, others, request, type }) : undefined;
  const carrier = run.carried && makeCarrier(run.carried, parts.memory);
  const dropout = dropoutOf(drops, {
    parts,
    seed,
    transposeWeights: () => change.transposeWeights(),
  });
  const assess = (batch: Batch, learns: boolean): number => {
    if (carrier === undefined) checkAlone(batch);
    const begins = carrier?.begins(batch, learns);
    const place = run.load(drops.length > 0 ? dropout.masked(batch, learns) : batch, begins);
    normal.begin(place.size, learns);
    run.open(place);
    run.progress.begin({ size: place.size, learns });
    const taker = takerOf({ size: place.size, learns });
    tellSpikes(batch, program, () => {
      if (threads !== undefined) threads.share(place, { learns, taker, run });
      else for (let block = 0; block < taker.blocks; block++) taker.take(block);
    });
    carrier?.keep(place, learns);
    return taker.blocks;
  };
  const also = [...(method?.kept ?? []), ...(drops.length > 0 ? dropout.kept : []), ...normal.kept];
  return {
    outputs: run.outputs,
    started: () => threads?.started() ?? Promise.resolve(),
    close: () => threads?.close(),
    evaluate(batch) {
      assess(batch, false);
      return run.found();
    },
    differentiate(batch) {
      const blocks =
        drops.length > 0 ? whileDropped(dropout, () => assess(batch, true)) : assess(batch, true);
      sums.found(blocks);
      normal.found();
      if (trained.mends || drops.length > 0) {
        sums.sum();
        dropout.mend();
        trained.mend();
      }
      return run.found();
    },
    update(rateFactor) {
      const confine = trained.hold();
      change.update(rateFactor, threads?.update);
      confine();
      coefficients();
      normal.updated();
      method?.updated?.();
    },
    parameters: () => normal.folded(trained.copies()),
    assign(values) {
      if (program.populations.some(({ normalised }) => normalised)) throw unassigned();
      assignTo(trained, change, values);
      coefficients();
    },
    gradients() {
      sums.sum();
      return trained.beside(plan.gradients).slice(0, trainable.length);
    },
    save: () => ({ ...keepAlso(change.save(), also), carried: carrier?.save() }),
    restore(kept) {
      if (kept.carried !== undefined) carrier?.restore(kept.carried);
      change.restore(restoreAlso(kept, also));
      coefficients();
    },
  };
}

/** Process a batch; invalid spikes are reported first, with their position, which workers do not know. */
function tellSpikes(batch: Batch, program: TrainingProgram, take: () => void): void {
  try {
    take();
  } catch (error) {
    if (program.lead === 0) checkGivenSpikes(batch, program);
    throw error;
  }
}

interface TrainerParts {
  readonly network: NetworkProgram;
  readonly parts: RunParts;
  /** Memory plans of further workers. */
  readonly others: readonly MemoryPlan[];
  readonly optimiser: ParsedOptimiser;
}

/** Check a request, and create its program, memory and machine. */
function partsOf(request: TrainingRequest, options: TrainerOptions): TrainerParts {
  const { target = "wasm" } = options;
  const { readout } = request;
  checkCarry(request, options.method === undefined);
  if (options.method !== undefined) {
    checkNotNormalised(
      request,
      "This gradient method does not support normalisation over a batch.",
    );
  }
  const { precision: type = "f32", workers = 1 } = request;
  const network = programOfRequest(request.program);
  const program = trainingProgramOf(network, request, options);
  const optimiser = parseOptimiser(request.optimiser);
  const { state, common } = optimiser;
  const needs = {
    type,
    blocks: mostBlocks,
    workers,
    kept: state.length,
    common: common.length,
  };
  const [plan, ...others] = planMemory(program, { ...needs, readout: readout.population });
  const shared = workers > 1;
  const memory = trainingMemory(plan.events, type, { shared });
  const passes = writePasses(program, plan, { read: readout, optimiser });
  const machine = passMachine(passes, { memory: memory.memory, type, target, shared });
  return { network, parts: { program, plan, memory, machine }, others, optimiser };
}

/** Derive the program of a request, and check that it supports all of the request. */
export function trainingProgramOf(
  network: NetworkProgram,
  request: TrainingRequest,
  { method, truncate, units }: Pick<TrainerOptions, "method" | "truncate" | "units">,
): TrainingProgram {
  const { trainable, surrogate, readout, values = [], dropout = [], normalise, carry } = request;
  // Other gradient methods may read any step.
  const counted = (request.costs ?? []).map(({ population }) => population);
  const read = method === undefined ? { readout, counted } : undefined;
  const dropped = new Set(dropout.map(({ population }) => population));
  const program = trainingProgram(network, {
    stack: request.stack,
    surrogate,
    trainable,
    values: new Set(values),
    read,
    dropped,
    normalise,
    truncate,
    carry,
    units,
  });
  checkRequest(request, program);
  checkDropout(request, program);
  checkNormalised(request, program);
  if (method === undefined) checkRounding(request, program);
  else checkSpikes(program);
  return program;
}

/** Evaluate with weights scaled for dropped neurons, and restore them in any case. */
function whileDropped(dropout: Dropout, assess: () => number): number {
  dropout.enter();
  try {
    return assess();
  } finally {
    dropout.leave();
  }
}

/** Put what others keep behind the numbers that the optimiser has for all. */
function keepAlso(kept: Kept, parts: readonly Float64Array[]): Kept {
  if (parts.length === 0) return kept;
  const all = [kept.common, ...parts];
  const common = new Float64Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of all) {
    common.set(part, at);
    at += part.length;
  }
  return { ...kept, common };
}

/** Give them back what they kept; the rest is the trainer's. */
function restoreAlso(kept: Kept, parts: readonly Float64Array[]): Kept {
  let at = kept.common.length - parts.reduce((sum, { length }) => sum + length, 0);
  const common = kept.common.subarray(0, at);
  for (const part of parts) {
    part.set(kept.common.subarray(at, at + part.length));
    at += part.length;
  }
  return { ...kept, common };
}

/** Set all that is trained, as it is read forward and back. */
function assignTo(
  trained: TrainedValues,
  change: ValueUpdate,
  values: readonly Float64Array[],
): void {
  trained.assign(values);
  change.transposeWeights();
}

function unassigned(): Error {
  return TRAINING_OPTION({
    place: "normalise",
    message: "Values of a network without normalisation contain no gains and means.",
    expected: "a trainer without normalisation, or the result of save",
    got: "values",
  });
}

function alone(): Error {
  return TRAINING_OPTION({
    place: "workers",
    message: "This gradient method runs in one thread.",
    expected: "1",
    got: "more",
    next: "Use one worker, or train with backpropagation through time.",
  });
}

/** Other ways back follow spikes from neuron to neuron, and neither values nor what numbers of exact steps follow from. */
function checkSpikes({ projections, populations }: TrainingProgram): void {
  const exact = populations.find(({ coefficients }) => coefficients.size > 0);
  if (exact !== undefined) {
    throw NOT_TRAINED({
      place: `populations.${exact.name}`,
      message: `This gradient method does not train ${exact.trained.map((one) => `"${one}"`).join(", ")} of steps that are solved exactly.`,
      expected: 'a learner such as "bptt", or another integrator',
      got: "exact",
      next: 'Train with "bptt", or set "integrator": "rk4" for the population.',
    });
  }
  const found = projections.find(({ carries }) => carries !== undefined);
  if (found === undefined) return;
  throw NOT_TRAINED({
    place: `projection "${found.name}"`,
    message: "This gradient method supports only spikes, but this projection transmits values.",
    next: "Train with backpropagation through time.",
  });
}

/** Return the program of a request. */
export function programOfRequest(program: object): NetworkProgram {
  if (isRecord(program) && program["populations"] instanceof Map) return program as never;
  throw TRAINING_OPTION({
    place: "program",
    message: "Training requires the program of a network.",
    expected: "the result of programOf of @spikeloom/program",
    got: typeof program,
  });
}
