import type { FloatType, FunctionBuilder, Local } from "@spikeloom/code";
import { op } from "./wide.ts";

/** Vectors of sums that registers hold beside what is added to them. */
const most = 8;

/** Some channels of a target: so many vectors, and elements behind them. */
export interface Stretch {
  /** Bytes from the first channel on. */
  readonly first: number;
  readonly vectors: readonly Local[];
  readonly singles: readonly Local[];
}

/** Deal the channels of a target to stretches that registers hold. */
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

/** Load the sums of a stretch from an address. */
export function loadSums(f: FunctionBuilder, type: FloatType, stretch: Stretch, from: Local): void {
  eachSum(type, stretch, (sum, { load, at }) => {
    f.get(from).op(load, { offset: at }).set(sum);
  });
}

/** Add to the sums of a stretch what lies at an address. */
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

/** Store the sums of a stretch at an address. */
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
  /** Bytes from the first channel on. */
  readonly at: number;
}

/** Do something with each sum of a stretch. */
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
