import { type DeliverRow, lastOf, rowIntegers } from "../../../../routines/rules/deliver-row.ts";
import { drawsAt } from "../../../../routines/rules/draws.ts";
import { endNames } from "../../../../routines/rules/rows.ts";
import type { RuleArrays } from "../../../../routines/rules/rule-arrays.ts";
import { namesIn } from "../../../../routines/rules/writer.ts";
import type { Callable } from "../../encoder/function.ts";
import type { ModuleBuilder } from "../../encoder/module.ts";
import type { AddressOf } from "../../routine.ts";
import { type Wide, wideWriter } from "./wide.ts";
import { writeGroup } from "./wide-group.ts";
import { appliedSpikes, spikePlace } from "./wide-spikes.ts";

/** Test whether several synapses of a rule can be processed at once. */
export function isWide({ program, history, motion }: RuleArrays): boolean {
  if (history.recent === undefined || program.post === undefined) return false;
  const read = namesIn(program.pre, program.deliver, program.post);
  const readsTarget = endNames(program, "post").some((name) => read.has(name));
  const isTimed = namesIn(program.post).has("t");
  const moving = program.motion.source.own.length + program.motion.target.own.length;
  return (
    !readsTarget &&
    !drawsAt(program.pre) &&
    !isTimed &&
    moving === 0 &&
    motion.synapse.linear.terms.length === 0
  );
}

/**
 * Write the override of `deliver_row`, which processes several synapses of a row at once.
 *
 * The number of target spikes between two source spikes is unpredictable, so two are computed for each synapse and kept
 * where they apply; a third and a fourth are computed if a synapse of the group needs them. More spikes, or times
 * beyond the first level of tables, are left to the general routine.
 */
export function wideRow(
  m: ModuleBuilder,
  {
    rule,
    row,
    ...rest
  }: {
    readonly rule: RuleArrays;
    readonly row: DeliverRow;
    readonly addressOf: AddressOf;
    readonly general: Callable;
  },
): Callable {
  const { recent } = rule.history;
  const params = row.routine.parameters.map(({ name, type }) => {
    return [name, type === "bool" ? "i32" : type] as const;
  });
  const f = m.func(`${rest.general.name}_wide`, { params, export: false });
  if (recent === undefined) return rest.general;
  const wide = wideWriter(f, { rule, recent, row, ...rest });
  writePreparation(wide);
  writeGroups(wide);
  return f;
}

/**
 * Process a row in groups of synapses, or one by one if a group needs more.
 *
 * Groups have a separate loop without a call, so that vectors common to a row stay in registers.
 */
function writeGroups(wide: Wide): void {
  const { f, rule, row, general, lanes, given, integer } = wide;
  const [nearBits = 0] = rule.motion.source.linear.bits;
  const { "first synapse": from, "end synapse": end } = given;
  const [near, limit, next] = [integer("near"), integer("group end"), integer("next group")];
  f.get(given["spike time"]).get(given["source last"]).op("i32.sub");
  f.i32(2 ** nearBits)
    .op("i32.lt_u")
    .set(near);
  f.loop((again) => {
    f.get(end).set(limit);
    f.block((rest) => {
      f.get(near).op("i32.eqz").brIf(rest);
      f.block((slow) => {
        f.loop((group) => {
          f.get(from).i32(lanes).op("i32.add").tee(next).get(end).op("i32.gt_u").brIf(rest);
          writeGroup(wide, slow);
          f.get(next).set(from).br(group);
        });
      });
      f.get(next).set(limit);
    });
    for (const { name } of row.routine.parameters) {
      f.get(name === rowIntegers[1] ? limit : f.param(name));
    }
    f.call(general);
    f.get(limit).tee(from).get(end).op("i32.lt_u").brIf(again);
  });
}

const most = 2 ** 31 - 1;

/** Vectors of all values that are common to a row. */
function writePreparation(wide: Wide): void {
  const { f, rule, shape, lanes, row, given, vector } = wide;
  for (const name of [...row.now, ...row.last.map(lastOf)]) {
    f.get(f.param(name)).op(`${shape}.splat`).set(vector(name));
  }
  const from = given["first waiting"];
  f.get(from).op("i32x4.splat").set(vector("from"));
  f.get(given["dendritic steps"]).get(given["source last"]).op("i32.sub");
  f.op("i32x4.splat").set(vector("shift"));
  const untilTrace = given["until trace"];
  // The newest spike must have arrived before the traces are read.
  fillAge(wide, 0, { is: () => f.get(untilTrace), others: most, into: "too late" });
  if (row.readsTraces) {
    f.get(untilTrace).op("i32x4.splat").set(vector("until trace"));
    // Two levels of tables cover that range.
    const [near = 0, next = 0] = rule.motion.target.linear.bits;
    const farthest = (): void => {
      f.get(untilTrace)
        .i32(2 ** (near + next) - 1)
        .op("i32.sub");
    };
    fillAge(wide, 0, { is: farthest, others: -most, into: "too early" });
  }
  for (let spike = 2; spike < appliedSpikes && lanes < 4; spike++) {
    fillAge(wide, spike, { is: () => f.i32(-1), others: 0, into: `only ${spike}` });
  }
}

interface Filling {
  /** Pushes the number for the lanes of one age. */
  is(): void;
  readonly others: number;
  readonly into: string;
}

/** Set a vector that holds one number for the spikes of one age, and another one for the adjacent ones. */
function fillAge(wide: Wide, spike: number, { is, others, into }: Filling): void {
  const { f, each, lanes, vector } = wide;
  if (lanes === 4) {
    is();
    f.op("i32x4.splat");
  } else {
    f.i32(others).op("i32x4.splat");
    const { first } = spikePlace(wide, spike);
    for (const lane of each) {
      is();
      f.op("i32x4.replace_lane", first + lane);
    }
  }
  f.set(vector(into));
}
