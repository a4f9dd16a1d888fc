import type { Selection, StimulusRecord } from "@spikeloom/kernel";
import { readScalar, readTime } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import {
  call,
  FEW_TIMES,
  flat,
  inUnit,
  keyword,
  list,
  numberOf,
  type Python,
  pythonFloat,
  spread,
} from "@spikeloom/simulate/scripts";
import { parseUnit } from "@spikeloom/units";
import { selectionCode } from "../selection-code.ts";
import {
  amount,
  type CurrentRequest,
  type CurrentSteps,
  currentSteps,
  stepOf,
} from "./current-samples.ts";

/** First step in which a pyNN.nest current can act. */
const first = 2;
/** PyNN's unit of currents. */
const nanoampere = "nA";

type Of<Kind extends StimulusRecord["kind"]> = Extract<StimulusRecord, { kind: Kind }>;
/** A stimulus that provides a current. */
export type CurrentStimulus = Exclude<StimulusRecord, { kind: "poisson" }>;

/** Write a current: items of the list of all currents. */
export function writeCurrent(record: CurrentStimulus, request: CurrentRequest): readonly Python[] {
  const write = writers[record.kind] as Writer<CurrentStimulus["kind"]>;
  return write(record as never, request);
}

type Writer<Kind extends StimulusRecord["kind"]> = (
  record: Of<Kind>,
  request: CurrentRequest,
) => readonly Python[];

const writers: { readonly [Kind in CurrentStimulus["kind"]]: Writer<Kind> } = {
  steps: (record, request) => sampled(record, request),
  formula: (record, request) => sampled(record, request),
  "time-array": (record, request) => sampled(record, request),
  sine,
  noise,
};

function sampled(
  record: Of<"steps" | "formula" | "time-array">,
  request: CurrentRequest,
): readonly Python[] {
  const found = currentSteps(record, request);
  if (found.steps.length === 0) return [];
  const isEarly = found.steps.some((step, k) => step < first && isAny(found.values[k]));
  if (isEarly) loseEarly(request);
  if (found.values.every((value) => typeof value === "number")) {
    return [inject(stepSource(found, request), targetCode(record, request))];
  }
  return [eachNeuron(found, request, targetCode(record, request))];
}

/** Write a source for each neuron; all change at the same times. */
function eachNeuron(
  { steps, values }: CurrentSteps,
  request: CurrentRequest,
  target: Python,
): Python {
  const { task, index, targets } = request;
  const order = Array.from({ length: targets.size }, (_, k) => k);
  // PyNN iterates over the neurons of a part in ascending order.
  order.sort((a, b) => targets.neuron(a) - targets.neuron(b));
  const rows = order.flatMap((k) => values.map((value) => inUnit(numberOf(value, k), nanoampere)));
  const times = Float64Array.from(steps, (step) => timeOfStep(step, task.dt));
  const table = task.keep(`stimulus-${index}-amplitudes`, Float64Array.from(rows), steps.length);
  const source = call(
    "sim.StepCurrentSource",
    keyword("times", task.keep(`stimulus-${index}-times`, times)),
    "amplitudes=row",
  );
  const clause = `for neuron, row in zip(${flat(target)}, ${flat(table)})`;
  return spread(call("inject", source, "[neuron]"), clause);
}

function isAny(value: number | Float64Array | undefined): boolean {
  return typeof value === "number" ? value !== 0 : value?.some((one) => one !== 0) === true;
}

