import type { FloatType } from "@spikeloom/code";
import type { FunctionBuilder, Local } from "@spikeloom/code/encoder";
import { op } from "./wide.ts";

/** Number of vectors of sums that fit into registers in addition to the summands. */
const most = 8;

/** Some channels of a target: a number of vectors, and the remaining elements. */
export interface Stretch {
  /** Byte offset from the first channel. */
  readonly first: number;
  readonly vectors: readonly Local[];
  readonly singles: readonly Local[];
}

/** Divide the channels of a target into ranges that fit into registers. */
export function channelStretches(
  f: FunctionBuilder,
  { type, outputs }: { readonly type: FloatType; readonly outputs: number },
): readonly Stretch[] {
  const lanes = type === "f64" ? 2 : 4;
  const [vectors, singles] = [Math.floor(outputs / lanes), outputs % lanes];
  const count = Math.max(1, Math.ceil(vectors / most));
  const registers = Array.from({ length: Math.min(most, vectors) }, (_, v) =>
    f.local("v128", `sum ${v}`),
  );
  const others = Array.from({ length: singles }, (_, v) => f.local(type, `sum of element ${v}`));
  return Array.from({ length: count }, (_, k) => ({
    first: 16 * most * k,
    vectors: registers.slice(0, vectors - most * k),
    singles: k + 1 === count ? others : [],
  }));
}

/** Load the sums of a range from an address. */
export function loadSums(f: FunctionBuilder, type: FloatType, stretch: Stretch, from: Local): void {
  eachSum(type, stretch, (sum, { load, at }) => {
    f.get(from).op(load, { offset: at }).set(sum);
  });
}

/** Add the values at an address to the sums of a range. */
export function addToSums(
  f: FunctionBuilder,
  type: FloatType,
  stretch: Stretch,
  from: Local,
): void {
  eachSum(type, stretch, (sum, { load, at, isVector }) => {
    f.get(sum).get(from).op(load, { offset: at });
    f.op(isVector ? op(type, "add") : `${type}.add`).set(sum);
  });
}

/** Store the sums of a range at an address. */
export function storeSums(
  f: FunctionBuilder,
  type: FloatType,
  stretch: Stretch,
  into: Local,
): void {
  eachSum(type, stretch, (sum, { store, at }) => {
    f.get(into).get(sum).op(store, { offset: at });
  });
}

interface SumPlace {
  readonly load: "v128.load" | `${FloatType}.load`;
  readonly store: "v128.store" | `${FloatType}.store`;
  readonly isVector: boolean;
  /** Byte offset from the first channel. */
  readonly at: number;
}

/** Emit code for each sum of a range. */
function eachSum(
  type: FloatType,
  { first, vectors, singles }: Stretch,
  body: (sum: Local, place: SumPlace) => void,
): void {
  vectors.forEach((sum, v) => {
    const at = first + 16 * v;
    body(sum, { load: "v128.load", store: "v128.store", isVector: true, at });
  });
  singles.forEach((sum, k) => {
    const at = first + 16 * vectors.length + (k << (type === "f64" ? 3 : 2));
    body(sum, { load: `${type}.load`, store: `${type}.store`, isVector: false, at });
  });
}
