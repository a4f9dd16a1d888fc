import type { CurrentProgram, DriveProgram, StimulusProgram } from "../inputs/stimulus-program.ts";
import type { NetworkProgram } from "../network-program.ts";
import type { RecorderProgram } from "../recorders.ts";
import { chosenText, formulaText, valuesText } from "./value-text.ts";

/** A stimulus as shown to a reader. */
export interface ReadableStimulus {
  readonly kind: string;
  readonly into: string;
  /** The receptor or input that it reaches. */
  readonly port: string;
  readonly options: Readonly<Record<string, string>>;
}

/** Describe a stimulus of a program. */
export function readableStimulus(
  stimulus: StimulusProgram,
  { populations }: Pick<NetworkProgram, "populations">,
): ReadableStimulus {
  const { population, targets, port } = stimulus;
  const chosen = chosenText(targets);
  const form = populations.get(population)?.form;
  const [kind, options] =
    stimulus.kind === "drive"
      ? [stimulus.law, driveOptions(stimulus, form?.receptors.get(port)?.unit)]
      : [stimulus.course.kind, courseOptions(stimulus, form?.inputs.get(port)?.unit)];
  const { start, stop } = stimulus;
  return {
    kind,
    port,
    into: chosen === "" ? population : `${population} (${chosen})`,
    options: {
      ...options,
      ...(start > 0 && { start: timeText(start) }),
      ...(stop < Number.POSITIVE_INFINITY && { stop: timeText(stop) }),
    },
  };
}

type Options = Readonly<Record<string, string>>;

function timeText(value: number): string {
  return valuesText(value, "ms");
}

function driveOptions({ rate, sources, weight }: DriveProgram, unit = "1"): Options {
  return {
    rate:
      rate.kind === "changing"
        ? formulaText(rate.value)
        : valuesText(rate.kind === "one" ? rate.rate : rate.rates, "Hz"),
    ...(sources !== 1 && { count: String(sources) }),
    weight: valuesText(weight, unit),
  };
}

function courseOptions({ course }: CurrentProgram, unit = "1"): Options {
  switch (course.kind) {
    case "steps":
      return {
        times: valuesText(Float64Array.from(course.times), "ms"),
        values: valuesText(course.values, unit),
      };
    case "samples":
      return {
        ...(course.from > 0 && { from: timeText(course.from) }),
        every: timeText(course.every),
        values: valuesText(course.values, unit),
      };
    case "sine":
      return {
        amplitude: valuesText(course.amplitude, unit),
        ...(course.offset !== 0 && { offset: valuesText(course.offset, unit) }),
        frequency: valuesText(course.turn / (2 * Math.PI), "Hz"),
        ...(course.phase !== 0 && { phase: `${(course.phase * 180) / Math.PI}` }),
      };
    case "formula":
      return { value: formulaText(course.value) };
    case "noise":
      return {
        mean: valuesText(course.mean, unit),
        sd: valuesText(course.sd, unit),
        every: timeText(course.every),
        ...(course.shared && { shared: "true" }),
      };
  }
}

/** A recorder as shown to a reader. */
export interface ReadableRecorder {
  readonly of: string;
  readonly variables: readonly string[];
  /** Sampling interval and window; the whole run by default. */
  readonly every?: string;
  readonly from?: string;
  readonly until?: string;
}

/** Describe the recorders, those of synapses last. */
export function readableRecorders({
  recorders,
  synapseRecorders,
  dt,
}: NetworkProgram): readonly ReadableRecorder[] {
  const time = (steps: number): string => `${Number((steps * dt).toPrecision(12))} ms`;
  const ofNeurons = recorders.map((one: RecorderProgram): ReadableRecorder => {
    const chosen = chosenText(one.chosen);
    return {
      of: chosen === "" ? one.population : `${one.population} (${chosen})`,
      variables: [...(one.spikes ? ["spikes"] : []), ...one.variables],
      ...(one.variables.length > 0 && { every: time(one.every) }),
      ...(one.from > 0 && { from: time(one.from) }),
      ...(Number.isFinite(one.until) && { until: time(one.until) }),
    };
  });
  const ofSynapses = synapseRecorders.map(
    ({ projection, variables, every, from, until }): ReadableRecorder => ({
      of: projection,
      variables,
      ...(every !== undefined && { every: timeText(every) }),
      ...(from > 0 && { from: timeText(from) }),
      ...(Number.isFinite(until) && { until: timeText(until) }),
    }),
  );
  return [...ofNeurons, ...ofSynapses];
}
