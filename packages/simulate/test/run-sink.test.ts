import { describe, expect, it } from "vitest";
import { memorySink, previewSink, type RunSink, run, teeSinks } from "../src/index.ts";
import { metronomes, regularBackend, stack } from "./regular-backend.ts";

const backend = regularBackend({ stepTime: 1 });

/** A sink that logs its calls. */
function diary(name: string, entries: string[], failAt = ""): RunSink {
  const note = (what: string): void => {
    entries.push(`${name} ${what}`);
    if (what === failAt) throw new RangeError(`${what} failed`);
  };
  let steps = (): number => 0;
  return {
    ...memorySink(),
    async start({ outcome, recorders }) {
      steps = () => outcome().steps;
      await Promise.resolve();
      note(`starts at ${outcome().steps} with ${recorders.length}`);
    },
    async advanced() {
      const at = steps();
      // The run waits, so no step is done meanwhile.
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(steps()).toBe(at);
      note("advances");
    },
    finish: ({ steps: done, interrupted }) => note(`finishes at ${done}, ${interrupted}`),
    close: () => note("closes"),
  };
}

describe("a sink of a run", () => {
  it("receives start, chunks, end and close, in this order", async () => {
    const entries: string[] = [];
    await run(metronomes(), { stack, backend, sink: diary("a", entries) });
    expect(entries[0]).toBe("a starts at 0 with 2");
    expect(entries.slice(-2)).toEqual(["a finishes at 100, false", "a closes"]);
    const advances = entries.slice(1, -2);
    expect(advances.length).toBeGreaterThan(1);
    expect(new Set(advances)).toEqual(new Set(["a advances"]));
  });

  it("receives the plan: neurons, units, network and step", async () => {
    const seen: unknown[] = [];
    const sink: RunSink = {
      ...memorySink(),
      start({ recorders, outcome }) {
        const [first] = recorders;
        seen.push([...(first?.units ?? [])], first?.hasSpikes, first?.neurons.length);
        const { interrupted, steps, dt, asked, recordings, network } = outcome();
        seen.push(interrupted, steps, dt, asked, recordings, network.precision);
      },
    };
    await run(metronomes(), { stack, backend, sink });
    const units = [
      ["v", "mV"],
      ["i_out", "nA"],
    ];
    expect(seen).toEqual([units, true, 3, true, 0, 0.1, 10, [], "f64"]);
  });

  it("completes an interrupted run too", async () => {
    const entries: string[] = [];
    // Not with a timer: on a busy machine it could fire before the first step, and the run would not be completed.
    const stop = new AbortController();
    const options = { stack, backend, signal: stop.signal, onProgress: () => stop.abort() };
    await run(metronomes(), { ...options, sink: diary("a", entries) });
    expect(entries.at(-2)).toMatch(/^a finishes at \d+, true$/);
  });

  it("ends the run with its error at any time, and all sinks are closed", async () => {
    for (const moment of ["starts at 0 with 2", "advances", "finishes at 100, false"]) {
      const entries: string[] = [];
      let closed = 0;
      const counting = regularBackend({
        closed: () => {
          closed += 1;
        },
      });
      const sink = teeSinks(diary("a", entries, moment), diary("b", entries));
      const attempt = run(metronomes(), { stack, backend: counting, sink });
      await expect(attempt).rejects.toThrow(`${moment} failed`);
      expect(entries.slice(-2)).toEqual(["a closes", "b closes"]);
      expect(entries).not.toContain("b finishes at 100, false");
      expect(closed).toBe(1);
    }
  });
});

describe("a preview", () => {
  it("of a short run contains all of it", async () => {
    const preview = previewSink({ most: 1e6 });
    const { recordings } = await run(metronomes(), { stack, backend, sink: preview, keep: true });
    expect(preview.until).toBeUndefined();
    expect(preview.recordings()).toEqual(recordings);
  });

  it("of a long run ends at the same step, however the run is divided", async () => {
    const preview = previewSink({ most: 2000 });
    const { recordings } = await run(metronomes(), { stack, backend, sink: preview, keep: true });
    const { until = 0 } = preview;
    expect(until).toBeGreaterThan(0);
    expect(until).toBeLessThan(10);
    const other = previewSink({ most: 2000 });
    const slow = regularBackend({ stepTime: 4 });
    await run(metronomes(), { stack, backend: slow, sink: other });
    expect(other.until).toBe(until);
    expect(other.recordings()).toEqual(preview.recordings());
    // A step adds two times three samples of 8 bytes, their steps, and a few spikes of 8 bytes.
    const bytes = preview.recordings().map(({ spikes, samples }) => {
      const values = [...samples.values()].map(
        (one) => one.values.byteLength + one.times.length * 4,
      );
      return (spikes?.neurons.length ?? 0) * 8 + values.reduce((sum, one) => sum + one, 0);
    });
    const total = bytes.reduce((sum, one) => sum + one, 0);
    expect(total).toBeLessThanOrEqual(2000);
    expect(total).toBeGreaterThan(2000 - 120);
    for (const [k, { spikes, samples }] of preview.recordings().entries()) {
      const times = recordings[k]?.spikes?.times.filter((time) => time <= until);
      expect(spikes?.times).toEqual(times);
      for (const [name, { times: rows, values }] of samples) {
        expect(rows.length).toBe(Math.round(until * 10));
        const whole = recordings[k]?.samples.get(name)?.values;
        expect(values).toEqual(whole?.slice(0, values.length));
      }
    }
  });
});
