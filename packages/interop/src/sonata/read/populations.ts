import {
  type NeuronRecord,
  nearestName,
  type PopulationRecord,
  type Stack,
  type Value,
} from "@spikeloom/kernel";
import { parseQuantity, parseUnit, toInternal } from "@spikeloom/units";
import { SONATA_MODEL } from "../errors.ts";
import type { LossList } from "../losses.ts";
import { findTemplate } from "../templates/find-template.ts";
import type { Template, TemplateRow } from "../templates/template.ts";
import type { Fields } from "./json-fields.ts";
import type { NodePopulation } from "./nodes.ts";
import { positionsOf } from "./positions.ts";

/** One of our populations: the nodes of a SONATA population with the same template. */
export interface Part {
  readonly name: string;
  readonly nodes: NodePopulation;
  /** Undefined for virtual nodes, whose spikes are given. */
  readonly template: Template | undefined;
  /** As written in SONATA. */
  readonly templateName: string;
  /** Row of each neuron among the nodes. */
  readonly rows: Uint32Array;
}

/** Nodes of a population, split into parts. */
export interface Parts {
  readonly nodes: NodePopulation;
  readonly parts: readonly Part[];
  /** Part of each row, and its index there. */
  readonly partOf: Uint8Array;
  readonly indexOf: Uint32Array;
}

/** Maximum number of different templates in one population. */
const mostParts = 250;

/** Names assigned to our populations, and the resulting losses. */
export interface PartNames {
  readonly taken: Set<string>;
  readonly losses: LossList;
}

/** Split a population by templates; nodes other than point neurons are refused. */
export function cutPopulation(nodes: NodePopulation, names: PartNames): Parts {
  const { size } = nodes;
  const [type, template] = [nodes.attribute("model_type"), nodes.attribute("model_template")];
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  const partOf = new Uint8Array(size);
  const indexOf = new Uint32Array(size);
  for (let row = 0; row < size; row++) {
    const key = keyOf(type?.(row), template?.(row), { nodes, row });
    const part = numbers.get(key) ?? numbers.size;
    if (part >= mostParts) throw tooMany(nodes);
    numbers.set(key, part);
    partOf[row] = part;
    indexOf[row] = counts[part] ?? 0;
    counts[part] = (counts[part] ?? 0) + 1;
  }
  const keys = [...numbers.keys()];
  const rows = counts.map((count) => new Uint32Array(count));
  for (let row = 0; row < size; row++) {
    const own = rows[partOf[row] as number] as Uint32Array;
    own[indexOf[row] as number] = row;
  }
  const parts = keys.map(
    (key, k): Part => ({
      name: ownName(
        keys.length === 1 ? nodes.name : `${nodes.name}_${key.replace(/^.*:/, "")}`,
        names,
      ),
      nodes,
      template: key === virtual ? undefined : findTemplate(key, nodes.place),
      templateName: key,
      rows: rows[k] as Uint32Array,
    }),
  );
  loseNames(nodes, parts, names.losses);
  return { nodes, parts, partOf, indexOf };
}

/** A valid and unique population name: letters, digits and underscores. */
function ownName(text: string, { taken }: PartNames): string {
  const plain = text
    .replace(/\W/g, "_")
    .replace(/^(?=[^A-Za-z])/, "p")
    .slice(0, 60);
  let name = plain;
  for (let number = 2; taken.has(name); number++) name = `${plain}_${number}`;
  taken.add(name);
  return name;
}

/** Report changed names of a population or its nodes. */
function loseNames({ name, ids }: NodePopulation, parts: readonly Part[], losses: LossList): void {
  const place = `nodes.${name}`;
  const own = parts.map((part) => part.name).join(", ");
  if (parts.length > 1) {
    losses.add(
      "name",
      place,
      `Its nodes have several templates; they are in ${own}, numbered from 0.`,
    );
  } else if (own !== name) losses.add("name", place, `Its population is named ${own}.`);
  if (parts.length > 1 || ids.every((id, k) => id === k)) return;
  losses.add("name", `${place}.node_id`, "Its nodes are renumbered from 0, in order.");
}

