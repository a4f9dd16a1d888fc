import type { ConventionRecord, NetworkRecord, RecordingSink } from "@spikeloom/kernel";
import { type Chosen, chooseNeurons, readTime } from "@spikeloom/network";
import { NOT_RECORDED } from "./errors.ts";
import { type LaidPopulation, slotView } from "./populations.ts";

/** Writes down what one recorder of the network asks for. */
export interface Recorder {
  readonly population: string;
  /** Spikes of the population in a step. */
  spikes(step: number, neurons: Uint32Array): void;
  /** Called before the first phase and after the last one of a step. */
  sample(step: number, when: "start" | "end"): void;
  /** Hand over what is held back. */
  flush(): void;
}

/** What recorders are made with. */
export interface RecorderOptions {
  readonly network: NetworkRecord;
  readonly populations: readonly LaidPopulation[];
  readonly convention: ConventionRecord;
  readonly dt: number;
  readonly precision: "f64" | "f32";
  readonly sink: RecordingSink;
  readonly buffer: ArrayBufferLike;
}

// What a recorder holds before it hands it over: small enough to lose little, large enough to be cheap.
const chunk = 65_536;

/** Make the recorders of a network. */
export function makeRecorders(options: RecorderOptions): readonly Recorder[] {
  return (options.network.record ?? []).map((record, index) => {
    const place = `record[${index}]`;
    const population = options.populations.find(({ name }) => name === record.population);
    if (population === undefined) {
      throw NOT_RECORDED({
        place: `${place}.population`,
        message: `There is no population "${record.population}".`,
        expected: options.populations.map(({ name }) => name).join(", "),
      });
    }
    const { dt, convention } = options;
    const steps = (text: string | undefined, otherwise: number): number =>
      text === undefined ? otherwise : Math.floor(readTime(text, place) / dt + 0.5);
    const window = {
      from: steps(record.from, 0),
      until: steps(record.until, Number.POSITIVE_INFINITY),
      every: Math.max(1, steps(record.every, 1)),
    };
    const size = population.resolved.size;
    const chosen = chooseNeurons(record.neurons, size, `${place}.neurons`);
    const isWhole = record.neurons === undefined;
    const spikes = record.variables.includes("spikes")
      ? spikeWriter({ index, chosen, isWhole, sink: options.sink })
      : undefined;
    const writers = record.variables
      .filter((variable) => variable !== "spikes")
      .map((variable) => sampleWriter(variable, { ...options, index, population, chosen, place }));
    const shift = convention.spikeStamp === "end" ? 1 : 0;
    return {
      population: record.population,
      spikes(step, neurons) {
        const stamp = step + shift;
        if (stamp >= window.from && stamp < window.until) spikes?.add(stamp, neurons);
      },
      sample(step, when) {
        if (writers.length === 0 || when !== convention.sampleAt) return;
        const stamp = when === "end" ? step + 1 : step;
        if (stamp < window.from || stamp >= window.until || stamp % window.every !== 0) return;
        for (const writer of writers) writer.add(stamp);
      },
      flush() {
        spikes?.flush();
        for (const writer of writers) writer.flush();
      },
    };
  });
}

interface SpikeWriterOptions {
  readonly index: number;
  readonly chosen: Chosen;
  readonly isWhole: boolean;
  readonly sink: RecordingSink;
}

interface SpikeWriter {
  add(stamp: number, neurons: Uint32Array): void;
  flush(): void;
}

function spikeWriter({ index, chosen, isWhole, sink }: SpikeWriterOptions): SpikeWriter {
  const steps = new Int32Array(chunk);
  const kept = new Uint32Array(chunk);
  let count = 0;
  const flush = (): void => {
    if (count === 0) return;
    sink.spikes({
      recorder: index,
      steps: steps.slice(0, count),
      neurons: kept.slice(0, count),
    });
    count = 0;
  };
  return {
    flush,
    add(stamp, neurons) {
      for (const neuron of neurons) {
        if (!isWhole && chosen.index(neuron) < 0) continue;
        steps[count] = stamp;
        kept[count++] = neuron;
        if (count === chunk) flush();
      }
    },
  };
}

interface SampleWriter {
  add(stamp: number): void;
  flush(): void;
}

function sampleWriter(
  variable: string,
  options: RecorderOptions & {
    readonly index: number;
    readonly population: LaidPopulation;
    readonly chosen: Chosen;
    readonly place: string;
  },
): SampleWriter {
  const { population, chosen, sink, index, buffer, precision } = options;
  const { slots, program, resolved } = population;
  const address = slots.get(`observed:${variable}`) ?? slots.get(variable);
  if (address === undefined) {
    throw NOT_RECORDED({
      place: `${options.place}.variables`,
      message: `The population "${population.name}" has no variable "${variable}".`,
      expected: [...program.slots.keys()].join(", "),
    });
  }
  const view = slotView(buffer, { address, size: resolved.size, precision });
  const rows = Math.max(1, Math.floor(chunk / chosen.size));
  const values = new Float64Array(rows * chosen.size);
  const steps = new Int32Array(rows);
  let count = 0;
  const flush = (): void => {
    if (count === 0) return;
    sink.samples({
      recorder: index,
      variable,
      steps: steps.slice(0, count),
      values: values.slice(0, count * chosen.size),
    });
    count = 0;
  };
  return {
    flush,
    add(stamp) {
      const row = count * chosen.size;
      for (let k = 0; k < chosen.size; k++) values[row + k] = view[chosen.neuron(k)] ?? Number.NaN;
      steps[count++] = stamp;
      if (count === rows) flush();
    },
  };
}
