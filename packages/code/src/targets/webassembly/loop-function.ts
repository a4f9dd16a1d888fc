import type { GuardedLoop } from "@spikeloom/program";
import { namesReadBy, valuesIn } from "@spikeloom/program";
import { asTerm, asValue, type Scope, type Term } from "../../nodes.ts";
import { loopedExport } from "../layout.ts";
import type { Callable, FunctionBuilder } from "./encoder/function.ts";
import { addressOf, type KernelCode } from "./kernel-code.ts";
import type { Node, NumberShape } from "./node.ts";
import { webAssemblyOperations } from "./operations.ts";

/** A function that runs all iterations of a loop for one vector. */
export interface LoopFunction {
  /**
   * Takes the byte offset of the vector, a mask of the lanes that need it, and the values read and carried; returns
   * those carried.
   */
  readonly callable: Callable;
  /** The names that it reads besides slots, in the order of its parameters. */
  readonly reads: readonly string[];
}

/** Write the function of a loop, and one that counts; `terms` are the names defined before it. */
export function loopFunction(
  { m, f: outer, kernel, layout, operations: { shape } }: KernelCode,
  { carried, lets, turns: iterations }: GuardedLoop,
  terms: ReadonlyMap<string, Term<Node, Node>>,
): LoopFunction {
  const nexts = carried.map(({ next }) => next);
  const reads = [...namesReadBy([...valuesIn(lets), ...nexts])].filter((name) => terms.has(name));
  const vectors = (prefix: string, of: readonly unknown[]) =>
    of.map((_, k) => [`${prefix}${k}`, "v128"] as const);
  const f = m.func(`${outer.name}_iterations`, {
    params: [
      ["at", "i32"],
      ["mask", "v128"],
      ...vectors("read", reads),
      ...vectors("carried", carried),
    ],
    results: carried.map(() => "v128"),
    export: false,
  });
  countLanes({ m, f: outer, layout }, f, shape);
  const operations = webAssemblyOperations(f, shape);
  const { value } = operations;
  const own = new Map<string, Term<Node, Node>>();
  reads.forEach((name, k) => {
    const node = value(f.param(`read${k}`));
    const isMask = "mask" in (terms.get(name) ?? {});
    own.set(name, isMask ? { mask: node } : { value: node });
  });
  const running = carried.map((_, k) => f.param(`carried${k}`));
  carried.forEach(({ name }, k) => {
    const local = running[k];
    if (local !== undefined) own.set(name, { value: value(local) });
  });
  const scope: Scope<Node, Node> = {
    operations,
    name(text) {
      const known = own.get(text);
      if (known !== undefined) return known;
      const offset = addressOf(text, { kernel, layout });
      const load = (): void => {
        if (layout.common?.has(text) === true) f.i32(0);
        else f.get(f.param("at"));
        f.op("v128.load", { offset });
      };
      const made = { value: operations.custom("v128", load) };
      own.set(text, made);
      return made;
    },
  };
  const left = f.local("i32", "left");
  f.i32(iterations).set(left);
  f.loop((again) => {
    for (const [text, tree] of lets) own.set(text, asTerm(tree, scope));
    const values = nexts.map((next) => asValue(next, scope));
    operations.assign(
      ...running.flatMap((local, k) => (values[k] ? [[local, values[k]] as const] : [])),
    );
    f.get(left).i32(1).op("i32.sub").tee(left).brIf(again);
  });
  operations.push(...running.map(value));
  return { callable: f, reads };
}

/** Add the neurons of a mask to a count that the module exports; padding is excluded. */
function countLanes(
  { m, f: outer, layout }: Pick<KernelCode, "m" | "f" | "layout">,
  f: FunctionBuilder,
  shape: NumberShape,
): void {
  const [lanes, shift, bitmask] =
    shape === "f64x2" ? ([2, 3, "i64x2.bitmask"] as const) : ([4, 2, "i32x4.bitmask"] as const);
  const count = m.global("i64", { initial: 0n, mutable: true });
  const neurons = f.local("i32", "neurons");
  // Those of the vector, all bits for a complete one.
  f.i32(layout.size).get(f.param("at")).i32(shift).op("i32.shr_u").op("i32.sub");
  f.set(neurons);
  f.i32(-1).i32(1).get(neurons).op("i32.shl").i32(1).op("i32.sub");
  f.get(neurons).i32(lanes).op("i32.ge_s").select();
  f.i32(0).get(neurons).i32(0).op("i32.gt_s").select();
  f.get(f.param("mask")).op(bitmask).op("i32.and").op("i32.popcnt").op("i64.extend_i32_u");
  f.getGlobal(count).op("i64.add").setGlobal(count);
  const told = m.func(loopedExport(outer.name), { params: [], results: ["f64"] });
  told.getGlobal(count).op("f64.convert_i64_u");
}