/** Write a current with one value as DCSource, with several as StepCurrentSource. */
function stepSource({ steps, values }: CurrentSteps, request: CurrentRequest): Python {
  const { task, index } = request;
  const times = steps.map((step) => timeOfStep(step, task.dt));
  const amounts = values.map((value) => inUnit(numberOf(value, 0), nanoampere));
  const [amplitude = 0, after] = amounts;
  const [start = 0, stop] = times;
  if (times.length <= 2 && (after ?? 0) === 0) {
    return call(
      "sim.DCSource",
      ...changed("amplitude", amplitude, 1),
      ...changed("start", start, 0),
      ...changed("stop", stop ?? 1e12, 1e12),
    );
  }
  const isFew = times.length <= FEW_TIMES;
  const column = (what: string, numbers: readonly number[]): Python =>
    isFew
      ? list(numbers.map(pythonFloat))
      : task.keep(`stimulus-${index}-${what}`, Float64Array.from(numbers));
  return call(
    "sim.StepCurrentSource",
    keyword("times", column("times", times)),
    keyword("amplitudes", column("amplitudes", amounts)),
  );
}

function sine(record: Of<"sine">, request: CurrentRequest): readonly Python[] {
  const { task, place } = request;
  const { dt } = task;
  const given = record.start === undefined ? 0 : readTime(record.start, `${place}.start`);
  const step = stepOf(record.start ?? 0, `${place}.start`, dt);
  if (step < first) loseEarly(request);
  // For an earlier start, pyNN.nest counts the phase one step later.
  const start = timeOfStep(Math.max(step, 1), dt);
  const { dimension } = parseUnit("Hz");
  const frequency = readScalar(record.frequency, { dimension, place: `${place}.frequency` });
  const late = start === given ? 0 : 360 * frequency * (start - given);
  const source = call(
    "sim.ACSource",
    ...changed("amplitude", inUnit(amount(record.amplitude, "amplitude", request), nanoampere), 1),
    ...changed("offset", inUnit(amount(record.offset ?? 0, "offset", request), nanoampere), 0),
    ...changed("frequency", inUnit(frequency, "Hz"), 10),
    ...changed("phase", (record.phase ?? 0) + late, 0),
    ...changed("start", start, 0),
    ...stopOf(record, request),
  );
  return [inject(source, targetCode(record, request))];
}

function noise(record: Of<"noise">, request: CurrentRequest): readonly Python[] {
  const { task, place } = request;
  const { dt } = task;
  task.lose("drawn-anew", place, "Its noise is redrawn: same distribution, different values.");
  const every = record.every === undefined ? dt : readTime(record.every, `${place}.every`);
  const held = timeOfStep(Math.max(1, Math.floor(every / dt + 0.5)), dt);
  const start = stepOf(record.start ?? 0, `${place}.start`, dt);
  const source = call(
    "sim.NoisyCurrentSource",
    ...changed("mean", inUnit(amount(record.mean, "mean", request), nanoampere), 0),
    ...changed("stdev", inUnit(amount(record.sd, "sd", request), nanoampere), 1),
    ...changed("start", timeOfStep(start, dt), 0),
    ...stopOf(record, request),
    ...changed("dt", held, 0.1),
  );
  const target = targetCode(record, request);
  if (record.shared === true) {
    task.lose("shared-noise", `${place}.shared`, "pyNN.nest gives each neuron independent noise.");
    return [inject(source, target)];
  }
  return [spread(inject(source, "[neuron]"), `for neuron in ${flat(target)}`)];
}

function changed(name: string, value: number, usual: number): readonly Python[] {
  return value === usual ? [] : [keyword(name, pythonFloat(value))];
}

function stopOf(
  { stop }: { readonly stop?: string },
  { task, place }: CurrentRequest,
): readonly Python[] {
  if (stop === undefined) return [];
  return [
    keyword("stop", pythonFloat(timeOfStep(stepOf(stop, `${place}.stop`, task.dt), task.dt))),
  ];
}

function targetCode(
  record: { readonly into: string; readonly neurons?: Selection },
  { task }: CurrentRequest,
): Python {
  return selectionCode(task, { population: record.into, selection: record.neurons });
}

function inject(source: Python, target: Python): Python {
  return call("inject", source, target);
}

function loseEarly({ task, place }: CurrentRequest): void {
  const time = timeOfStep(first, task.dt);
  task.lose(
    "early",
    place,
    `On pyNN.nest it acts from ${time} ms on, which is the earliest possible time.`,
  );
}
