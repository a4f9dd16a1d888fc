import type { NetworkProgram, StimulusProgram } from "../network-program.ts";
import type { RecorderProgram } from "../recorders.ts";
import { selectionText, valueText } from "./value-text.ts";

/** A stimulus as shown to a reader. */
export interface ReadableStimulus {
  readonly kind: string;
  readonly into: string;
  /** The receptor or the input that it reaches. */
  readonly port: string;
  readonly options: Readonly<Record<string, string>>;
}

/** Describe a stimulus. */
export function readableStimulus({ record, port }: StimulusProgram): ReadableStimulus {
  const { kind, into, neurons, ...rest } = record;
  const chosen = selectionText(neurons);
  const named = new Set(["receptor", "input"]);
  const options = Object.entries(rest).flatMap(([key, value]: [string, unknown]) =>
    value === undefined || named.has(key) ? [] : [[key, optionOf(value)] as const],
  );
  return {
    kind,
    port,
    into: chosen === "" ? into : `${into} (${chosen})`,
    options: Object.fromEntries(options),
  };
}

function optionOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value) && value.length <= 6) return `[${value.join(", ")}]`;
  if ("formula" in value || "draw" in value || "values" in value || Array.isArray(value)) {
    return valueText(value as Parameters<typeof valueText>[0]);
  }
  return Object.entries(value)
    .map(([key, part]) => `${key} = ${String(part)}`)
    .join(", ");
}

/** A recorder as shown to a reader. */
export interface ReadableRecorder {
  readonly of: string;
  readonly variables: readonly string[];
  /** Between two samples, and when they are taken; all the time where it is not given. */
  readonly every?: string;
  readonly from?: string;
  readonly until?: string;
}

/** Describe the recorders, those of synapses last. */
export function readableRecorders({
  recorders,
  network,
  dt,
}: NetworkProgram): readonly ReadableRecorder[] {
  const time = (steps: number): string => `${Number((steps * dt).toPrecision(12))} ms`;
  const ofNeurons = recorders.map((one: RecorderProgram): ReadableRecorder => {
    const chosen = selectionText(network.record?.[one.index]?.neurons);
    return {
      of: chosen === "" ? one.population : `${one.population} (${chosen})`,
      variables: [...(one.spikes ? ["spikes"] : []), ...one.variables],
      ...(one.variables.length > 0 && { every: time(one.every) }),
      ...(one.from > 0 && { from: time(one.from) }),
      ...(Number.isFinite(one.until) && { until: time(one.until) }),
    };
  });
  const ofSynapses = (network.recordSynapses ?? []).map(
    ({ projection, variables = ["weight"], every, from, until }): ReadableRecorder => ({
      of: projection,
      variables,
      ...(every !== undefined && { every }),
      ...(from !== undefined && { from }),
      ...(until !== undefined && { until }),
    }),
  );
  return [...ofNeurons, ...ofSynapses];
}
