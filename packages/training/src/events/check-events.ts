import type { Batch, LearningRequest } from "@spikeloom/kernel";
import { BATCH, TRAINING_OPTION } from "../errors.ts";
import type { EventNetwork } from "./event-network.ts";

/** Refuse what has no exact gradient, or none that is computed. */
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
    [costs.length > 0, "costs", "none: numbers of spikes do not move", `${costs.length}`],
    [values.length > 0, "values", "none: spikes alone come in", values.join(", ")],
    [normalise.length > 0, "normalise", "none: spikes alone come in", `${normalise.length}`],
    [dropout.length > 0, "dropout", "none: all neurons take part", `${dropout.length}`],
    [carry, "carry", "false: a batch begins with neurons at rest", "true"],
    [
      !(Number.isInteger(workers) && workers >= 1),
      "workers",
      "a whole number from 1 on",
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
        message: "Nothing is learnt from exact spike times like this.",
        expected,
        got,
      });
    }
  }
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

/** Refuse a batch that does not fit a network, and whose targets are not so many for each example. */
export function checkEventBatch(
  { size, inputs, targets }: Batch,
  { given, until, dt }: EventNetwork,
  each: number,
): void {
  if (!(Number.isInteger(size) && size > 0))
    throw fault("size", "a whole number from 1 on", String(size));
  const names = given.map(({ name }) => name);
  const odd = Object.keys(inputs).find((name) => !names.includes(name));
  if (odd !== undefined) throw fault(`inputs.${odd}`, names.join(", "), odd);
  if (targets.length !== size * each) {
    throw fault("targets", `${size} × ${each} numbers`, String(targets.length));
  }
  for (const { name, size: neurons } of given) {
    const columns = inputs[name];
    const place = `inputs.${name}`;
    if (columns === undefined || !("begins" in columns)) {
      throw fault(place, "columns of spikes", columns === undefined ? "nothing" : "values");
    }
    const { begins, steps, neurons: who } = columns;
    const isWhole = begins.length === size + 1 && begins[0] === 0 && begins[size] === who.length;
    if (!isWhole || steps.length !== who.length) {
      throw fault(
        place,
        `${size + 1} beginnings, from 0 to the number of spikes`,
        `${begins.length}`,
      );
    }
    const none = who.findIndex((one) => one >= neurons);
    if (none >= 0) throw fault(place, `neurons from 0 to ${neurons - 1}`, String(who[none]));
    const late = steps.findIndex((one) => one * dt >= until);
    if (late >= 0) throw fault(place, `steps before ${until / dt}`, String(steps[late]));
  }
}

function fault(place: string, expected: string, got: string): Error {
  return BATCH({ place, message: "A batch does not fit the network.", expected, got });
}
