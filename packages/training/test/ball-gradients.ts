import type { Batch, LearningRequest, SlidingWindow, SpikeColumns } from "@spikeloom/kernel";
import { type NetworkProgram, slotName } from "@spikeloom/program";
import { spikesSlot } from "@spikeloom/program/derive";
import { stepReadout } from "../src/processor/step-readout.ts";
import type { TrainedPopulation } from "../src/program/trained-population.ts";
import type { TrainedProjection, TrainingProgram } from "../src/program/training-program.ts";
import { trainingProgramOf } from "../src/run/trainer.ts";
import { type Ball, exact, runKernel, sumOf, zero } from "./ball.ts";

/** Synapses of a projection: source, target, and the index of the weight. */
type Synapse = readonly [source: number, target: number, weight: number];

/** What a population goes through in a sample, step by step and neuron by neuron. */
interface Course {
  /** Slots before each step. */
  readonly slots: ReadonlyMap<string, Ball>[][];
  readonly spikes: boolean[][];
  /** Derivatives with respect to the sums of weights, by receptor. */
  readonly slopes: ReadonlyMap<string, Ball>[][];
}

/**
 * Bound the gradients of weights that any order of sums in single precision may give.
 *
 * The readout is of spikes. Throws `Undecided` if rounding decides whether a neuron spikes.
 */
export function ballGradients(
  request: LearningRequest,
  batch: Batch,
): { readonly outputs: Float64Array; readonly gradients: readonly (readonly Ball[])[] } {
  const program = trainingProgramOf(request.program as NetworkProgram, request, {});
  const synapses = new Map(program.projections.map((one) => [one, synapsesOf(one)]));
  const terms = new Map(
    program.projections.map((one) => [
      one,
      Array.from({ length: one.values.length }, (): (readonly [Ball, Ball])[] => []),
    ]),
  );
  const outputs: number[] = [];
  for (let sample = 0; sample < batch.size; sample++) {
    const run = runSample(program, synapses, { request, batch, sample });
    outputs.push(...run.outputs);
    for (const one of program.projections) {
      const { from, to, latency, receptor } = one;
      const slopes = run.courses.get(to)?.slopes ?? [];
      for (let step = 0; step + latency < program.steps; step++) {
        const spikes = run.spikesOf(from, step);
        for (const [source, target, weight] of synapses.get(one) ?? []) {
          if (!spikes[source]) continue;
          const slope = slopes[step + latency]?.[target]?.get(receptor) ?? zero;
          terms.get(one)?.[weight]?.push([exact(1), slope]);
        }
      }
    }
  }
  const gradients = request.trainable.map((trained) => {
    const one = program.projections.find(
      ({ name }) => "projection" in trained && name === trained.projection,
    ) as TrainedProjection;
    const sums = terms.get(one)?.map(sumOf) ?? [];
    return Array.from(one.places, (place) => sums[place] as Ball);
  });
  return { outputs: Float64Array.from(outputs), gradients };
}

