import { type DeliverRow, rowIntegers } from "../../../../routines/rules/deliver-row.ts";
import type { RecentSpikes, RuleArrays } from "../../../../routines/rules/rule-arrays.ts";
import { type ScalarWriter, webAssemblyScalars } from "../../../scalars.ts";
import type { Callable, FunctionBuilder, Local } from "../../encoder/function.ts";
import type { AddressOf } from "../../routine.ts";

/** Context for writing code that processes several synapses at once. */
export interface Wide {
  readonly f: FunctionBuilder;
  readonly rule: RuleArrays;
  readonly recent: RecentSpikes;
  readonly addressOf: AddressOf;
  readonly row: DeliverRow;
  /** Handles the cases that cannot be processed several at once. */
  readonly general: Callable;
  readonly lanes: number;
  readonly each: readonly number[];
  readonly shape: "f64x2" | "f32x4";
  /** Bytes of a number, and their base-2 logarithm. */
  readonly bytes: number;
  readonly shift: number;
  readonly given: Readonly<Record<(typeof rowIntegers)[number], Local>>;
  /** The vector and the integer of a name, created on first use. */
  vector(name: string): Local;
  integer(name: string): Local;
  readonly vectors: ScalarWriter;
}

/** Start a function that delivers a row, several synapses at once. */
export function wideWriter(
  f: FunctionBuilder,
  parts: Pick<Wide, "rule" | "recent" | "addressOf" | "row" | "general">,
): Wide {
  const isDouble = parts.rule.precision === "f64";
  const lanes = isDouble ? 2 : 4;
  const shape = isDouble ? "f64x2" : "f32x4";
  const locals = new Map<string, Local>();
  const local = (type: "v128" | "i32", name: string): Local => {
    const key = `${type} ${name}`;
    const known = locals.get(key) ?? f.local(type, name);
    locals.set(key, known);
    return known;
  };
  return {
    ...parts,
    f,
    lanes,
    shape,
    bytes: isDouble ? 8 : 4,
    shift: isDouble ? 3 : 2,
    each: Array.from({ length: lanes }, (_, lane) => lane),
    given: Object.fromEntries(rowIntegers.map((name) => [name, f.param(name)])) as Wide["given"],
    vector: (name) => local("v128", name),
    integer: (name) => local("i32", name),
    vectors: webAssemblyScalars(f, shape),
  };
}

/** Push the number at the address on the stack plus an offset. */
export function load({ f, rule }: Wide, offset: number): void {
  f.op(`${rule.precision}.load`, { offset });
}

/** Load a number for each synapse from its own address. */
export function gather(
  { f, shape, bytes: align }: Wide,
  places: readonly Local[],
  offset: number,
  target: Local,
): void {
  places.forEach((place, lane) => {
    f.get(place);
    if (lane === 0) {
      f.op(shape === "f64x2" ? "v128.load64_zero" : "v128.load32_zero", { offset, align });
    } else {
      f.get(target);
      if (shape === "f64x2") f.op("v128.load64_lane", lane, { offset, align });
      else f.op("v128.load32_lane", lane, { offset, align });
    }
    f.set(target);
  });
}
