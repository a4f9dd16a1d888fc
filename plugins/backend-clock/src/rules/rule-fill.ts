import { unsignedOf } from "../placed.ts";
import {
  columnBytes,
  columnWords,
  type EagerLayout,
  type LaidRule,
  never,
  recentSteps,
  segmentWords,
} from "./laid-rule.ts";

/** Write what a rule starts from; the table and the variables of synapses are there already. */
export function fillRule(rule: LaidRule, buffer: ArrayBufferLike): void {
  const { ruled, precision, table, segment, history, address, columns, part, zero } = rule;
  const view = new DataView(buffer);
  const write = (at: number, value: number): void =>
    precision === "f64" ? view.setFloat64(at, value, true) : view.setFloat32(at, value, true);
  view.setInt32(address.safe, never / 2, true);
  columns.forEach(({ dendritic, late }, column) => {
    const at = address.columns + column * columnBytes;
    view.setInt32(at + columnWords.dendritic, dendritic, true);
    view.setInt32(at + columnWords.late, late ? 1 : 0, true);
    view.setInt32(at + columnWords.applied, never / 2, true);
    for (let source = 0; source < table.sources; source++) {
      const own = address.segments + (source * columns.length + column) * segment.bytes;
      view.setInt32(own + segmentWords.from, dendritic, true);
      view.setInt32(own + segmentWords.last, zero, true);
      for (const [name, offset] of segment.variables) {
        write(own + offset, ruled.sources.get(name) ?? 0);
      }
    }
  });
  if (address.last > 0) new Int32Array(buffer, address.last, table.count).fill(zero);
  const newest = new Uint32Array(buffer, address.newest, part.size);
  for (let place = 0; place < part.size; place++) {
    const ring = address.history + place * history.ring;
    newest[place] = ring;
    for (let k = 0; k < recentSteps && history.recent !== undefined; k++) {
      view.setInt32(address.recent + place * history.recent.bytes + 4 * k, never, true);
    }
    for (let k = 0; k < history.capacity; k++) {
      view.setInt32(ring + k * history.entry, never, true);
    }
  }
  for (const { name, of, initial } of ruled.program.filters) {
    const at = address.ends.get(name) ?? 0;
    const size = of === "pre" ? table.sources : part.size;
    const bytes = precision === "f64" ? 8 : 4;
    for (let k = 0; k < size; k++) write(at + k * bytes, initial);
  }
  if (rule.eager !== undefined) fillColumns(rule, rule.eager, buffer);
}

/** Sort synapses by target and delay. */
export function fillColumns(rule: LaidRule, eager: EagerLayout, buffer: ArrayBufferLike): void {
  const { table, part, columns, address, segment } = rule;
  const { count } = table;
  // Where synapses come and go there may be fewer than there is room for.
  const width = columns.length;
  const rows = unsignedOf(buffer, table.offsets);
  const targets = unsignedOf(buffer, table.targets);
  const offsets = new Uint32Array(buffer, eager.offsets, part.size * width + 1);
  const synapses = new Uint32Array(buffer, eager.synapses, count);
  const segments = new Uint32Array(buffer, eager.segments, count);
  const visit = (act: (place: number, synapse: number, row: number) => void): void => {
    for (let row = 0; row < table.sources * width; row++) {
      const end = rows[row + 1] as number;
      for (let synapse = rows[row] as number; synapse < end; synapse++) {
        act((targets[synapse] as number) * width + (row % width), synapse, row);
      }
    }
  };
  offsets.fill(0);
  visit((place) => {
    offsets[place + 1] = (offsets[place + 1] as number) + 1;
  });
  for (let k = 0; k < part.size * width; k++) {
    offsets[k + 1] = (offsets[k + 1] as number) + (offsets[k] as number);
  }
  const next = offsets.slice(0, part.size * width);
  visit((place, synapse, row) => {
    const at = next[place] as number;
    next[place] = at + 1;
    synapses[at] = synapse;
    segments[at] = address.segments + row * segment.bytes;
  });
}