function runSample(
  program: TrainingProgram,
  synapses: ReadonlyMap<TrainedProjection, readonly Synapse[]>,
  {
    request,
    batch,
    sample,
  }: { readonly request: LearningRequest; readonly batch: Batch; readonly sample: number },
) {
  const { steps, populations, projections } = program;
  const given = new Map(
    program.given.map((one) => [one.name, givenSpikes(one, batch, sample, steps)]),
  );
  const courses = new Map(
    populations.map(({ name }): [string, Course] => [name, { slots: [], spikes: [], slopes: [] }]),
  );
  const spikesOf = (name: string, step: number): readonly boolean[] =>
    given.get(name)?.[step] ?? courses.get(name)?.spikes[step] ?? [];
  const states = new Map(populations.map((one) => [one.name, startOf(one)]));
  for (let step = 0; step < steps; step++) {
    for (const one of populations) {
      const sums = arrivalsAt(one, step);
      const own = states.get(one.name) as ReadonlyMap<string, Ball>[];
      const before = own.map(
        (slots, n) => new Map([...slots, ...constantsOf(one, n), ...(sums[n] ?? []), time(step)]),
      );
      const found = before.map((slots) => runKernel(one.forward, slots));
      courses.get(one.name)?.slots.push(before);
      courses.get(one.name)?.spikes.push(found.map(({ spiked }) => spiked));
      states.set(
        one.name,
        found.map(({ stored }) => stored),
      );
    }
  }
  function time(step: number): readonly [string, Ball] {
    return ["t", exact(step * program.dt)];
  }
  function arrivalsAt({ name, size, inflows }: TrainedPopulation, step: number) {
    return Array.from({ length: size }, (_, n) => {
      return inflows.map((inflow): [string, Ball] => {
        const arriving = projections
          .filter(({ to, receptor }) => to === name && receptor === inflow)
          .flatMap((one) => {
            if (step < one.latency) return [];
            const spikes = spikesOf(one.from, step - one.latency);
            return (synapses.get(one) ?? []).flatMap(([source, target, weight]) =>
              target === n && spikes[source]
                ? [[exact(1), exact(one.values[weight] as number)] as const]
                : [],
            );
          });
        return [inflow, sumOf(arriving)];
      });
    });
  }
  const { readout, loss } = request;
  const { size } = populations.find(({ name }) => name === readout.population) as TrainedPopulation;
  const reader = stepReadout(readout, { program, size, samples: 1 });
  const counts = Float32Array.from({ length: steps * size }, (_, k) =>
    spikesOf(readout.population, Math.floor(k / size))[k % size] ? 1 : 0,
  );
  const [output, slope] = [new Float64Array(reader.outputs), new Float64Array(reader.outputs)];
  reader.read(counts, 0, output);
  const targets = loss.targets(reader.outputs);
  loss.value(output, batch.targets.subarray(sample * targets, (sample + 1) * targets), slope);
  const read = new Float32Array(steps * size);
  reader.write(read, 0, { values: counts, slope, scale: 1 / batch.size });
  goBack();
  return { outputs: output, courses, spikesOf };

  function goBack(): void {
    const adjoints = new Map(
      populations.map((one) => [
        one.name,
        Array.from({ length: one.size }, () => {
          return new Map([...one.states.keys()].map((slot) => [slotName("adjoint", slot), zero]));
        }),
      ]),
    );
    for (let step = steps - 1; step >= 0; step--) {
      for (const one of populations) {
        const own = adjoints.get(one.name) as Map<string, Ball>[];
        const course = courses.get(one.name) as Course;
        course.slopes[step] = own.map((adjoint, n) => {
          const spikes: [string, Ball] = [
            slotName("adjoint", spikesSlot),
            slopeOfSpike(one, step, n),
          ];
          const slots = new Map([...(course.slots[step]?.[n] ?? []), ...adjoint, spikes]);
          const { stored } = runKernel(one.backward, slots);
          for (const slot of adjoint.keys()) adjoint.set(slot, stored.get(slot) ?? zero);
          return new Map(
            one.inflows.map((inflow) => [inflow, stored.get(slotName("adjoint", inflow)) ?? zero]),
          );
        });
      }
    }
  }
  function slopeOfSpike({ name }: TrainedPopulation, step: number, n: number): Ball {
    const terms: (readonly [Ball, Ball])[] = [];
    if (name === readout.population) terms.push([exact(1), exact(read[step * size + n] as number)]);
    for (const one of projections) {
      if (one.from !== name || step + one.latency >= steps) continue;
      const slopes = courses.get(one.to)?.slopes[step + one.latency] ?? [];
      for (const [source, target, weight] of synapses.get(one) ?? []) {
        if (source !== n) continue;
        const slope = slopes[target]?.get(one.receptor) ?? zero;
        terms.push([slope, exact(one.values[weight] as number)]);
      }
    }
    return sumOf(terms);
  }
}

function startOf({ size, states }: TrainedPopulation): ReadonlyMap<string, Ball>[] {
  return Array.from({ length: size }, (_, n) => {
    return new Map(
      [...states].map(([slot, value]) => [
        slot,
        exact(typeof value === "number" ? value : (value[n] as number)),
      ]),
    );
  });
}

function constantsOf({ constants }: TrainedPopulation, n: number): [string, Ball][] {
  return [...constants].map(([slot, values]) => [slot, exact(values[n] as number)]);
}

function givenSpikes(
  { name, size }: { readonly name: string; readonly size: number },
  { inputs }: Batch,
  sample: number,
  steps: number,
): boolean[][] {
  const found = Array.from({ length: steps }, () => new Array<boolean>(size).fill(false));
  const columns = inputs[name] as SpikeColumns;
  const end = columns.begins[sample + 1] as number;
  for (let k = columns.begins[sample] as number; k < end; k++) {
    const row = found[columns.steps[k] as number];
    if (row !== undefined) row[columns.neurons[k] as number] = true;
  }
  return found;
}

function synapsesOf({ window, sources, targets, columns }: TrainedProjection): readonly Synapse[] {
  if (window !== undefined) return windowSynapses(window, columns);
  const found: Synapse[] = [];
  for (let source = 0; source < sources; source++) {
    for (let target = 0; target < targets; target++) {
      found.push([source, target, source * columns + target]);
    }
  }
  return found;
}

/** List the synapses of a convolution; the last column of a kernel comes first in a row of weights. */
function windowSynapses(
  { inputs, outputs, from, to, kernel, stride, padding, pool }: SlidingWindow,
  columns: number,
): readonly Synapse[] {
  const found: Synapse[] = [];
  const each = (length: number, body: (k: number) => void): void => {
    for (let k = 0; k < length; k++) body(k);
  };
  const eachPlace = (
    [rows, width]: readonly [number, number],
    body: (row: number, column: number) => void,
  ): void => each(rows, (row) => each(width, (column) => body(row, column)));
  eachPlace(to, (row, column) =>
    eachPlace(kernel, (k, l) => {
      const [y, x] = [row * stride + k - padding, column * stride + l - padding];
      if (y < 0 || x < 0 || y >= Math.floor(from[0] / pool) || x >= Math.floor(from[1] / pool))
        return;
      eachPlace([pool, pool], (down, across) =>
        eachPlace([inputs, outputs], (input, output) => {
          const source = ((y * pool + down) * from[1] + x * pool + across) * inputs + input;
          const target = (row * to[1] + column) * outputs + output;
          const place = (kernel[1] - 1 - l) * outputs + output;
          found.push([source, target, (input * kernel[0] + k) * columns + place]);
        }),
      );
    }),
  );
  return found;
}
