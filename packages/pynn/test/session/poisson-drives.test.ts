import { describe, expect, it } from "vitest";
import type { PynnSession } from "../../src/index.ts";
import { all, connect, faultOf, neuronsOf, start } from "./start.ts";

const size = 200;
const weight = 0.01;

/** A source of many spikes per step onto neurons without leak that never fire. */
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

/** Number of spikes received by each neuron so far: its potential divided by the weight. */
function arrived(session: PynnSession, target: number): number[] {
  const { values } = session.signal(target, "v");
  return Array.from(values.subarray(values.length - size), (v) => v / weight);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

describe("sources that are not recorded are drawn at their targets", () => {
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

  it("so that every change affects spikes sent from then on, and none is lost", async () => {
    const session = start();
    // One spike per step for each of 200 neurons, so that no step may be missed.
    const [source = 0, target = 0] = driven(session, { rate: 10_000 });
    await session.run(3);
    session.setParameters(source, { rate: 30_000 });
    await session.run(6);
    session.setParameters(target, { tau_m: 1e13 });
    await session.run(6.5);
    session.setParameters(source, { rate: 10_000 });
    await session.run(8);
    session.record(source, "spikes", all(size));
    await session.run(10);
    session.record(source, "spikes", all(0));
    await session.run(12);
    const { values } = session.signal(target, "v");
    for (let step = 0; step < 120; step++) {
      const sum = (row: number): number =>
        values.subarray(row * size, (row + 1) * size).reduce((all, v) => all + v / weight, 0);
      const sent = step - 10;
      const wanted = sent < 0 ? 0 : sent >= 30 && sent < 65 ? 3 : 1;
      // Six standard errors of a mean of Poisson counts, which is below the 1 that may be missing.
      const error = 6 * Math.sqrt(wanted / size) + 1e-6;
      expect(Math.abs((sum(step + 1) - sum(step)) / size - wanted), `step ${step}`).toBeLessThan(
        error,
      );
    }
    await session.close();
  });

  it("but send their own spikes if they did so before", async () => {
    const session = start();
    const [source = 0, target = 0] = driven(session, { rate: 100 });
    await session.run(100);
    session.setParameters(source, { rate: 2000 });
    await session.run(200);
    session.setParameters(source, { rate: 0 });
    await session.run(202);
    // 10 and 200 of each neuron; five standard errors.
    expect(Math.abs(mean(arrived(session, target)) - 210)).toBeLessThan(5 * Math.sqrt(210 / size));
    await session.close();
  });

  it("unless a step has more than can be counted", async () => {
    const session = start({ timestep: 1 });
    driven(session, { rate: 600_000 });
    const { code, place } = await faultOf(() => session.run(11));
    // The place names the population, which the caller knows, and not the drive.
    expect([code, place]).toEqual(["SL_SPIKES_PER_STEP", "populations.SpikeSourcePoisson"]);
    await session.close();
  });
});
