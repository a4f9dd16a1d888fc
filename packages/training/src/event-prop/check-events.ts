import type { Batch, LearningRequest, SpikeColumns } from "@spikeloom/kernel";
import { timeOfStep } from "@spikeloom/program";
import { type EventForm, eventNeurons, futureCourse, valueAt } from "@spikeloom/program/events";
import { BATCH, NOT_TRAINED, TRAINING_OPTION } from "../errors.ts";
import { checkParts } from "../run/load-batch.ts";
import type { EventNetwork } from "./event-network.ts";

/** Refuse tasks without an exact gradient, or whose gradient is not implemented. */
export function checkEventRequest(request: LearningRequest): void {
  const {
    trainable,
    costs = [],
    values = [],
    workers = 1,
    clip,
    dropout = [],
    normalise = [],
    carry = false,
  } = request;
  const odd = trainable.find((one) => !("projection" in one) || !isLearnt(one.variable));
  const refused: readonly (readonly [boolean, string, string, string])[] = [
    [
      trainable.length === 0 || odd !== undefined,
      "trainable",
      "weight or delay of projections",
      told(odd),
    ],
    [costs.length > 0, "costs", "none, as spike counts have no gradient", `${costs.length}`],
    [values.length > 0, "values", "none, as only spikes are inputs", values.join(", ")],
    [normalise.length > 0, "normalise", "no batch normalisation", `${normalise.length}`],
    [dropout.length > 0, "dropout", "no dropout", `${dropout.length}`],
    [carry, "carry", "false, as each batch starts from the initial state", "true"],
    [
      !(Number.isInteger(workers) && workers >= 1),
      "workers",
      "an integer of at least 1",
      String(workers),
    ],
    [
      clip !== undefined && !(clip > 0 && Number.isFinite(clip)),
      "clip",
      "a finite number above 0",
      String(clip),
    ],
  ];
  for (const [isRefused, place, expected, got] of refused) {
    if (isRefused) {
      throw TRAINING_OPTION({
        place,
        message: "EventProp does not support this.",
        expected,
        got,
      });
    }
  }
}

/** Refuse weights whose gradient is 0 at any value: those of jumps that are the only cause of spikes. */
export function checkJumps(
  { trainable, readout }: Pick<LearningRequest, "trainable" | "readout">,
  { populations, projections }: EventNetwork,
  wake: number,
): void {
  for (const [k, one] of trainable.entries()) {
    if (!("projection" in one) || one.variable !== "weight") continue;
    const projection = projections.find(({ name }) => name === one.projection);
    const target = projection && populations[projection.to];
    if (projection === undefined || target === undefined) continue;
    const { name, test, receptors } = target;
    const tested = [...(test?.function.from ?? [])];
    const jumps = receptors.get(projection.receptor) ?? [];
    const isRead = readout.population === name && (readout.variable !== "spikes" || wake > 0);
    if (isRead || reachesTest(target) || !jumps.every(({ variable }) => tested.includes(variable)))
      continue;
    throw NOT_TRAINED({
      place: `trainable[${k}]`,
      message: `Spike times do not depend on the weights of "${one.projection}": a spike that lifts the potential of "${name}" across the threshold triggers a spike at the time of its arrival, whatever its weight.`,
      expected:
        "exponentially decaying currents, or a potential that reaches the threshold by itself",
      got: "a potential that reaches the threshold only by jumps",
      next: `Use a neuron such as lif-curr-exp for "${name}", train with bptt, or train only the delays of "${one.projection}".`,
    });
  }
}

/** In ms. */
const farFuture = 1e150;

/** Whether the test can be fulfilled between events: other variables drive it, or it approaches a value above 0. */
function reachesTest(form: EventForm): boolean {
  const { test, free, variables, size } = form;
  if (test === undefined) return false;
  const constant = variables.length;
  const tested = [...test.function.from].filter((one) => one !== constant);
  const { matrix } = free;
  const isDriven = [...matrix.to].some((to, k) => {
    const from = matrix.from[k] as number;
    return tested.includes(to) && from !== to && from !== constant;
  });
  if (isDriven || tested.length > 1) return true;
  const course = futureCourse(form, test.function);
  const neurons = eventNeurons(form);
  return Array.from({ length: size }, (_, n) => valueAt(neurons.course(n, course), farFuture)).some(
    (limit) => limit > 0,
  );
}

function isLearnt(variable: string): boolean {
  return variable === "weight" || variable === "delay";
}

function told(odd: LearningRequest["trainable"][number] | undefined): string {
  if (odd === undefined) return "nothing";
  return "projection" in odd
    ? `"${odd.variable}" of "${odd.projection}"`
    : `"${odd.parameter}" of "${odd.population}"`;
}

/** Refuse a batch that does not fit the network or has a wrong number of targets. */
export function checkEventBatch(
  batch: Batch,
  { given, until, dt }: EventNetwork,
  targets: number,
): void {
  const columns = checkParts(batch, { given, keys: [], targets });
  for (const [k, { name, size }] of given.entries()) {
    const { steps, neurons } = columns[k] as SpikeColumns;
    const none = neurons.findIndex((one) => one >= size);
    if (none >= 0) throw noSpike(name, `neurons from 0 to ${size - 1}`, neurons[none]);
    const late = steps.findIndex((one) => timeOfStep(one, dt) >= until);
    if (late >= 0) throw noSpike(name, `steps before ${until / dt}`, steps[late]);
  }
}

function noSpike(name: string, expected: string, got: number | undefined): Error {
  const message = "A spike lies outside the network or the sample.";
  return BATCH({ place: `inputs.${name}`, message, expected, got: String(got) });
}
