import type { Case, Peer, Reading, Row } from "./case.ts";
import type { Measure } from "./measure.ts";
import type { Peers } from "./peers.ts";
import { type Spread, spreadOf } from "./statistics.ts";
import type { Rounds } from "./take-turns.ts";
import { yardstick } from "./yardstick.ts";

/** One line of the table, with its numbers. */
export interface Line {
  /** The word that selects the case. */
  readonly name: string;
  readonly case: string;
  readonly what: string;
  readonly unit: string;
  readonly ours?: Spread;
  /**
   * Our result divided by the yardstick's seconds of the same round: the expected result on a machine where that takes
   * 1 s.
   */
  readonly scaled?: Spread;
  readonly peer?: string;
  readonly theirs?: Spread;
  /** Of the ratios of the rounds. */
  readonly ratio?: Spread;
  readonly target?: string;
  /** Undefined if there is no target, or nothing to compare with it. */
  readonly met?: boolean;
  /** Reason for missing numbers. */
  readonly note?: string;
  /** Whether a machine may lack what it measures. */
  readonly optional?: boolean;
}

/** Convert the measurements of a case to its lines. */
export function evaluate(one: Case, rounds: Rounds, peers: Peers): readonly Line[] {
  return one.rows.map((row) => ({ name: one.name, ...lineOf(one.title, row, rounds, peers) }));
}

function lineOf(title: string, row: Row, rounds: Rounds, peers: Peers): Omit<Line, "name"> {
  const mine = readRounds(row.ours, rounds);
  const ours = spreadOf(mine);
  const optional = row.optional === true ? { optional: true } : {};
  const head = { case: title, what: row.what, unit: row.unit, ...optional };
  if (ours === undefined) return { ...head, note: failureOf(row.ours, rounds) };
  const { peer } = row;
  const others = peer === undefined ? [] : readRounds(peer.read, rounds);
  const theirs = spreadOf(others);
  const ratio = spreadOf(others.map((other, round) => (mine[round] ?? Number.NaN) / other));
  const times = row.scaled ? readRounds(yardstick, rounds) : [];
  const scaled = spreadOf(times.map((time, round) => (mine[round] ?? Number.NaN) / time));
  const verdict = judge(row, { own: row.scaled ? scaled : ours, ratio });
  const note = noteOf(row, { theirs, scaled }, rounds, peers) ?? placeOf(row.ours, rounds);
  return {
    ...head,
    ours,
    ...(scaled && { scaled }),
    ...(peer && { peer: peer.label }),
    ...(theirs && { theirs }),
    ...(ratio && { ratio }),
    ...verdict,
    ...(note !== undefined && { note }),
  };
}

/** The limits of a row, and whether the available medians meet them. */
function judge(
  { target, unit, peer }: Row,
  { own, ratio }: { readonly own: Spread | undefined; readonly ratio: Spread | undefined },
): { readonly target?: string; readonly met?: boolean } {
  const limits = [
    { most: target, text: `≤ ${target} ${unit}`.trim(), got: own?.median },
    { most: peer?.most, text: `≤ ${shortened(peer)} ×`, got: ratio?.median },
  ].filter(({ most }) => most !== undefined);
  if (limits.length === 0) return {};
  const text = { target: limits.map((limit) => limit.text).join(", ") };
  const judged = limits.filter(({ got }) => got !== undefined);
  if (judged.length === 0) return text;
  return { ...text, met: judged.every(({ got = 0, most = 0 }) => got <= most) };
}

function shortened(peer: Peer | undefined): string {
  return String(Number((peer?.most ?? 0).toPrecision(2)));
}

function noteOf(
  { peer, scaled: wanted }: Row,
  { theirs, scaled }: { readonly theirs: Spread | undefined; readonly scaled: Spread | undefined },
  { failures }: Rounds,
  peers: Peers,
): string | undefined {
  if (peer !== undefined && theirs === undefined) {
    return failures.get(peer.program) ?? peers.missing(peer.program);
  }
  if (wanted && scaled === undefined) return `no yardstick: ${peers.missing("brunel.c")}`;
  return undefined;
}

/** Where the first program of a reading ran that prints it. */
function placeOf(reading: Reading, { places }: Rounds): string | undefined {
  return programsOf(reading).map((program) => places.get(program))[0];
}

/** Reason why a reading has no numbers: the first failure among its programs. */
export function failureOf(reading: Reading, { failures }: Rounds): string {
  const failed = programsOf(reading).find((program) => failures.has(program)) ?? "";
  return failures.get(failed) ?? "not measured";
}

/** The programs from which a reading takes numbers. */
export function programsOf(reading: Reading): readonly string[] {
  const programs: string[] = [];
  reading((program) => {
    programs.push(program);
    return {};
  });
  return programs;
}

/** Read a number from each round; NaN if the round lacks it. */
export function readRounds(reading: Reading, { measures }: Rounds): readonly number[] {
  const most = Math.max(0, ...[...measures.values()].map((list) => list.length));
  const empty: Measure = {};
  return Array.from({ length: most }, (_, round) =>
    reading((program) => measures.get(program)?.[round] ?? empty),
  );
}
