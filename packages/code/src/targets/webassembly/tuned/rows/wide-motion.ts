import { levelStart } from "../../../../routines/rules/motion.ts";
import type { MotionKind } from "../../../../routines/rules/rule-arrays.ts";
import type { Local } from "../../encoder/function.ts";
import { gather, type Wide } from "./wide.ts";

/** Number of steps by which variables of several synapses advance. */
interface WideMotion {
  readonly level: number;
  /** Byte offset of the coefficient for each synapse. */
  readonly offsets: readonly Local[];
  naming(name: string): Local;
}

/** Advance variables of several synapses by each one's number of steps, within one level. */
export function moveWide(
  wide: Wide,
  kind: MotionKind,
  { level, offsets, naming }: WideMotion,
): void {
  const { f, rule, addressOf, shape, vector } = wide;
  const { linear } = rule.motion[kind];
  const start = levelStart(linear.bits, level) * wide.bytes;
  for (const { states } of rule.program.motion[kind].systems) {
    const results = states.map((state, to) => {
      const result = states.length === 1 ? naming(state) : vector(`moved ${to}`);
      const sum = vector("sum");
      const terms = linear.terms.filter((term) => term.to === state);
      if (terms.length === 0) f.get(f.constant(shape, 0)).set(sum);
      terms.forEach(({ from, table }, k) => {
        const coefficient = vector("coefficient");
        gather(wide, offsets, addressOf(table) + start, coefficient);
        if (k > 0) f.get(sum);
        f.get(coefficient);
        if (from !== undefined) f.get(naming(from)).op(`${shape}.mul`);
        if (k > 0) f.op(`${shape}.add`);
        f.set(sum);
      });
      f.get(sum).set(result);
      return result;
    });
    states.forEach((state, to) => void f.get(results[to] as Local).set(naming(state)));
  }
}
