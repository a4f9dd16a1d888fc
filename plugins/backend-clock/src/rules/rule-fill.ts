import { recentSpikes, sortByTarget } from "@spikeloom/code";
import { type PlacedArray, viewer, viewOf } from "../placed.ts";
import { never, type PlacedRule } from "./placed-rule.ts";

/** Write the initial state of a rule; the table and the variables of synapses already exist. */
export function fillRule(rule: PlacedRule, buffer: ArrayBufferLike): void {
  const { ruled, table, segments, delays, history, columns, part, zero } = rule;
  const view = new DataView(buffer);
  const setWord = ({ address }: PlacedArray<"i32">, pointer: number, value: number): void =>
    view.setInt32(pointer + address, value, true);
  const setNumber = ({ address, element }: PlacedArray, pointer: number, value: number): void => {
    if (element === "f64") view.setFloat64(pointer + address, value, true);
    else view.setFloat32(pointer + address, value, true);
  };
  setWord(rule.safe, 0, never / 2);
  columns.forEach(({ dendritic, late }, column) => {
    const at = delays.first + column * delays.stride;
    setWord(delays.fields.dendritic, at, dendritic);
    setWord(delays.fields.late, at, late ? 1 : 0);
    setWord(delays.fields.applied, at, never / 2);
    for (let source = 0; source < table.sources; source++) {
      const own = segments.first + (source * columns.length + column) * segments.stride;
      setWord(segments.fields.from, own, dendritic);
      setWord(segments.fields.last, own, zero);
      for (const [name, array] of segments.variables) {
        setNumber(array, own, ruled.sources.get(name) ?? 0);
      }
    }
  });
  if (rule.last !== undefined) viewOf(buffer, rule.last).fill(zero);
  const { entries, capacity, newest, recent } = history;
  const pointers = viewOf(buffer, newest);
  for (let place = 0; place < part.size; place++) {
    const ring = entries.first + place * capacity * entries.stride;
    pointers[place] = ring;
    for (let k = 0; k < recentSpikes.sent && recent !== undefined; k++) {
      setWord(recent.fields.sent, recent.first + place * recent.stride + 4 * k, never);
    }
    for (let k = 0; k < capacity; k++)
      setWord(entries.fields.sent, ring + k * entries.stride, never);
  }
  for (const { name, of, initial } of ruled.program.filters) {
    const array = rule.ends.get(name);
    const size = of === "pre" ? table.sources : part.size;
    if (array !== undefined) viewOf(buffer, array).fill(initial, 0, size);
  }
  sortByTarget(rule, viewer(buffer));
}
