import { describe, expect, it } from "vitest";
import type { PynnSession } from "../../src/index.ts";
import { all, connect, neuronsOf, start } from "./start.ts";

const size = 200;
const weight = 0.01;

/** A source of many spikes a step onto neurons that forget nothing and never fire. */
function driven(session: PynnSession, parameters: Readonly<Record<string, number>>): number[] {
  const source = neuronsOf(session, "SpikeSourcePoisson", parameters, size);
  const forgetful = { v_thresh: 1e9, v_rest: 0, tau_m: 1e12 };
  const target = neuronsOf(session, "IF_curr_delta", forgetful, size);
  session.setInitial(target, { v: 0 });
  const pairs = Array.from(all(size), (k) => [k, k] as const);
  connect(session, [source, target], { weight, delay: 1 }, { pairs });
  session.record(target, "v", all(size));
  return [source, target];
}

/** How many spikes each neuron got so far: its potential over the weight. */
function arrived(session: PynnSession, target: number): number[] {
  const { values } = session.signal(target, "v");
  return Array.from(values.subarray(values.length - size), (v) => v / weight);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

describe("sources that nobody records are drawn at their targets", () => {
  it("with the mean and the variance of Poisson spikes, within their window", async () => {
    const session = start();
    const [, target = 0] = driven(session, { rate: 20_000, start: 10, duration: 50 });
    await session.run(100);
    const counts = arrived(session, target);
    const average = mean(counts);
    const variance = mean(counts.map((one) => (one - average) ** 2));
    // 20 kHz over 50 ms; five standard errors of the mean and of the variance of Poisson counts.
    expect(Math.abs(average - 1000)).toBeLessThan(5 * Math.sqrt(1000 / size));
    expect(Math.abs(variance - 1000)).toBeLessThan(5 * 1000 * Math.sqrt(2 / size));
    const { values } = session.signal(target, "v");
    const row = (step: number): Float64Array =>
      values.subarray(step * size, (step + 1) * size).map((v) => Math.round(v / weight));
    // The first spikes are sent in the step from 10 ms on and arrive 1 ms later.
    expect(row(110).every((v) => v === 0)).toBe(true);
    expect(row(112).every((v) => v === 0)).toBe(false);
    expect(row(611)).toEqual(row(1000));
    await session.close();
  });

  it("with a rate that changes, and by themselves once they are recorded", async () => {
    const session = start();
    const [source = 0, target = 0] = driven(session, { rate: 2000 });
    let before = 0;
    const more = async (until: number): Promise<number> => {
      await session.run(until);
      const now = mean(arrived(session, target));
      const grown = now - before;
      before = now;
      return grown;
    };
    // Five standard errors each; what is sent in the last millisecond arrives in the next piece.
    const close = (got: number, wanted: number): void =>
      expect(Math.abs(got - wanted)).toBeLessThan(5 * Math.sqrt(wanted / size) + 1e-9);
    close(await more(101), 200);
    session.setParameters(source, { rate: 6000 });
    close(await more(201), 600);
    session.record(source, "spikes", all(size));
    // A millisecond of the drive would be sent when it becomes a source of its own, and is not.
    close((await more(301)) / 0.99, 600);
    const { times } = session.spikes(source);
    expect(Math.abs(times.length / size - 600)).toBeLessThan(5 * Math.sqrt(600 / size));
    await session.close();
  });
});
