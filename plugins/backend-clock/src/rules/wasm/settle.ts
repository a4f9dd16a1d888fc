import { columnBytes, columnWords, type LaidRule } from "../rule-layout.ts";
import { drawPlace, usedVariables, writeBounds, writeNumber } from "./arrivals.ts";
import { writeCatchUp, writeFind, writeNewest } from "./catch-up.ts";
import { rowLocals, writeColumn, writeRow, writeSourceLast } from "./rows.ts";
import { type RuleModule, scribe } from "./scribe.ts";
import { synapseArrays } from "./synapse-arrays.ts";

/** Write `(step: i32)`, which applies to all synapses what spikes of targets have done before a step. */
export function writeSettle(module: RuleModule, name: string, rule: LaidRule): void {
  const f = module.m.func(name, { params: [["step", "i32"]] });
  const s = scribe(module, f, rule);
  const { columns, table, address } = rule;
  const step = f.param("step");
  const row = rowLocals(s);
  const until = s.integer("until");
  const arrays = synapseArrays(s);
  const { variables, changed } = usedVariables(s, []);
  const number = s.integer("number");
  const place = rule.kept.numbers === undefined ? undefined : drawPlace(s, row.source, number);
  const limit = f.constant("i32", columns.length * columnBytes);
  const untilOf = (): void => {
    writeColumn(s, row);
    f.get(step).get(row.dendritic).i32(1).op("i32.shl").op("i32.sub").set(until);
  };
  f.count({ index: row.source, limit: f.constant("i32", table.sources), step: 1 }, () => {
    f.i32(0).set(row.column);
    f.count({ index: row.column, limit, step: columnBytes }, () => {
      untilOf();
      writeRow(s, row);
      writeSourceLast(s, row.segment);
      const bounds = writeBounds(s, row, until);
      f.count({ index: row.from, limit: row.until, step: 1 }, () => {
        const entry = s.integer("entry");
        arrays.loadTarget(row.from);
        writeNewest(s, s.integer("target"), entry);
        writeFind(s, entry, until);
        f.get(entry).op("i32.load").get(bounds.from).op("i32.ge_s");
        f.if(() => {
          arrays.load(row.from, variables);
          writeNumber(s, row.from, number);
          writeCatchUp(s, entry, bounds, place);
          arrays.store(row.from, changed, s.integer("last event"));
        });
      });
    });
  });
  f.i32(0).set(row.column);
  f.count({ index: row.column, limit, step: columnBytes }, () => {
    untilOf();
    f.get(row.column).get(until);
    f.op("i32.store", { offset: address.columns + columnWords.applied });
  });
  const longest = Math.max(0, ...columns.map(({ dendritic }) => dendritic));
  f.i32(0)
    .get(step)
    .i32(2 * longest)
    .op("i32.sub")
    .op("i32.store", { offset: address.safe });
}
