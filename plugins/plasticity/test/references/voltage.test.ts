import { describe, expect, it } from "vitest";
import { clopath } from "../../src/index.ts";
import { type Learned, type Lesson, learn as learnFrom } from "../learn.ts";
import { drawTrains } from "../trains.ts";

const pre = drawTrains(3, { spikes: 20, until: 600, seed: 61 });

// Potentials use the network's time; so do the spikes of a synapse if the delay is on the source's side.
const learn = (lesson: Lesson): Promise<readonly Learned[]> =>
  learnFrom({ ...lesson, convention: "brian2" });

describe("clopath", () => {
  // The potential is constant, so its filters are u + (u_0 - u) exp(-t / tau).
  const rest = -70.6;

  it("depresses at presynaptic spikes by the filtered potential alone if there is no potentiation", async () => {
    const u = -55;
    const lesson = { rule: clopath, pre, post: [[]], weight: "2 pA", duration: 700 };
    for (const { weight, pre: sources } of await learn({ ...lesson, v: `${u} mV` })) {
      let wanted = 2;
      for (const time of sources) {
        const slow = u + (rest - u) * Math.exp(-time / 10);
        const mean = (u - rest) * (1 - Math.exp(-time / 1000));
        wanted -= 0.00014 * (mean ** 2 / 60) * (slow - rest);
      }
      // A step of 0.1 ms of filters of 10 ms and 1 s: 1 % of the first millisecond's part, less of all others.
      expect(Math.abs(weight - wanted)).toBeLessThan(0.002 * (2 - wanted));
      expect(wanted).toBeLessThan(1.99);
    }
  });

  it("potentiates while the potential and its filter are above their thresholds", async () => {
    const u = -40;
    const parameters = { a_ltd: "0 pA/mV" };
    const lesson = { rule: clopath, parameters, pre, post: [[]], weight: "0.5 pA", duration: 700 };
    for (const { weight, pre: sources } of await learn({ ...lesson, v: `${u} mV` })) {
      let wanted = 0.5;
      for (const time of sources) {
        // Integral over s >= time of exp(-(s - time) / 15) / 15 times the two rectified differences.
        const gap = 700 - time;
        const flat = (u - rest) * (1 - Math.exp(-gap / 15));
        const both = 1 / 15 + 1 / 7;
        const fading =
          ((rest - u) * Math.exp(-time / 7) * (1 - Math.exp(-gap * both))) / (15 * both);
        wanted += 0.00008 * (u + 45.3) * (flat + fading);
      }
      // A shift by one step of 0.1 ms, of 15 ms.
      expect(Math.abs(weight - wanted)).toBeLessThan(((wanted - 0.5) * 0.1) / 15);
    }
  });

  it("does not change weights at rest", async () => {
    const lesson = { rule: clopath, pre, post: [[]], weight: "1 pA", duration: 700 };
    for (const { weight } of await learn({ ...lesson, v: `${rest} mV` })) expect(weight).toBe(1);
  });
});
