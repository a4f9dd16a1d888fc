import {
  type Assessment,
  type Batch,
  checkOptionNames,
  isRecord,
  type LearningRequest,
} from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { TRAINING_OPTION } from "../errors.ts";
import { type PassTarget, passMachine } from "../machine/machine.ts";
import { writePasses } from "../machine/passes.ts";
import { planMemory } from "../memory/memory-plan.ts";
import { trainingMemory } from "../memory/training-memory.ts";
import type { MakeWayBack, WayBack } from "../online/way-back.ts";
import { parseOptimiser } from "../optimisers/optimiser-code.ts";
import { trainingProgram } from "../program/training-program.ts";
import { dealtBatch, mostBlocks, sumBlocks } from "./blocks.ts";
import { checkRequest } from "./check-request.ts";
import { exampleRun, type Found } from "./example-run.ts";
import type { RunParts } from "./run-parts.ts";
import { trainedValues } from "./trained-values.ts";
import { type Kept, valueUpdate } from "./value-update.ts";

/** How a trainer is made, beside what learning begins with. */
export interface TrainerOptions {
  /** What runs the passes; WebAssembly where it is not given. */
  readonly target?: PassTarget;
  /** What finds gradients in place of backpropagation through time. */
  readonly way?: MakeWayBack;
}

/** Computes losses and gradients of batches, and changes what is trained. */
export interface Trainer {
  /** Numbers of the output of an example. */
  readonly outputs: number;
  /** Assess a batch. */
  evaluate(batch: Batch): Assessment;
  /** Assess a batch and compute the gradients of its mean loss. */
  differentiate(batch: Batch): Assessment;
  /** Change the values along the gradients. */
  update(rateFactor?: number): void;
  parameters(): readonly Float64Array[];
  gradients(): readonly Float64Array[];
  /** All that changes: values, what the optimiser keeps, its common numbers. */
  save(): Kept;
  restore(kept: Kept): void;
}

/** Make what trains a network by backpropagation through time. */
export function makeTrainer(request: LearningRequest, options: TrainerOptions = {}): Trainer {
  checkOptionNames(options, { target: true, way: true }, "makeTrainer");
  const { target = "wasm" } = options;
  const { trainable, surrogate, readout, values = [], precision: type = "f32" } = request;
  const network = programOfRequest(request.program);
  const program = trainingProgram(network, { surrogate, trainable, values: new Set(values) });
  checkRequest(request, program);
  const optimiser = parseOptimiser(request.optimiser);
  const needs = { type, blocks: mostBlocks, kept: optimiser.state.length };
  const plan = planMemory(program, { ...needs, readout: readout.population });
  const memory = trainingMemory(plan.events, type);
  const passes = writePasses(program, plan, { read: readout, optimiser });
  const machine = passMachine(passes, { memory: memory.memory, type, target });
  const parts: RunParts = { program, plan, memory, machine };
  const trained = trainedValues(trainable, parts, (population, parameter) => {
    return (
      typeof network.populations.get(population)?.parameters.get(parameter)?.value === "number"
    );
  });
  const change = valueUpdate(parts, { optimiser, clip: request.clip, trained });
  trained.start();
  change.turn();
  const way = options.way?.(parts, request);
  const run = exampleRun(parts, request, way);
  const taken = (batch: Batch, take: (found: Found) => void): Assessment => {
    run.load(batch);
    const losses = new Float64Array(batch.size);
    const outputs = new Float64Array(batch.size * run.outputs);
    take({ losses, outputs });
    return { loss: losses.reduce((sum, one) => sum + one, 0) / batch.size, outputs };
  };
  return {
    outputs: run.outputs,
    evaluate: (batch) =>
      taken(batch, (found) => {
        for (const group of dealtBatch(batch.size, plan.group).flat()) run.forward(group, found);
      }),
    differentiate(batch) {
      const blocks = sumBlocks(parts, batch.size);
      const result = taken(batch, (found) => {
        blocks.blocks.forEach((groups, block) => {
          const gradients = blocks.enter(block);
          for (const group of groups) {
            run.forward(group, found, 1 / batch.size);
            run.backward(group, gradients);
          }
          blocks.leave(block);
        });
      });
      blocks.finish();
      trained.mend();
      return result;
    },
    update(rateFactor) {
      change.update(rateFactor);
      way?.updated?.();
    },
    parameters: trained.copies,
    gradients: () => trained.beside(plan.gradients),
    save: () => keepAlso(change.save(), way),
    restore: (kept) => change.restore(restoreAlso(kept, way)),
  };
}

/** Put what a way back keeps behind the numbers that the optimiser has for all. */
function keepAlso(kept: Kept, way: WayBack | undefined): Kept {
  if (way?.kept === undefined) return kept;
  const all = [kept.common, ...way.kept];
  const common = new Float64Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of all) {
    common.set(part, at);
    at += part.length;
  }
  return { ...kept, common };
}

/** Give it back what it kept; the rest is the trainer's. */
function restoreAlso(kept: Kept, way: WayBack | undefined): Kept {
  const parts = way?.kept ?? [];
  let at = kept.common.length - parts.reduce((sum, { length }) => sum + length, 0);
  const common = kept.common.subarray(0, at);
  for (const part of parts) {
    part.set(kept.common.subarray(at, at + part.length));
    at += part.length;
  }
  return { ...kept, common };
}

function programOfRequest(program: object): NetworkProgram {
  if (isRecord(program) && program["populations"] instanceof Map) return program as never;
  throw TRAINING_OPTION({
    place: "program",
    message: "Derivatives are made of the program of a network.",
    expected: "what programOf of @spikeloom/program gives",
    got: typeof program,
  });
}
