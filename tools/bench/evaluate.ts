import type { Case, Reading, Row } from "./cases.ts";
import type { Measure } from "./measure.ts";
import type { Peers } from "./peers.ts";
import { type Spread, spreadOf } from "./statistics.ts";
import type { Rounds } from "./take-turns.ts";

/** One line of the table, with its numbers. */
export interface Line {
  readonly case: string;
  readonly what: string;
  readonly unit: string;
  readonly ours?: Spread;
  readonly peer?: string;
  readonly theirs?: Spread;
  /** Median of the ratios of the rounds. */
  readonly ratio?: Spread;
  readonly target?: string;
  /** Undefined where there is no target, or nothing to hold against it. */
  readonly met?: boolean;
  /** Why numbers are missing. */
  readonly note?: string;
}

/** Turn the measurements of a case into its lines. */
export function evaluate(one: Case, rounds: Rounds, peers: Peers): readonly Line[] {
  return one.rows.map((row) => lineOf(one.title, row, rounds, peers));
}

function lineOf(title: string, row: Row, rounds: Rounds, peers: Peers): Line {
  const read = (reading: Reading): readonly number[] => readRounds(reading, rounds);
  const mine = read(row.ours);
  const ours = spreadOf(mine);
  const head = { case: title, what: row.what, unit: row.unit };
  if (ours === undefined) return { ...head, note: failureOf(row.ours, rounds) };
  const { peer, target } = row;
  const others = peer === undefined ? [] : read(peer.read);
  const theirs = spreadOf(others);
  const ratio = spreadOf(others.map((other, round) => (mine[round] ?? Number.NaN) / other));
  const limits = [
    ...(target === undefined ? [] : [`≤ ${target} ${row.unit}`]),
    ...(peer?.most === undefined ? [] : [`≤ ${peer.most} ×`]),
  ];
  const isMet =
    (target === undefined || ours.median <= target) &&
    (peer?.most === undefined || ratio === undefined || ratio.median <= peer.most);
  const note =
    peer === undefined || theirs !== undefined
      ? undefined
      : (rounds.failures.get(peer.script) ?? peers.missing(peer.script));
  return {
    ...head,
    ours,
    ...(peer && { peer: peer.label }),
    ...(theirs && { theirs }),
    ...(ratio && { ratio }),
    ...(limits.length > 0 && { target: limits.join(", "), met: isMet }),
    ...(note !== undefined && { note }),
  };
}

/** Why a reading has no numbers: the first failure among the programs that it reads. */
function failureOf(reading: Reading, { failures }: Rounds): string {
  const programs: string[] = [];
  reading((program) => {
    programs.push(program);
    return {};
  });
  const failed = programs.find((program) => failures.has(program)) ?? "";
  return failures.get(failed) ?? "not measured";
}

function readRounds(reading: Reading, { measures }: Rounds): readonly number[] {
  const most = Math.max(0, ...[...measures.values()].map((list) => list.length));
  const empty: Measure = {};
  return Array.from({ length: most }, (_, round) =>
    reading((program) => measures.get(program)?.[round] ?? empty),
  );
}
