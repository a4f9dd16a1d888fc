import { calledFunctions, type Expression, freeNames, parseExpression } from "@spikeloom/equations";
import type { StimulusRecord } from "@spikeloom/kernel";
import { type Chosen, networkStep, readTime, resolveConvention } from "@spikeloom/network";
import { type CurrentProgram, currentValue, heldValue } from "@spikeloom/program";
import { type Dimension, parseQuantity, parseUnit, toInternal } from "@spikeloom/units";
import { binary, name, number, renamed, select } from "../../../lems/tree.ts";
import {
  addDerived,
  addParameter,
  addValue,
  inType,
  type TypeDraft,
} from "../../../lems/write/type-draft.ts";
import type { Writing } from "../writing.ts";

/** How injected currents reach a population. */
export interface InputForm {
  /** Whether the population accepts dimensionless inputs. */
  readonly isPure: boolean;
  /** Number of pA, or of dimensionless units, per unit of the input. */
  readonly injected: number;
  readonly place: string;
  readonly index: number;
}

/** A stimulus of a population. */
export interface Flowing {
  readonly writing: Writing;
  readonly record: Exclude<StimulusRecord, { kind: "poisson" }>;
  /** The same, lowered. */
  readonly stimulus: CurrentProgram;
  readonly form: InputForm;
  /** Unit of the input. */
  readonly unit: string;
  readonly targets: Chosen;
  /** Size of the population. */
  readonly size: number;
}

const ms: Dimension = parseUnit("ms").dimension;

/** Maximum length of the list of values of a stimulus that is not a formula. */
const mostPieces = 500;

/** A stimulus as an expression of time; undefined if impossible, or if neurons differ. */
export function formulaOf(draft: TypeDraft, flowing: Flowing): Expression | undefined {
  const { record, writing, form, targets, size } = flowing;
  if (record.kind !== "formula" && record.kind !== "sine") return undefined;
  const { value: text, parameters = {} } = record.kind === "sine" ? sineOf(record) : record;
  const e = parseExpression(text);
  const called = calledFunctions(e);
  if (["rand", "randn"].some((each) => called.has(each))) return undefined;
  if (freeNames(e).has("i") && targets.size !== 1) return undefined;
  for (const [own, given] of Object.entries(parameters)) {
    const quantity = parseQuantity(given);
    const value = { value: toInternal(quantity), dimension: quantity.unit.dimension };
    draft.names.set(own, addParameter(draft, own, { value, about: own }));
  }
  // LEMS time in a step is that of its end.
  const shift = number({ start: 1, end: 0, previous: 2 }[holdOf(writing)]);
  const before = binary("multiply", shift, name("dt"));
  const time = binary("subtract", name("t"), before);
  const now = addDerived(draft, "now", { value: time, dimension: ms });
  draft.names.set("now", now);
  const known: Readonly<Record<string, Expression>> = {
    t: name("now"),
    N: number(size),
    i: number(targets.neuron(0)),
  };
  const value = inType(
    draft,
    renamed(e, (each) => (Object.hasOwn(parameters, each) ? undefined : known[each]) ?? name(each)),
  );
  const dt = networkStep(writing.network);
  const isAfter = (at: string, field: "start" | "stop"): Expression => {
    const step = Math.floor(readTime(at, `${form.place}.${field}`) / dt + 0.5);
    // Half a step less, because accumulated steps have rounding errors.
    const from = { value: (step - 0.5) * dt, dimension: ms };
    const own = addValue(draft, field, { value: from, about: `its ${field} minus half a step` });
    return binary("greater", name(now), name(own));
  };
  // Zero before the first step.
  const { start = holdOf(writing) === "previous" ? "0 ms" : undefined, stop } = record;
  if (start === undefined && stop === undefined) return value;
  const zero = nothing(draft, flowing);
  const begun = start === undefined ? value : select(isAfter(start, "start"), value, zero);
  return stop === undefined ? begun : select(isAfter(stop, "stop"), zero, begun);
}

function holdOf({ network }: Writing): "start" | "end" | "previous" {
  return resolveConvention(network.convention).inputHold;
}

/** Zero input with its dimension. */
function nothing(draft: TypeDraft, { unit }: Flowing): Expression {
  if (unit === "1") return number(0);
  const value = { value: 1, dimension: parseUnit(unit).dimension };
  const own = addValue(draft, "unit", { value, about: "one unit, with zero value" });
  return binary("multiply", number(0), name(own));
}

/** A sine as a formula. */
function sineOf({
  amplitude,
  offset,
  frequency,
  phase = 0,
  start = "0 ms",
}: Extract<StimulusRecord, { kind: "sine" }>) {
  const shape = "amplitude * sin(2 * pi * frequency * (t - begin) + phase)";
  return {
    value: offset === undefined ? shape : `offset + ${shape}`,
    parameters: {
      amplitude,
      frequency,
      begin: start,
      phase: (phase * Math.PI) / 180,
      ...(offset !== undefined && { offset }),
    },
  };
}

/** A stimulus as a piecewise constant function; undefined if it changes too often or neurons differ. */
export function piecesOf(draft: TypeDraft, flowing: Flowing): Expression | undefined {
  const { stimulus, writing, unit } = flowing;
  const { network, seed, steps } = writing;
  if (steps === undefined) return undefined;
  const dt = networkStep(network);
  const given = currentValue(stimulus, { dt, seed, trial: network.trial ?? 0 });
  const valueAt = heldValue(given, { inputHold: holdOf(writing) });
  const pieces: { readonly after: number; readonly value: number }[] = [];
  for (let step = 0; step < steps; step++) {
    const now = valueAt(step);
    const value = typeof now === "number" ? now : (now[0] ?? 0);
    if (typeof now !== "number" && now.some((other) => other !== value)) return undefined;
    if (value === pieces.at(-1)?.value) continue;
    if (pieces.length === mostPieces) return undefined;
    // LEMS time in a step is that of its end; half a step less because of rounding errors.
    pieces.push({ after: (step + 0.5) * dt, value });
  }
  const { dimension } = parseUnit(unit);
  return pieces.reduce<Expression>((earlier, { after, value }, k) => {
    const about = `amount ${k}`;
    const amount = name(addValue(draft, `amount_${k}`, { value: { value, dimension }, about }));
    const from = { value: { value: after, dimension: ms }, about: `start of amount ${k}` };
    if (k === 0) return amount;
    return select(
      binary("greater", name("t"), name(addValue(draft, `from_${k}`, from))),
      amount,
      earlier,
    );
  }, number(0));
}
