import { formatInternal, parseUnit } from "@spikeloom/units";
import { type DelayGrid, toGrid } from "../connections/grid-delays.ts";
import type { NetworkProgram, ProjectionProgram } from "../network-program.ts";
import type { DynamicSynapses } from "../synapses/dynamic-synapses.ts";
import type { CountedSpikes, EventTimes, ThirdFactor } from "../synapses/outside-events.ts";
import type { Part } from "./equation.ts";
import { synapseParts } from "./print-synapses.ts";
import {
  chosenText,
  formulaText,
  optionText,
  selectionText,
  valueProgramText,
  valuesText,
} from "./value-text.ts";

/** A projection as shown to a reader. */
export interface ReadableProjection {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** The connector, with its options. */
  readonly connector: string;
  /** The expected number, if known. */
  readonly synapses?: number;
  readonly weight: string;
  readonly delay: string;
  /** Undefined if the synapses only couple. */
  readonly receptor?: string;
  readonly synapse?: string;
  readonly plasticity?: string;
  /** Names of the synapse model and the plasticity rule. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Sources of named events and third factors. */
  readonly drivenBy?: Readonly<Record<string, string>>;
  /** The bounds of the weight. */
  readonly bounds?: string;
  /** Variables stored per synapse, per source and target, and globally. */
  readonly keeps?: Readonly<Record<string, readonly string[]>>;
  readonly parts: readonly Part[];
}

/** Describe the connectivity and the synapses of a projection. */
export function readableProjection(
  projection: ProjectionProgram,
  index: number,
  {
    program,
    synapses,
    digits,
  }: {
    readonly program: NetworkProgram;
    readonly synapses: number | undefined;
    readonly digits: number | undefined;
  },
): ReadableProjection {
  const { name, from, to, receptor, dynamic, weight } = projection;
  const modelOf = (kind: "synapse" | "plasticity"): string | undefined =>
    dynamic?.models.find((one) => one.kind === kind)?.name;
  const [synapse, plasticity] = [modelOf("synapse"), modelOf("plasticity")];
  const bounds = boundsText(projection);
  const parameters = dynamic === undefined ? {} : parametersOf(dynamic);
  const drivenBy = dynamic === undefined ? {} : originsOf(dynamic);
  return {
    name,
    from: withSelection(from, selectionText(projection.fromNeurons)),
    to: withSelection(to, selectionText(projection.toNeurons)),
    connector: connectorText(projection),
    ...(synapses !== undefined && { synapses }),
    weight: valueProgramText(weight),
    delay: delayText(projection, { ...program, place: `projections[${index}].delay` }),
    ...(receptor !== undefined && { receptor }),
    ...(synapse !== undefined && { synapse }),
    ...(plasticity !== undefined && { plasticity }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(Object.keys(drivenBy).length > 0 && { drivenBy }),
    ...(bounds !== undefined && { bounds }),
    ...(dynamic !== undefined && { keeps: keptBy(dynamic.program) }),
    parts: dynamic === undefined ? [] : synapseParts(dynamic, digits),
  };
}

function withSelection(population: string, selection: string): string {
  return selection === "" ? population : `${population} (${selection})`;
}

function connectorText({ connector, procedural }: ProjectionProgram): string {
  const { kind, ...options } = connector;
  const settings = Object.entries(options).map(([key, value]) => `${key} ${optionText(value)}`);
  const text = settings.length === 0 ? kind : `${kind} (${settings.join(", ")})`;
  return procedural ? `${text}, redrawn at each spike` : text;
}

function delayText(
  { delay }: ProjectionProgram,
  { dt, convention, place }: DelayGrid & { readonly place: string },
): string {
  const { source } = delay;
  const text = valueProgramText(delay);
  if (source.kind !== "number") return text;
  const { constant = 0 } = toGrid({ constant: source.value }, { dt, convention }, place);
  return `${inTime(constant, dt)} (${stepsText(constant)})`;
}

function inTime(steps: number, dt: number): string {
  return `${Number((steps * dt).toPrecision(12))} ms`;
}

function stepsText(steps: number): string {
  return steps === 1 ? "1 step" : `${steps} steps`;
}

function parametersOf({ models }: DynamicSynapses): Readonly<Record<string, string>> {
  return Object.fromEntries(
    models.flatMap(({ parameters }) =>
      [...parameters].map(([name, value]) => [name, valueProgramText(value)] as const),
    ),
  );
}

function originsOf({ events, factors }: DynamicSynapses): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...[...events].map(([name, times]) => [name, eventText(times)] as const),
    ...[...factors].map(([name, factor]) => [name, factorText(factor)] as const),
  ]);
}

function eventText(times: EventTimes): string {
  if (times.kind === "spikes") return spikesText(times.spikes);
  const { start, every } = times;
  const interval = `every ${valuesText(every, "ms")}`;
  return start === every ? interval : `${interval} from ${valuesText(start, "ms")} on`;
}

function factorText(factor: ThirdFactor): string {
  switch (factor.kind) {
    case "constant":
      return valuesText(factor.value, factor.unit);
    case "formula":
      return formulaText(factor.value);
    case "spikes": {
      const [weight, tau] = [valuesText(factor.weight, factor.unit), valuesText(factor.tau, "ms")];
      return `${spikesText(factor.spikes)}, each adding ${weight}, decaying with ${tau}`;
    }
  }
}

function spikesText({ from, neurons, delay }: CountedSpikes): string {
  const spikes = withSelection(`spikes of ${from}`, chosenText(neurons));
  return delay === undefined ? spikes : `${spikes} after ${valuesText(delay, "ms")}`;
}

function boundsText({ weight }: ProjectionProgram): string | undefined {
  const limit = weight.limits.find((one) => one.kind === "weight");
  if (limit === undefined) return undefined;
  const { dimension } = parseUnit(limit.unit);
  const { min, max } = limit.bounds;
  const low = Number.isFinite(min) ? `${formatInternal(min, dimension)} ≤ ` : "";
  const high = Number.isFinite(max) ? ` ≤ ${formatInternal(max, dimension)}` : "";
  return low === "" && high === "" ? undefined : `${low}weight${high}`;
}

function keptBy({
  synapse,
  source,
  target,
  common: once,
  modulators,
}: NonNullable<ProjectionProgram["dynamic"]>["program"]): Readonly<
  Record<string, readonly string[]>
> {
  const all = { synapse, source, target, once, modulators };
  return Object.fromEntries(Object.entries(all).filter(([, names]) => names.length > 0));
}
