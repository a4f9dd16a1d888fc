import type { FunctionBuilder, Local } from "./encoder/function.ts";
import type { OpName } from "./encoder/instructions.ts";
import type { ValueType } from "./encoder/types.ts";
import type { Node } from "./node.ts";

/** Write values with all that they need; values used twice are stored in a local. */
export function emitter(f: FunctionBuilder, anyLane: OpName): (roots: readonly Node[]) => void {
  const free = new Map<ValueType, Local[]>();
  const op = f.op as (name: OpName) => FunctionBuilder;
  return (roots) => {
    const [root] = roots;
    // Most statements of loops need only one instruction on locals: nothing is shared.
    if (roots.length === 1 && root !== undefined && isPlain(root)) {
      for (const { local } of root.inputs) if (local !== undefined) f.get(local);
      root.write();
      return;
    }
    const uses = countUses(roots);
    const held = new Map<Node, Local>();
    const acquire = (node: Node): Local => {
      const local = free.get(node.type)?.pop() ?? f.local(node.type);
      held.set(node, local);
      return local;
    };
    const release = (node: Node, local: Local): void => {
      const pool = free.get(node.type) ?? [];
      free.set(node.type, pool);
      pool.push(local);
      held.delete(node);
    };
    const consume = (node: Node): number => {
      const left = (uses.get(node) ?? 1) - 1;
      uses.set(node, left);
      return left;
    };
    const hold = (node: Node): void => {
      if (node.local !== undefined || held.has(node)) return;
      compute(node);
      f.set(acquire(node));
    };
    const compute = (node: Node): void => {
      if (node.slow === undefined) {
        for (const input of node.inputs) emit(input);
        node.write();
        return;
      }
      const [mask, usual] = node.inputs;
      if (mask === undefined || usual === undefined) return;
      for (const outer of outerNodes(node.slow, node.depth)) hold(outer);
      const result = f.local(node.type);
      emit(usual);
      f.set(result);
      // The mask is used twice: to skip the branch, and to select lanes within it.
      uses.set(mask, (uses.get(mask) ?? 0) + 1);
      hold(mask);
      emit(mask);
      // Fewer instructions than `any_true`; all bits of a lane in a mask are equal.
      if (mask.type === "v128") op(anyLane);
      const { slow } = node;
      f.if(() => {
        emit(slow);
        f.get(result);
        emit(mask);
        if (mask.type === "v128") f.op("v128.bitselect");
        else f.select();
        f.set(result);
      }).get(result);
    };
    const emit = (node: Node): void => {
      const left = consume(node);
      if (node.local !== undefined) {
        f.get(node.local);
        return;
      }
      const known = held.get(node);
      if (known !== undefined) {
        f.get(known);
        if (left === 0) release(node, known);
        return;
      }
      compute(node);
      if (left > 0) f.tee(acquire(node));
    };
    for (const root of roots) emit(root);
  };
}

function isPlain({ slow, inputs }: Node): boolean {
  return slow === undefined && inputs.every(({ local }) => local !== undefined);
}

/** Count how often each node is an input, a root or the rare part of a `rarely`. */
function countUses(roots: readonly Node[]): Map<Node, number> {
  const uses = new Map<Node, number>();
  const count = (node: Node): void => {
    const known = uses.get(node) ?? 0;
    uses.set(node, known + 1);
    if (known > 0) return;
    for (const input of node.inputs) count(input);
    if (node.slow !== undefined) count(node.slow);
  };
  for (const root of roots) count(root);
  return uses;
}

/** List the outside nodes that are read inside a `rarely`. */
function outerNodes(slow: Node, depth: number): ReadonlySet<Node> {
  const outer = new Set<Node>();
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.depth <= depth) {
      if (node.local === undefined) outer.add(node);
      return;
    }
    for (const input of node.inputs) visit(input);
    if (node.slow !== undefined) visit(node.slow);
  };
  visit(slow);
  return outer;
}
