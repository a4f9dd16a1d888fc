import type { FunctionBuilder, Local } from "./encoder/function.ts";
import type { ValueType } from "./encoder/types.ts";
import type { Copy, Node } from "./node.ts";

/** See `WebAssemblyOperations.assignUsual`. */
export function assignUsual(
  f: FunctionBuilder,
  { instructions, results, isRare }: UsualPlan,
  copies: readonly Copy[],
): Local | undefined {
  const rare = isRare ? f.local("v128", "rare") : undefined;
  const places = copies.map(({ enter, targets }) => ({ enter, targets, locals: [] as Local[] }));
  if (rare !== undefined) f.inlineConstant("i64x2", 0n).set(rare);
  for (const { node, from, to, isMask } of instructions) {
    for (const { enter, locals } of places) {
      enter();
      for (const place of from) f.get(localAt(locals, place));
      node.write();
      locals[to] ??= f.local(node.type);
      const local = locals[to] as Local;
      f.set(local);
      if (isMask && rare !== undefined) f.get(local).get(rare).op("v128.or").set(rare);
    }
  }
  for (const { targets, locals } of places) {
    targets.forEach((target, k) => {
      const place = results[k];
      if (place !== undefined) f.get(localAt(locals, place)).set(target);
    });
  }
  return rare;
}

/** An existing local, or the index of one that each copy has for itself. */
type Place = Local | number;

/** A node to compute, the locations of its inputs, and the destination of its value. */
interface Instruction {
  readonly node: Node;
  readonly from: readonly Place[];
  readonly to: number;
  readonly isMask: boolean;
}

function localAt(locals: readonly Local[], place: Place): Local {
  return typeof place === "number" ? (locals[place] as Local) : place;
}

/** Plan for computing values in the usual case, for any number of copies. */
export interface UsualPlan {
  /** Instructions in order. */
  readonly instructions: readonly Instruction[];
  readonly results: readonly Place[];
  readonly isRare: boolean;
}

/** Allocate locals to values, each as long as it is still used. */
export function planUsual(values: readonly Node[]): UsualPlan {
  // By node number, as inputs have lower numbers: looking up thousands of nodes takes as long as writing them.
  const count = 1 + values.reduce((most, { number }) => Math.max(most, number), 0);
  const { order, masks } = inOrder(values, count);
  const uses = new Int32Array(count);
  const use = (from: Node): void => {
    const node = usual(from);
    if (node.local === undefined) uses[node.number] = (uses[node.number] as number) + 1;
  };
  for (let k = 0; k < order.length; k++) (order[k] as Node).inputs.forEach(use);
  values.forEach(use);
  masks.forEach(use);
  const { take, hold } = placesOf(uses);
  const instructions = order.map((node): Instruction => {
    const from = node.inputs.map(take);
    const to = hold(node);
    const isMask = masks.has(node);
    if (isMask) take(node);
    return { node, from, to, isMask };
  });
  return { instructions, results: values.map(take), isRare: masks.size > 0 };
}

/** Allocates locals, which are reused once a value is no longer used. */
function placesOf(uses: Int32Array): {
  readonly take: (node: Node) => Place;
  readonly hold: (node: Node) => number;
} {
  const free = new Map<ValueType, number[]>();
  const held = new Int32Array(uses.length);
  let count = 0;
  const pool = (type: ValueType): number[] => {
    const known = free.get(type);
    if (known !== undefined) return known;
    const made: number[] = [];
    free.set(type, made);
    return made;
  };
  return {
    take(from) {
      const node = usual(from);
      if (node.local !== undefined) return node.local;
      const place = held[node.number] as number;
      const left = (uses[node.number] as number) - 1;
      uses[node.number] = left;
      if (left === 0) pool(node.type).push(place);
      return place;
    },
    hold(node) {
      const place = pool(node.type).pop() ?? count++;
      held[node.number] = place;
      return place;
    },
  };
}

/** Return the value of a node in the usual case. */
function usual(node: Node): Node {
  let found = node;
  while (found.slow !== undefined && found.inputs[1] !== undefined) found = found.inputs[1];
  return found;
}

/** List all nodes that must be computed, each after its inputs, and the masks of `rarely` among them. */
function inOrder(
  values: readonly Node[],
  count: number,
): {
  readonly order: readonly Node[];
  readonly masks: ReadonlySet<Node>;
} {
  const order: Node[] = [];
  const masks = new Set<Node>();
  const seen = new Uint8Array(count);
  const visit = (node: Node): void => {
    if (seen[node.number] === 1 || node.local !== undefined) return;
    seen[node.number] = 1;
    node.inputs.forEach(visit);
    const [mask] = node.inputs;
    if (node.slow === undefined) order.push(node);
    else if (mask !== undefined) masks.add(usual(mask));
  };
  values.forEach(visit);
  return { order, masks };
}
