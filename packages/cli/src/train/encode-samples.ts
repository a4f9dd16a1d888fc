import { type Configured, type EncoderRecord, nearestName, type Stack } from "@spikeloom/kernel";
import { encodedStream } from "@spikeloom/network";
import type { NetworkProgram } from "@spikeloom/program";
import { type Examples, encodedExamples } from "@spikeloom/training";
import { asCoded } from "../print/coded.ts";
import { beyondRange } from "./beyond-range.ts";
import { eventExamples } from "./bin-events.ts";
import { type ClippedValues, clipValues } from "./clip-values.ts";
import { type DamagedFile, greyAdvice, type TaskSamples, type ValueSamples } from "./data-part.ts";
import { TRAINING_FILE, TRAINING_NAME } from "./errors.ts";
import type { TaskEncoder, TrainingTask } from "./task.ts";
import { givenExamples } from "./value-input.ts";

/** Options of encoding samples as inputs of a network. */
export interface SampleEncoding {
  readonly program: NetworkProgram;
  readonly stack: Stack;
  /** The trial of the first sample. */
  readonly first: number;
  /** Their purpose, for errors. */
  readonly part: string;
}

/** Original samples, and the inputs of a network. */
export interface EncodedSamples {
  /** With clipped values if some were beyond the range. */
  readonly samples: TaskSamples;
  readonly examples: Examples;
  /** Clipped values, of how many; missing if there are none. */
  readonly clipped?: ClippedValues;
  /** Damaged event files of which the intact events are used; undefined if there are none. */
  readonly damaged?: readonly DamagedFile[];
}

/** Convert samples to the spikes or values that a network receives. */
export async function encodeSamples<Samples extends TaskSamples>(
  samples: Samples,
  { data, encoder, values }: TrainingTask,
  given: SampleEncoding,
): Promise<EncodedSamples> {
  if (values !== undefined) {
    if ("files" in samples) throw needsEvents(`values of "${values.input}"`);
    return { samples, examples: givenExamples(samples, values, given.program) };
  }
  // One of them exists: checkTask requires it.
  return await encoded(samples, { data, encoder: encoder as TaskEncoder }, given);
}

async function encoded(
  samples: TaskSamples,
  task: Pick<TrainingTask, "data"> & { readonly encoder: TaskEncoder },
  given: SampleEncoding,
): Promise<EncodedSamples> {
  const { stack, part, ...more } = given;
  const { name, parameters = {}, population, start, for: shown } = task.encoder;
  const model = stack.find("encoder", name);
  if (model === undefined) {
    const known = stack.list("encoder").map((one) => one.name);
    const nearest = nearestName(name, known);
    throw TRAINING_NAME({ place: "encoder.name", known, got: name, nearest, fromPlugin: true });
  }
  const source: Configured<EncoderRecord> = { model, parameters };
  const { program } = given;
  if ("files" in samples) {
    if (name !== "events") throw needsEvents(name);
    checkSensor({ source, population, program });
    return { samples, ...(await eventExamples(samples, task, program)) };
  }
  checkSize(samples.shape, { source, population, program });
  const { range = samples.range, beyond = "clip" } = task.encoder;
  const timing = { range, start, for: shown };
  const encode = (shown: ValueSamples): Examples => {
    try {
      return encodedExamples(shown, { ...more, ...timing, population, encoder: source });
    } catch (fault) {
      throw beyondRange(fault, shown, { range, part });
    }
  };
  try {
    return { samples, examples: encode(samples) };
  } catch (fault) {
    // Encoders that accept numbers beyond the range receive them.
    const clipped = beyond === "clip" ? clipValues(samples, range) : undefined;
    if (clipped === undefined || asCoded(fault)?.code !== "SL_TRAINING_FILE") throw fault;
    return { ...clipped, examples: encode(clipped.samples) };
  }
}

function needsEvents(got: string): Error {
  return TRAINING_FILE({
    place: "encoder.name",
    message: "Event files already contain spikes.",
    expected: "events",
    got,
    next: 'Use the encoder "events" with the "width", "height" and "polarities" of the sensor.',
  });
}

/** An encoder, and the source that sends its spikes. */
interface FedSource {
  readonly source: Configured<EncoderRecord>;
  readonly population: string;
  readonly program: NetworkProgram;
}

/** Refuse a sensor whose number of cells is not the source's size: either may be wrong. */
function checkSensor({ source, population, program }: FedSource): void {
  const size = program.populations.get(population)?.size;
  const { neurons } = encodedStream(source, [1, 4], { every: 1, seed: 1, place: "encoder" });
  if (size === undefined || size === neurons) return;
  const { width = 1, height = 1, polarities = 1 } = source.parameters;
  throw TRAINING_FILE({
    place: "encoder.parameters",
    message: `The number of cells of the sensor differs from the number of neurons of "${population}".`,
    expected: `"width" × "height" × "polarities" = ${size}`,
    got: `${width} × ${height} × ${polarities} = ${neurons}`,
    next: `Give the "width" and "height" of the sensor, divided by data.downsample, and "polarities" 1 or 2; where these are right, give "${population}" the "size": ${neurons}.`,
  });
}

/** Refuse a source whose size is not the number of neurons that the encoder needs. */
function checkSize(shape: readonly number[], { source, population, program }: FedSource): void {
  const size = program.populations.get(population)?.size;
  const { neurons } = encodedStream(source, shape, { every: 1, seed: 1, place: "encoder" });
  // A missing population is refused by its name.
  if (size === undefined || size === neurons) return;
  throw TRAINING_FILE({
    place: `network.populations.${population}.size`,
    message: `The encoder "${source.model.name}" needs another number of neurons for samples of ${shape.join(" × ")} numbers.`,
    expected: String(neurons),
    got: String(size),
    next: `${greyAdvice(shape)}Set "size": ${neurons} of the population.`,
  });
}
