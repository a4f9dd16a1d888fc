import type { Local } from "@spikeloom/code";
import type { MotionKind } from "../laid-rule.ts";
import { levelAddress } from "../motion-table.ts";
import { gather, type Wide } from "./wide.ts";

/** How far variables of several synapses move. */
interface WideMotion {
  readonly level: number;
  /** Bytes of the coefficient for each synapse. */
  readonly offsets: readonly Local[];
  naming(name: string): Local;
}

/** Move variables of several synapses over as many steps as each has, within one level. */
export function moveWide(
  wide: Wide,
  kind: MotionKind,
  { level, offsets, naming }: WideMotion,
): void {
  const { f, rule, shape, vector } = wide;
  const { entries } = rule.tables[kind];
  rule.ruled.program.motion[kind].systems.forEach(({ states }, system) => {
    const results = states.map((state, to) => {
      const result = states.length === 1 ? naming(state) : vector(`moved ${to}`);
      const sum = vector("sum");
      const terms = entries.filter((entry) => entry.system === system && entry.to === to);
      if (terms.length === 0) f.get(f.constant(shape, 0)).set(sum);
      terms.forEach((entry, k) => {
        const coefficient = vector("coefficient");
        gather(wide, offsets, levelAddress(entry, level, rule.precision), coefficient);
        if (k > 0) f.get(sum);
        f.get(coefficient);
        if (entry.from !== undefined) {
          f.get(naming(states[entry.from] as string)).op(`${shape}.mul`);
        }
        if (k > 0) f.op(`${shape}.add`);
        f.set(sum);
      });
      f.get(sum).set(result);
      return result;
    });
    states.forEach((state, to) => void f.get(results[to] as Local).set(naming(state)));
  });
}