const virtual = "virtual";
const pointTypes: ReadonlySet<unknown> = new Set(["point_neuron", "point_process", undefined]);

function keyOf(
  type: unknown,
  template: unknown,
  { nodes, row }: { readonly nodes: NodePopulation; readonly row: number },
): string {
  if (type === virtual) return virtual;
  if (!pointTypes.has(type)) {
    const message = "These nodes are not point neurons.";
    const got = `${String(type)} (node ${nodes.ids[row]})`;
    throw SONATA_MODEL({ place: nodes.place, message, expected: "point_neuron or virtual", got });
  }
  if (typeof template === "string") return template;
  const message = "A point neuron has no template.";
  const expected = "a model_template such as nest:iaf_psc_alpha";
  throw SONATA_MODEL({
    place: nodes.place,
    message,
    expected,
    got: `none (node ${nodes.ids[row]})`,
  });
}

function tooMany({ place }: NodePopulation): Error {
  const message = "A population has too many templates.";
  return SONATA_MODEL({ place, message, expected: `at most ${mostParts}`, got: "more" });
}

/** Sources of parameters. */
export interface ParameterFiles {
  readonly stack: Stack;
  /** Parameters of a type, by the name of their file. */
  readonly files: ReadonlyMap<string, Fields>;
  readonly losses: LossList;
}

/** Create one of our populations, without spike times. */
export function populationOf(part: Part, files: ParameterFiles): PopulationRecord {
  const { template, rows } = part;
  const positions = positionsOf(part, files.losses);
  const size = rows.length;
  if (template === undefined) return { model: "spike-array", size, ...positions };
  const record = files.stack.get("neuron", template.model, part.name);
  const given = givenParameters(part, files);
  const parameters = new Map<string, Value>();
  for (const [theirs, ours, unit, initial] of template.parameters) {
    const own = quantityOf(record.parameters[ours]?.default);
    const value = valueIn(given(theirs, initial), rows, { unit, own });
    if (value !== undefined) parameters.set(ours, value);
  }
  for (const [ours, unit, value] of template.fixed ?? []) {
    parameters.set(ours, quantityText(value, unit));
  }
  const { share } = template;
  if (share !== undefined) {
    const [theirs, ours, , initial] = share.row;
    const divided = given(share.of[0], defaultOf(template.parameters, share.of[0]));
    const divisor = given(theirs, initial);
    const own = quantityOf(record.parameters[ours]?.default);
    const value = valueIn((row) => shareOf(divided(row), divisor(row)), rows, {
      unit: share.unit,
      own,
    });
    if (value !== undefined) parameters.set(ours, value);
  }
  const initial = stateOf(part, { given, record });
  loseOthers(part, files);
  return {
    model: template.model,
    size,
    ...(parameters.size > 0 && { parameters: Object.fromEntries(parameters) }),
    ...(initial.size > 0 && { initial: Object.fromEntries(initial) }),
    ...positions,
  };
}

type Given = (theirs: string, initial: number) => (row: number) => number;

/** Parameters of a node: its own, its type's, or the template's. */
function givenParameters({ nodes, templateName }: Part, { files }: ParameterFiles): Given {
  return (theirs, initial) => {
    const own = nodes.parameters.get(theirs);
    const byType = nodes.types.map((type) => {
      // PyNN stores parameters of all nodes of a type in the table of types.
      const inTable = hasTableParameters(templateName) ? type.get(theirs) : undefined;
      const value = fileOf(type.get("dynamics_params"), files)?.any(theirs) ?? inTable;
      return typeof value === "number" ? value : initial;
    });
    return (row) => own?.(row) ?? byType[nodes.typeOf[row] ?? 0] ?? initial;
  };
}

/** Whether columns of a table of types are parameters of a template, as in PyNN. */
export function hasTableParameters(templateName: string): boolean {
  return /^pynn:/i.test(templateName);
}

function fileOf(name: unknown, files: ParameterFiles["files"]): Fields | undefined {
  return typeof name === "string" ? files.get(name) : undefined;
}

function defaultOf(rows: readonly TemplateRow[], name: string): number {
  return rows.find(([theirs]) => theirs === name)?.[3] ?? Number.NaN;
}

