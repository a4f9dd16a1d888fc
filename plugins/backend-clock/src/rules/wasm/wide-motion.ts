import type { Local } from "@spikeloom/code";
import { levelAddress } from "../motion-table.ts";
import type { MotionKind } from "../rule-layout.ts";
import type { Wide } from "./recent.ts";

/** How far variables of several synapses move. */
interface WideMotion {
  readonly level: number;
  /** Bytes of the coefficient for each synapse. */
  readonly offsets: readonly Local[];
  naming(name: string): Local;
}

/** Move variables of several synapses over as many steps as each has, within one level. */
export function writeWideMotion(
  wide: Wide,
  kind: MotionKind,
  { level, offsets, naming }: WideMotion,
): void {
  const { s, shape, vector } = wide;
  const { f, rule } = s;
  const { entries } = rule.tables[kind];
  rule.ruled.program.motion[kind].systems.forEach(({ states }, system) => {
    const results = states.map((state, to) => {
      const result = states.length === 1 ? naming(state) : vector(`moved ${to}`);
      const sum = vector("sum");
      let terms = 0;
      entries.forEach((entry) => {
        if (entry.system !== system || entry.to !== to) return;
        const offset = levelAddress(entry, level, rule.precision);
        writeGather(wide, offsets, offset, vector("coefficient"));
        if (terms > 0) f.get(sum);
        f.get(vector("coefficient"));
        if (entry.from !== undefined) {
          f.get(naming(states[entry.from] as string)).op(`${shape}.mul`);
        }
        if (terms > 0) f.op(`${shape}.add`);
        f.set(sum);
        terms++;
      });
      if (terms === 0) f.get(f.constant(shape, 0)).set(sum);
      f.get(sum).set(result);
      return result;
    });
    states.forEach((state, to) => void f.get(results[to] as Local).set(naming(state)));
  });
}

/** Load a number for each synapse from its own address. */
export function writeGather(
  { s, shape }: Wide,
  places: readonly Local[],
  offset: number,
  target: Local,
): void {
  const { f } = s;
  places.forEach((place, lane) => {
    f.get(place);
    const align = s.bytes;
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
