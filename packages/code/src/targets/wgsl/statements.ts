import { NO_OPERATOR } from "../../errors.ts";
import type { Value, Variable } from "../../form/graph.ts";
import type { ArrayPlace, Routine, Statement } from "../../form/routine.ts";
import { typeText } from "./literals.ts";
import { elementText, type Place } from "./places.ts";
import { type ValueWriting, writeValues } from "./values.ts";

/** Context for writing statements. */
export interface StatementWriting extends ValueWriting {
  readonly placeOf: (array: ArrayPlace) => Place;
  /** Whether a variable is a name for a single value. */
  readonly isOnce: (variable: Variable) => boolean;
  /** Return the name of a routine's function for arrays at these locations. */
  readonly callee: (routine: Routine, places: readonly Place[]) => string;
}

type Of<Kind extends Statement["kind"]> = Statement & { readonly kind: Kind };

type Writers = {
  readonly [Kind in Statement["kind"]]: (one: Of<Kind>, writing: StatementWriting) => void;
};

/** Handlers of all kinds of statements; a missing kind does not compile. */
const writers: Writers = {
  set: writeSet,
  load({ into, array, index, beyond }, writing) {
    const place = writing.placeOf(array);
    const element = elementText(place, { array, index: one(index, writing), beyond });
    const isAtomic = place.binding.holds === "atomic";
    assign(into, isAtomic ? `atomicLoad(&${element})` : element, writing);
  },
  store({ array, index, beyond, value }, writing) {
    const place = writing.placeOf(array);
    const [at = "", text = ""] = writeValues([index, value], writing);
    const element = elementText(place, { array, index: at, beyond });
    const isAtomic = place.binding.holds === "atomic";
    writing.body.line(isAtomic ? `atomicStore(&${element}, ${text});` : `${element} = ${text};`);
  },
  "atomic-add"({ array, index, value, into }, writing) {
    const place = writing.placeOf(array);
    if (place.binding.holds !== "atomic") {
      throw NO_OPERATOR({ operator: `atomic-add in ${place.binding.name}`, type: array.element });
    }
    const [at = "", text = ""] = writeValues([index, value], writing);
    const element = elementText(place, { array, index: at, beyond: 0 });
    const added = `atomicAdd(&${element}, ${text})`;
    if (into === undefined) writing.body.line(`${added};`);
    else assign(into, added, writing);
  },
  for: writeCount,
  while({ condition, body }, writing) {
    writing.body.block("loop", () => {
      writing.body.line(`if (!(${one(condition, writing)})) { break; }`);
      writeAll(body, writing);
    });
  },
  if({ condition, body, otherwise }, writing) {
    const isSo = one(condition, writing);
    writing.body.block(`if (${isSo})`, () => writeAll(body, writing));
    if (otherwise.length > 0) writing.body.block("else", () => writeAll(otherwise, writing));
  },
  call: writeCall,
  ask({ external }) {
    throw NO_OPERATOR({ operator: external.name, type: "call" });
  },
};

/** Write statements, one line each. */
export function writeAll(statements: readonly Statement[], writing: StatementWriting): void {
  for (const statement of statements) {
    const write = writers[statement.kind] as (one: Statement, writing: StatementWriting) => void;
    write(statement, writing);
  }
}

function one(value: Value, writing: StatementWriting): string {
  return writeValues([value], writing)[0] ?? "";
}

function assign(
  variable: Variable,
  text: string,
  { body, isOnce, nameOf }: StatementWriting,
): void {
  typeText(variable.type);
  body.line(`${isOnce(variable) ? "let " : ""}${nameOf(variable)} = ${text};`);
}

function writeSet({ pairs }: Of<"set">, writing: StatementWriting): void {
  const { body, isOnce } = writing;
  const texts = writeValues(
    pairs.map(([, value]) => value),
    writing,
  );
  // All are computed before the first variable changes.
  const changes = pairs.filter(([variable]) => !isOnce(variable)).length;
  const kept = pairs.map(([variable], k) => {
    if (changes < 2 || isOnce(variable)) return texts[k] ?? "";
    const name = body.fresh("next");
    body.line(`let ${name} = ${texts[k]};`);
    return name;
  });
  // A changing variable comes last, so that the names before it see its old value.
  const order = pairs.map(([variable], k) => [variable, kept[k] ?? ""] as const);
  for (const [variable, text] of order) if (isOnce(variable)) assign(variable, text, writing);
  for (const [variable, text] of order) if (!isOnce(variable)) assign(variable, text, writing);
}

function writeCount(
  { index, from, to, by, body: inner }: Of<"for">,
  writing: StatementWriting,
): void {
  const { body } = writing;
  const [start, end] = writeValues([from, to], writing);
  const limit = body.fresh("limit");
  const iteration = body.fresh("iteration");
  body.line(`let ${limit} = bitcast<u32>(${end});`);
  const head = `for (var ${iteration} = bitcast<u32>(${start}); ${iteration} < ${limit}; ${iteration} += ${by}u)`;
  body.block(head, () => {
    assign(index, `bitcast<i32>(${iteration})`, writing);
    writeAll(inner, writing);
  });
}

function writeCall({ routine, arrays, values, into }: Of<"call">, writing: StatementWriting): void {
  const { body, placeOf, callee } = writing;
  const places = arrays.map(placeOf);
  const name = callee(routine, places);
  const starts = places.map(({ at }) => (typeof at === "number" ? `${at}u` : at));
  const call = `${name}(${[...starts, ...writeValues(values, writing)].join(", ")})`;
  const [only] = into;
  if (only === undefined) {
    body.line(`${call};`);
    return;
  }
  if (into.length === 1) {
    assign(only, call, writing);
    return;
  }
  const results = body.fresh("results");
  body.line(`let ${results} = ${call};`);
  into.forEach((variable, k) => {
    assign(variable, `${results}.r${k}`, writing);
  });
}
