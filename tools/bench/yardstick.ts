import { type Case, type Reading, reading, type Setting } from "./case.ts";

/** Brunel's network written hand-written C: its time measures the current speed of the machine. */
const script = "brunel.c";
const again = `${script}, again`;

/** Run the yardstick before and after the programs of a case with scaled targets. */
export function withYardstick(one: Case, { peers, quick }: Setting): Case {
  if (!one.rows.some(({ scaled }) => scaled)) return one;
  const runner = peers.find(script, quick ? ["0.05"] : []);
  if (runner === undefined) return one;
  const before = one.runners.some(({ name }) => name === script) ? [] : [runner];
  return { ...one, runners: [...before, ...one.runners, { ...runner, name: again }] };
}

/** Seconds of the yardstick in a round; NaN if it did not run. */
export const yardstick: Reading = (of) => {
  const times = [script, again]
    .map((program) => reading(program, "simulate_s")(of))
    .filter(Number.isFinite);
  return times.reduce((sum, time) => sum + time, 0) / times.length;
};
