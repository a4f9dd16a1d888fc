import { SESSION_NAME, SESSION_VALUE } from "../../errors.ts";
import type { Columns } from "../session.ts";
import { isLists } from "../values/columns.ts";
import { tabled } from "../values/tabled.ts";

/** Parameters of a current source, by PyNN's names. */
export interface CurrentParameters {
  /** All parameters. */
  readonly values: ReadonlyMap<string, number | Float64Array>;
  readonly number: (name: string) => number;
  readonly list: (name: string) => Float64Array;
}

type Defaults = Readonly<Record<string, number | readonly number[]>>;

const active = { start: 0, stop: 1e12 } as const;

/** PyNN's current sources with its defaults: nA, ms, Hz and degrees. */
const sources: Readonly<Record<string, Defaults>> = {
  DCSource: { amplitude: 1, ...active },
  ACSource: { amplitude: 1, ...active, frequency: 10, offset: 0, phase: 0 },
  StepCurrentSource: { times: [], amplitudes: [] },
  NoisyCurrentSource: { mean: 0, stdev: 1, ...active, dt: 0.1 },
};

/** Read parameters of a current source; missing ones are unchanged, or have their default. */
export function currentParameters(
  kind: string,
  given: Columns,
  { before, place }: { readonly before?: CurrentParameters | undefined; readonly place: string },
): CurrentParameters {
  const defaults = tabled(sources, kind, { what: "current source", place });
  const known = Object.keys(defaults);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) throw SESSION_NAME({ place, what: "parameter", name: unknown, known });
  const values = new Map(
    Object.entries(defaults).map(([name, own]) => {
      const where = `${place}.${name}`;
      const entry = given[name];
      if (entry === undefined) return [name, before?.values.get(name) ?? plain(own)] as const;
      return [name, typeof own === "number" ? one(entry, where) : many(entry, where)] as const;
    }),
  );
  return {
    values,
    number: (name) => values.get(name) as number,
    list: (name) => values.get(name) as Float64Array,
  };
}

function plain(value: number | readonly number[]): number | Float64Array {
  return typeof value === "number" ? value : Float64Array.from(value);
}

function one(entry: Columns[string], place: string): number {
  const numbers = many(entry, place);
  if (numbers.length === 1) return numbers[0] as number;
  const message = "This parameter of a current needs a single number.";
  throw SESSION_VALUE({ place, message, got: `${numbers.length} numbers` });
}

function many(entry: Columns[string], place: string): Float64Array {
  const numbers = typeof entry === "number" ? Float64Array.of(entry) : list(entry);
  const missing = numbers.findIndex(Number.isNaN);
  if (missing < 0) return numbers;
  throw SESSION_VALUE({
    place: `${place}[${missing}]`,
    message: "This is not a number.",
    got: "NaN",
  });
}

function list(entry: Exclude<Columns[string], number>): Float64Array {
  return (isLists(entry) ? entry.values : entry).slice();
}
