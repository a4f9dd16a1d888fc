import {
  type DrawnSource,
  drawnStep,
  givenStep,
  type NetworkProgram,
  type PopulationProgram,
  SOURCE_VALUE,
  type SourceProgram,
  sourcePoints,
} from "@spikeloom/program";

/** A population whose spikes are given or drawn. */
export interface Source {
  /** The next point of each neuron's process, and the words of its stream that are used by then. */
  readonly state: { next: Float64Array; words: Float64Array; sent: number[] };
  /** Neurons that spike in a step, ascending, once for each spike; steps come in order. */
  at(step: number): readonly number[];
  /** Let neurons spike in the next step beside their trains. */
  send(neurons: readonly number[]): void;
}

/** So many points of a neuron in a step are a rate of no use, and would take for ever. */
const mostPoints = 10_000;

/** Create a source. */
export function createSource(
  { size, name }: PopulationProgram,
  source: SourceProgram,
  program: NetworkProgram,
): Source {
  const once = program.convention.multiplicity === "one";
  const state: Source["state"] = {
    next: new Float64Array(size),
    words: new Float64Array(size),
    sent: [],
  };
  const refuse = (neuron: number, what: string, got: string): Error =>
    SOURCE_VALUE({
      place: `populations.${name}`,
      neuron,
      what,
      got,
      expected: `times from the first step on, and at most ${mostPoints} points in a step`,
      next: "Move the spikes, or lower the rate.",
    });
  const drawn =
    source.kind === "times" ? undefined : drawnSpikes(source, { name, size, program, state });
  const given =
    source.kind !== "times"
      ? []
      : source.times.map((times, neuron) =>
          Array.from(times, (time) => {
            const step = givenStep(time, program);
            if (step >= 0) return step;
            throw refuse(neuron, "the time of a spike", `${time} ms`);
          }),
        );
  return {
    state,
    at(step) {
      const spikes = [...state.sent];
      for (let neuron = 0; neuron < size; neuron++) {
        const count =
          drawn?.(neuron, step) ?? given[neuron]?.filter((one) => one === step).length ?? 0;
        if (count > mostPoints) throw refuse(neuron, `step ${step}`, "more");
        for (let k = 0; k < count; k++) spikes.push(neuron);
      }
      state.sent = [];
      return (once ? [...new Set(spikes)] : spikes).sort((a, b) => a - b);
    },
    send: (neurons) => void state.sent.push(...neurons),
  };
}

interface DrawnTask extends Pick<Source, "state"> {
  readonly name: string;
  readonly size: number;
  readonly program: NetworkProgram;
}

/** Create what counts the spikes of a neuron in a step, drawing points until one lies beyond it. */
function drawnSpikes(
  source: DrawnSource,
  { name, size, program, state }: DrawnTask,
): (neuron: number, step: number) => number {
  const points = sourcePoints(source, { ...program, name });
  for (let neuron = 0; neuron < size; neuron++) {
    points.stream.seek(neuron);
    state.next[neuron] = points.next(neuron, Number.NaN);
    state.words[neuron] = points.stream.word;
  }
  return (neuron, step) => {
    let time = state.next[neuron] as number;
    if (!(drawnStep(time, program) <= step)) return 0;
    points.stream.seek(neuron, 0, state.words[neuron]);
    let [count, tries] = [0, 0];
    for (; drawnStep(time, program) <= step && tries <= mostPoints; tries++) {
      // A process that began before the run sends nothing until the run begins.
      if (points.keeps(neuron, time) && drawnStep(time, program) >= 0) count++;
      time = points.next(neuron, time);
    }
    state.next[neuron] = time;
    state.words[neuron] = points.stream.word;
    return tries > mostPoints ? tries : count;
  };
}