/** Variables whose initial value differs from our model's. */
function stateOf(
  { template, rows }: Part,
  { given, record }: { readonly given: Given; readonly record: NeuronRecord },
): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const [theirs, ours, unit, initial] of template?.state ?? []) {
    const start = given(theirs, initial);
    const own = record.state?.[ours]?.initial;
    // If our model's initial value is a parameter, a neuron with that parameter's value has none of its own.
    const parameter = template?.parameters.find(([, name]) => name === own);
    if (parameter !== undefined) {
      const rest = given(parameter[0], parameter[3]);
      if (rows.every((row) => rest(row) === start(row))) continue;
    }
    const value = valueIn(start, rows, { unit, own: quantityOf(own) });
    if (value !== undefined) values.set(ours, value);
  }
  return values;
}

/** Report parameters without effect on our model. */
function loseOthers(
  { nodes, template, name, templateName }: Part,
  { files, losses }: ParameterFiles,
): void {
  if (template === undefined) return;
  const known = templateNames(template);
  const lost = new Set<string>();
  for (const file of new Set(
    nodes.types.map((type) => fileOf(type.get("dynamics_params"), files)),
  )) {
    for (const theirs of file?.names ?? []) {
      const value = file?.any(theirs);
      const isIdle =
        Object.hasOwn(template.neutral, theirs) &&
        (template.neutral[theirs] === undefined || Number(value) === template.neutral[theirs]);
      if (known.has(theirs) ? typeof value !== "number" : !isIdle) lost.add(theirs);
    }
  }
  for (const theirs of nodes.parameters.keys()) if (!known.has(theirs)) lost.add(theirs);
  for (const theirs of lost) {
    const message = lostMessage(theirs, { template, templateName, known });
    losses.add("parameter", `populations.${name}`, message);
  }
}

/** Name in a template. */
export function templateNames({ parameters, state, share }: Template): ReadonlySet<string> {
  const rows = [...parameters, ...state, ...(share === undefined ? [] : [share.row])];
  return new Set(rows.map(([theirs]) => theirs));
}

function lostMessage(
  theirs: string,
  {
    template,
    templateName,
    known,
  }: {
    readonly template: Template;
    readonly templateName: string;
    readonly known: ReadonlySet<string>;
  },
): string {
  if (known.has(theirs)) return `The parameter ${theirs} of ${templateName} is not a number.`;
  if (Object.hasOwn(template.neutral, theirs)) {
    return `The parameter ${theirs} of ${templateName} has no equivalent in ${template.model}.`;
  }
  const near = nearestName(theirs, [...known]);
  const meant = near === undefined ? "" : ` Is ${near} meant?`;
  return `${templateName} has no parameter ${theirs}; it has no effect.${meant}`;
}

interface Frame {
  readonly unit: string;
  /** Values of our model, in internal units. */
  readonly own: number | undefined;
}

/** One value for all rows or one each; undefined if it is our model's default. */
function valueIn(
  value: (row: number) => number,
  rows: Uint32Array,
  { unit, own }: Frame,
): Value | undefined {
  const values = Float64Array.from(rows, value);
  const first = values[0] ?? 0;
  if (!values.every((one) => one === first)) return { values, unit };
  if (own !== undefined && own === toInternal({ value: first, unit: parseUnit(unit) }))
    return undefined;
  return quantityText(first, unit);
}

/** A quotient, written as the shortest number from which the divisor is restored, which is what its author intended. */
function shareOf(whole: number, divisor: number): number {
  const exact = whole / divisor;
  for (let digits = 6; digits < 17; digits++) {
    const short = Number(exact.toPrecision(digits));
    if (whole / short === divisor) return short;
  }
  return exact;
}

/** A number with its unit from which the same number is read. */
export function quantityText(value: number, unit: string): string | number {
  return unit === "1" ? value : `${value} ${unit}`;
}

/** A quantity in internal units; undefined for an expression. */
function quantityOf(quantity: unknown): number | undefined {
  if (typeof quantity === "number") return quantity;
  if (typeof quantity !== "string" || !/^[+-]?[\d.]/.test(quantity) || quantity.includes("*"))
    return undefined;
  return toInternal(parseQuantity(quantity));
}
