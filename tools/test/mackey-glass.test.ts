import { describe, expect, it } from "vitest";
import { forecast } from "../mackey-glass/forecast.ts";
import { lyapunov, mackeyGlass, smape } from "../mackey-glass/series.ts";

describe("the Mackey-Glass series", () => {
  it("follows its equation, like small Euler steps", () => {
    const points = lyapunov.points;
    const found = mackeyGlass(points);
    const step = 17 / 17_000;
    const past = new Float64Array(17_000).fill(0.7206597);
    let [x, k] = [0.7206597, 0];
    for (let n = 0; n < points; n++) {
      for (; k * step < (n * lyapunov.time) / lyapunov.points - step / 2; k++) {
        const delayed = past[k % past.length] as number;
        past[k % past.length] = x;
        x += step * ((0.2 * delayed) / (1 + delayed ** 10) - 0.1 * x);
      }
      // Euler's error grows with the step, 1e-3, times second derivatives below 0.1, and e-fold per Lyapunov time.
      expect(Math.abs((found[n] as number) - x), `point ${n}`).toBeLessThan(5e-4);
    }
  });

  it("is scored from 0 to 200", () => {
    expect(smape(Float64Array.of(1, 2), Float64Array.of(1, 2))).toBe(0);
    expect(smape(Float64Array.of(1, 3), Float64Array.of(-1, 1))).toBe(150);
  });
});

describe("a reservoir of spiking neurons", () => {
  it("continues autonomously with what it has seen", async () => {
    const [learnt, ahead] = [120, 30];
    const series = mackeyGlass(learnt + ahead + 1);
    // A fifth of the neurons: 200 weights cost the readout a hundredth of the time of 1000, with a tenth of the
    // penalty.
    const sizes = { encoders: 40, reservoir: 160 };
    const task = { seed: 1, learnt, ahead, warmUp: 30, penalty: 1e-4, sizes };
    const found = await forecast(series, task);
    // A readout of 90 points has more weights than points: the remaining error is due to the penalty.
    expect(found.fit).toBeLessThan(0.002);
    const truth = series.subarray(learnt + 1);
    const last = new Float64Array(ahead).fill(series[learnt] as number);
    // Repeating the last point has an error of 26.5. Seeds are fixed.
    expect(found.smape).toBeLessThan(smape(last, truth) / 20);
  });
});
