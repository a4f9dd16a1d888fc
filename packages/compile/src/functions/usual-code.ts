import type { FunctionBuilder, Local } from "../wasm/function.ts";
import type { ValueType } from "../wasm/types.ts";
import type { Assignment, Node } from "./webassembly.ts";

/** See `WebAssemblyOperations.assignUsual`. */
export function assignUsual(
  f: FunctionBuilder,
  copies: readonly (readonly Assignment[])[],
): Local | undefined {
  const masks = new Set<Node>();
  const orders = copies.map((pairs) =>
    inOrder(
      pairs.map(([, value]) => value),
      masks,
    ),
  );
  const rare = masks.size === 0 ? undefined : f.local("v128", "rare");
  const uses = new Map<Node, number>();
  const use = (node: Node): void => void uses.set(usual(node), (uses.get(usual(node)) ?? 0) + 1);
  for (const node of orders.flat()) node.inputs.forEach(use);
  for (const [, value] of copies.flat()) use(value);
  masks.forEach(use);

  const free = new Map<ValueType, Local[]>();
  const held = new Map<Node, Local>();
  const get = (from: Node): void => {
    const node = usual(from);
    const local = node.local ?? held.get(node);
    if (local !== undefined) f.get(local);
    if (node.local !== undefined || local === undefined) return;
    const left = (uses.get(node) ?? 1) - 1;
    uses.set(node, left);
    if (left === 0) free.set(node.type, [...(free.get(node.type) ?? []), local]);
  };
  if (rare !== undefined) f.inlineConstant("i64x2", 0n).set(rare);
  for (const node of inLockstep(orders)) {
    node.inputs.forEach(get);
    node.write();
    const local = free.get(node.type)?.pop() ?? f.local(node.type);
    held.set(node, local);
    f.set(local);
    if (rare === undefined || !masks.has(node)) continue;
    get(node);
    f.get(rare).op("v128.or").set(rare);
  }
  for (const [target, value] of copies.flat()) {
    get(value);
    f.set(target);
  }
  return rare;
}

/** See `WebAssemblyOperations.usualLength`. */
export function usualLength(values: readonly Node[]): number {
  return inOrder(values, new Set()).length;
}

/** What stands for a node where nothing is rare. */
function usual(node: Node): Node {
  let found = node;
  while (found.slow !== undefined && found.inputs[1] !== undefined) found = found.inputs[1];
  return found;
}

/** All nodes that must be computed, each after its inputs; masks of `rarely` are collected. */
function inOrder(values: readonly Node[], masks: Set<Node>): readonly Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node) || node.local !== undefined) return;
    seen.add(node);
    node.inputs.forEach(visit);
    const [mask] = node.inputs;
    if (node.slow === undefined) order.push(node);
    else if (mask !== undefined) masks.add(usual(mask));
  };
  values.forEach(visit);
  return order;
}

/** The first of all, the second of all, and so on: what one waits for, another fills. */
function inLockstep(orders: readonly (readonly Node[])[]): readonly Node[] {
  const length = Math.max(0, ...orders.map((order) => order.length));
  return Array.from({ length }, (_, k) => orders.flatMap((order) => order[k] ?? [])).flat();
}
