import type { FunctionBuilder, Local } from "../wasm/function.ts";
import type { ValueType } from "../wasm/types.ts";
import type { Copy, Node } from "./webassembly.ts";

/** See `WebAssemblyOperations.assignUsual`. */
export function assignUsual(
  f: FunctionBuilder,
  values: readonly Node[],
  copies: readonly Copy[],
): Local | undefined {
  const { order, masks } = inOrder(values);
  const rare = masks.size === 0 ? undefined : f.local("v128", "rare");
  const uses = new Map<Node, number>();
  const use = (node: Node): void => void uses.set(usual(node), (uses.get(usual(node)) ?? 0) + 1);
  for (const node of order) node.inputs.forEach(use);
  values.forEach(use);
  masks.forEach(use);

  const places = copies.map(({ enter, targets }) => {
    const held = heldValues(f, uses);
    return { enter, targets, ...held };
  });
  if (rare !== undefined) f.inlineConstant("i64x2", 0n).set(rare);
  for (const node of order) {
    for (const { enter, get, hold } of places) {
      enter();
      node.inputs.forEach(get);
      node.write();
      hold(node);
      if (rare === undefined || !masks.has(node)) continue;
      get(node);
      f.get(rare).op("v128.or").set(rare);
    }
  }
  for (const { targets, get } of places) {
    targets.forEach((target, k) => {
      const value = values[k];
      if (value === undefined) return;
      get(value);
      f.set(target);
    });
  }
  return rare;
}

/** Keep the values of one copy in locals, each as long as something still uses it. */
function heldValues(
  f: FunctionBuilder,
  uses: ReadonlyMap<Node, number>,
): { readonly get: (node: Node) => void; readonly hold: (node: Node) => void } {
  const free = new Map<ValueType, Local[]>();
  const held = new Map<Node, { readonly local: Local; left: number }>();
  const pool = (type: ValueType): Local[] => {
    const known = free.get(type) ?? [];
    free.set(type, known);
    return known;
  };
  return {
    get(from) {
      const node = usual(from);
      const value = held.get(node);
      if (node.local !== undefined) f.get(node.local);
      else if (value !== undefined) {
        f.get(value.local);
        value.left--;
        if (value.left === 0) pool(node.type).push(value.local);
      }
    },
    hold(node) {
      const local = pool(node.type).pop() ?? f.local(node.type);
      held.set(node, { local, left: uses.get(node) ?? 0 });
      f.set(local);
    },
  };
}

/** See `WebAssemblyOperations.usualLength`. */
export function usualLength(values: readonly Node[]): number {
  return inOrder(values).order.length;
}

/** What stands for a node where nothing is rare. */
function usual(node: Node): Node {
  let found = node;
  while (found.slow !== undefined && found.inputs[1] !== undefined) found = found.inputs[1];
  return found;
}

/** All nodes that must be computed, each after its inputs, and the masks of `rarely` among them. */
function inOrder(values: readonly Node[]): {
  readonly order: readonly Node[];
  readonly masks: ReadonlySet<Node>;
} {
  const order: Node[] = [];
  const masks = new Set<Node>();
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
  return { order, masks };
}
