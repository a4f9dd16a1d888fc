import {
  type DrawnSource,
  drawnStep,
  type GivenSource,
  givenStep,
  joinSpikes,
  type NetworkProgram,
  type PopulationProgram,
  SOURCE_VALUE,
  sourcePoints,
} from "@spikeloom/program";
import { type SourceState, type State, stateOf } from "./state.ts";

/** Lists the neurons of a source that spike in a step, ascending, once for each spike; steps come in order. */
export type Source = (step: number) => readonly number[];

/** Counts the spikes of a neuron in a step. */
type Count = (neuron: number, step: number) => number;

/** This many points of a neuron in a step indicate an unusable rate, and would take forever. */
const mostPoints = 10_000;

/** Create a source; undefined if the population computes its spikes. */
export function createSource(
  { source, size, name }: PopulationProgram,
  program: NetworkProgram,
  { sources }: State,
): Source | undefined {
  if (source === undefined) return undefined;
  const state = stateOf(sources, name, () => {
    const next = new Float64Array(size).fill(Number.NaN);
    return { next, words: new Float64Array(size), sent: [] };
  });
  const task = { program, state, place: `populations.${name}`, name };
  const count = source.kind === "times" ? givenSpikes(source, task) : drawnSpikes(source, task);
  return (step) => {
    const trains = Array.from({ length: size }, (_, k) => Array<number>(count(k, step)).fill(k));
    const { sent } = state;
    state.sent = [];
    return joinSpikes(program.convention, trains.flat(), sent);
  };
}

interface SourceTask {
  readonly program: NetworkProgram;
  readonly state: SourceState;
  readonly place: string;
  readonly name: string;
}

function givenSpikes({ times }: GivenSource, { program, place }: SourceTask): Count {
  const steps = times.map((own, neuron) =>
    Array.from(own, (time) => {
      const step = givenStep(time, program);
      if (step >= 0) return step;
      const next = "Move the spikes.";
      const fault = { place, neuron, what: "the time of a spike", got: `${time} ms`, next };
      throw SOURCE_VALUE({ ...fault, expected: "times from the first step on" });
    }),
  );
  return (neuron, step) => steps[neuron]?.filter((one) => one === step).length ?? 0;
}

/** Draw the points of each neuron until one lies beyond the step. */
function drawnSpikes(source: DrawnSource, { program, state, place, name }: SourceTask): Count {
  const points = sourcePoints(source, { ...program, name });
  return (neuron, step) => {
    let time = state.next[neuron] as number;
    if (drawnStep(time, program) > step) return 0;
    points.stream.seek(neuron, 0, state.words[neuron]);
    // The time is no number until a first point is drawn.
    if (Number.isNaN(time)) time = points.next(neuron, time);
    let [count, tries] = [0, 0];
    for (; drawnStep(time, program) <= step; tries++) {
      if (tries > mostPoints) {
        const fault = { place, neuron, what: `step ${step}`, got: "more" };
        const expected = `at most ${mostPoints} points in a step`;
        throw SOURCE_VALUE({ ...fault, expected, next: "Lower the rate." });
      }
      // A process that began before the run sends nothing until the run begins.
      if (points.keeps(neuron, time) && drawnStep(time, program) >= 0) count++;
      time = points.next(neuron, time);
    }
    state.next[neuron] = time;
    state.words[neuron] = points.stream.word;
    return count;
  };
}
