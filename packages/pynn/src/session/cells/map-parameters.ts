import { compileColumns, freeNames, parseExpression } from "@spikeloom/equations";
import type { Value } from "@spikeloom/kernel";
import { valuesFromUnit } from "@spikeloom/simulate";
import type { PynnCell } from "../../map/cells.ts";
import type { Column, Lists } from "../session.ts";
import { isLists, listOf } from "../values/columns.ts";
import { networkValue } from "../values/internal-values.ts";
import type { Parameters } from "./known-cell.ts";

/** Convert PyNN's parameters of a cell to those of our model. */
export function mapParameters(
  { parameters, derived = {}, fixed = {} }: Pick<PynnCell, "parameters" | "derived" | "fixed">,
  given: Parameters,
  size: number,
): Record<string, Value> {
  const values: Record<string, Value> = { ...fixed };
  for (const [name, { to, unit }] of Object.entries(parameters)) {
    const entry = given.get(name);
    if (entry === undefined || to === undefined) continue;
    if (typeof to !== "string") {
      to.forEach((target, k) => {
        values[target] = networkValue(column(entry, k, size), unit);
      });
    } else if (!isLists(entry)) values[to] = networkValue(entry, unit);
  }
  for (const [target, text] of Object.entries(derived)) {
    values[target] = derive(text, { parameters, given, size });
  }
  return values;
}

/** The numbers at one position of the lists. */
function column(entry: Column | Lists, place: number, size: number): Column {
  if (!isLists(entry)) return entry;
  if (entry.offsets.length === 2) return entry.values[place] ?? Number.NaN;
  return Float64Array.from({ length: size }, (_, k) => listOf(entry, k)[place] ?? Number.NaN);
}

interface Derived {
  readonly parameters: PynnCell["parameters"];
  readonly given: Parameters;
  readonly size: number;
}

/** Compute one of our parameters, in internal units, from PyNN's. */
function derive(text: string, { parameters, given, size }: Derived): Value {
  const expression = parseExpression(text);
  const columns = new Map<string, number | Float64Array>();
  for (const name of freeNames(expression)) {
    const [entry, row] = [given.get(name), parameters[name]];
    if (entry === undefined || row === undefined || isLists(entry)) continue;
    const isOne = typeof entry === "number";
    const values = valuesFromUnit(isOne ? Float64Array.of(entry) : entry, row.unit);
    columns.set(name, isOne ? (values[0] as number) : values);
  }
  const slots = new Map([...columns.keys()].map((name, slot) => [name, slot]));
  const isEach = [...columns.values()].some((column) => typeof column !== "number");
  const out = new Float64Array(isEach ? size : 1);
  compileColumns(expression, { slots })([...columns.values()], out);
  return networkValue(isEach ? out : (out[0] as number), unitOfDerived(text));
}

/** The two kinds of quantities that the map derives, in internal units. */
function unitOfDerived(text: string): string {
  return text.startsWith("cm / ") ? "nS" : "ms";
}
