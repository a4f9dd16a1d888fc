import type { Case, Row } from "./case.ts";
import { failureOf, programsOf, readRounds } from "./evaluate.ts";
import type { Runner } from "./measure.ts";
import { medianOf, type Spread, spreadOf } from "./statistics.ts";
import { type Rounds, takeTurns } from "./take-turns.ts";

/** One measure of a case in two builds. */
export interface Comparison {
  readonly case: string;
  readonly what: string;
  readonly unit: string;
  readonly before?: Spread;
  readonly after?: Spread;
  /** Ratio of the rounds, after divided by before. */
  readonly ratio?: Spread;
  /** Whether it changed by more than its noise; undefined if that cannot be decided. */
  readonly moved?: boolean;
  /** Builds that could not run it. */
  readonly failed?: readonly Side[];
  /** Reason for missing numbers, or the spikes that differ. */
  readonly note?: string;
}

/** The same case for two builds. */
export interface CasePair {
  readonly before: Case;
  readonly after: Case;
}

const sides = ["before", "after"] as const;
type Side = (typeof sides)[number];
type Sides = Readonly<Record<Side, Rounds>>;

/** Smaller changes are ignored, however certain. */
const leastChange = 0.01;
/** Number of rounds in which chance alone rarely puts one build on the same side each time. */
const leastRounds = 3;

/** Run the programs of both builds alternately, without those of peers, and compare the results. */
export async function compareCase(pair: CasePair, repeats: number): Promise<readonly Comparison[]> {
  const rows = ownRows(pair.after);
  const needed = new Set(rows.flatMap(({ ours }) => programsOf(ours)));
  // In the order of the case: some programs write the files of later ones.
  const names = pair.after.runners.map(({ name }) => name).filter((name) => needed.has(name));
  const runners = [...names].flatMap((name) =>
    sides.flatMap((side) =>
      pair[side].runners.filter((one) => one.name === name).map((one) => onSide(one, side)),
    ),
  );
  const rounds = await takeTurns(runners, repeats);
  const both: Sides = { before: partOf(rounds, "before"), after: partOf(rounds, "after") };
  const own = rows.map((row) => comparisonOf(pair.after.title, row, both));
  const whole = [...names].flatMap((name) => comparisonsOfProcess(pair.after.title, name, both));
  return [...own, ...whole.filter((line) => !own.some((other) => isSame(line, other)))];
}

/** Whether a case has a separate row for the numbers of each process. */
function isSame(line: Comparison, other: Comparison): boolean {
  return line.unit === other.unit && isEqual(line.ratio, other.ratio);
}

function isEqual(one: Spread | undefined, other: Spread | undefined): boolean {
  return one !== undefined && one.median === other?.median && one.least === other.least;
}

/** Each measure once, however many peers it is compared with. */
function ownRows({ rows }: Case): readonly Row[] {
  return rows.filter(({ what }, k) => rows.findIndex((row) => row.what === what) === k);
}

const onSide = (runner: Runner, side: Side): Runner => ({
  ...runner,
  name: `${side} ${runner.name}`,
});

/** The rounds of one build, with the names that both builds share. */
function partOf({ measures, hashes, failures, places }: Rounds, side: Side): Rounds {
  const part = <Value>(all: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> => {
    const own = [...all].filter(([name]) => name.startsWith(`${side} `));
    return new Map(own.map(([name, value]) => [name.slice(side.length + 1), value]));
  };
  const reasons = [...part(failures)].map(([name, reason]) => {
    return [name, reason.replace(`${side} ${name}`, name)] as const;
  });
  return {
    measures: part(measures),
    hashes: part(hashes),
    failures: new Map(reasons),
    places: part(places),
  };
}

function comparisonOf(title: string, { what, unit, ours }: Row, both: Sides): Comparison {
  const values = {
    before: readRounds(ours, both.before),
    after: readRounds(ours, both.after),
  };
  const head = { case: title, what, unit, ...compareRounds(values.before, values.after) };
  const failed = sides.filter((side) => head[side] === undefined);
  if (failed.length === 0) return head;
  const reasons = failed.map((side) => `not run ${side}: ${failureOf(ours, both[side])}`);
  return { ...head, failed, note: reasons.join("; ") };
}

/** Cost of the whole process, and whether its spikes are the same. */
function comparisonsOfProcess(title: string, name: string, both: Sides): readonly Comparison[] {
  const keys = [
    { key: "wall_s", what: "start to exit", unit: "s" },
    { key: "cpu_s", what: "on all cores", unit: "s" },
    { key: "peak_mib", what: "peak memory", unit: "MiB" },
  ];
  const lines = keys.flatMap(({ key, what, unit }) => {
    const ours: Row["ours"] = (of) => of(name)[key] ?? Number.NaN;
    const row = { what: `${name}: ${what}`, unit, ours } as Row;
    const line = comparisonOf(title, row, both);
    return line.failed === undefined ? [line] : [];
  });
  const hashes = sides.map((side) => [...(both[side].hashes.get(name) ?? [])].join(", "));
  const [before, after] = hashes;
  if (!before || !after || before === after) return lines;
  const note = `**spikes differ**: ${before} before, ${after} after`;
  return [...lines, { case: title, what: name, unit: "", note }];
}

/**
 * Compare the results of two builds round by round.
 *
 * A measure changed if it has the same sign in each round, and the median of the ratios differs from
 * one by more than twice the scatter of either build (the median distance from its median).
 */
export function compareRounds(
  before: readonly number[],
  after: readonly number[],
): Pick<Comparison, "before" | "after" | "ratio" | "moved"> {
  const ratios = before.map((value, round) => (after[round] ?? Number.NaN) / value);
  const spreads = { before: spreadOf(before), after: spreadOf(after), ratio: spreadOf(ratios) };
  const { ratio } = spreads;
  const found = Object.entries(spreads).filter(([, spread]) => spread !== undefined);
  if (ratio === undefined || ratio.repeats < leastRounds) return Object.fromEntries(found);
  const noise = Math.max(leastChange, 2 * scatter(before), 2 * scatter(after));
  const isSure = ratio.least > 1 || ratio.most < 1;
  const moved = isSure && Math.abs(Math.log(ratio.median)) > Math.log1p(noise);
  return { ...Object.fromEntries(found), moved };
}

/** The median distance from the median, relative to the median. */
function scatter(values: readonly number[]): number {
  const median = medianOf(values);
  return medianOf(values.map((value) => Math.abs(value - median))) / Math.abs(median);
}
