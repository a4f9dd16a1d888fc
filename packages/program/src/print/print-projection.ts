import type {
  EventSource,
  ModulatorSource,
  PlasticityRecord,
  ProjectionRecord,
} from "@spikeloom/kernel";
import { type DelayGrid, toGrid } from "../connections/grid-delays.ts";
import type { NetworkProgram, ProjectionProgram } from "../network-program.ts";
import type { Part } from "./equation.ts";
import { synapseParts } from "./print-synapses.ts";
import { optionText, selectionText, valueText } from "./value-text.ts";

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
  const { name, from, to, receptor, synapse, plasticity, dynamic } = projection;
  const record = program.network.projections?.[index] as ProjectionRecord;
  const bounds = boundsText(plasticity?.model);
  return {
    name,
    from: withSelection(from, selectionText(record.fromNeurons)),
    to: withSelection(to, selectionText(record.toNeurons)),
    connector: connectorText(record),
    ...(synapses !== undefined && { synapses }),
    weight: valueText(record.weight),
    delay: delayText(projection, record, { ...program, place: `projections[${index}].delay` }),
    ...(receptor !== undefined && { receptor }),
    ...(synapse !== undefined && { synapse: synapse.model.name }),
    ...(plasticity !== undefined && { plasticity: plasticity.model.name }),
    ...parametersOf(projection),
    ...drivenBy(record),
    ...(bounds !== undefined && { bounds }),
    ...(dynamic !== undefined && { keeps: keptBy(dynamic.program) }),
    parts: dynamic === undefined ? [] : synapseParts(dynamic, digits),
  };
}

function withSelection(population: string, selection: string): string {
  return selection === "" ? population : `${population} (${selection})`;
}

function connectorText({ connector, procedural }: ProjectionRecord): string {
  const { kind, ...options } = connector;
  const settings = Object.entries(options).map(([key, value]) => `${key} ${optionText(value)}`);
  const text = settings.length === 0 ? kind : `${kind} (${settings.join(", ")})`;
  return procedural === true ? `${text}, redrawn at each spike` : text;
}

function delayText(
  { delay }: ProjectionProgram,
  record: ProjectionRecord,
  { dt, convention, place }: DelayGrid & { readonly place: string },
): string {
  const { constant, extent } = toGrid(delay, { dt, convention }, place);
  if (constant !== undefined) return `${inTime(constant, dt)} (${stepsText(constant)})`;
  const given = valueText(record.delay);
  if (extent === undefined) return given;
  return `${given}, from ${inTime(extent[0], dt)} to ${inTime(extent[1], dt)}`;
}

function inTime(steps: number, dt: number): string {
  return `${Number((steps * dt).toPrecision(12))} ms`;
}

function stepsText(steps: number): string {
  return steps === 1 ? "1 step" : `${steps} steps`;
}

/** All parameters of its models. */
function parametersOf({
  synapse,
  plasticity,
}: ProjectionProgram): Pick<ReadableProjection, "parameters"> {
  const all = [synapse, plasticity].flatMap((found) => {
    if (found === undefined) return [];
    const { parameters } = found.model;
    return Object.entries(parameters).map(
      ([key, one]) => [key, valueText(found.parameters?.[key] ?? one.default)] as const,
    );
  });
  return all.length === 0 ? {} : { parameters: Object.fromEntries(all) };
}

function drivenBy({
  events = {},
  modulators = {},
}: ProjectionRecord): Pick<ReadableProjection, "drivenBy"> {
  const all = [...Object.entries(events), ...Object.entries(modulators)];
  return all.length === 0
    ? {}
    : { drivenBy: Object.fromEntries(all.map(([key, source]) => [key, originText(source)])) };
}

/** Describe the source of a named event or third factor. */
function originText(source: EventSource | ModulatorSource): string {
  if (typeof source !== "object") return String(source);
  if ("formula" in source) return source.formula;
  if ("every" in source) {
    return source.start === undefined
      ? `every ${source.every}`
      : `every ${source.every} from ${source.start} on`;
  }
  const spikes = withSelection(`spikes of ${source.from}`, selectionText(source.neurons));
  const delay = source.delay === undefined ? "" : ` after ${source.delay}`;
  if (!("tau" in source)) return `${spikes}${delay}`;
  return `${spikes}${delay}, each adding ${source.weight}, decaying with ${source.tau}`;
}

function boundsText(model: PlasticityRecord | undefined): string | undefined {
  if (model?.bounds?.weight === undefined) return undefined;
  const { min, max } = model.bounds.weight;
  return [min === undefined ? [] : [`${min} ≤`], "weight", max === undefined ? [] : [`≤ ${max}`]]
    .flat()
    .join(" ");
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
