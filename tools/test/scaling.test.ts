import { describe, expect, it } from "vitest";
import type { Report } from "../bench/table.ts";
import { scalingTables, unitCosts } from "../scaling-tables.ts";

function line(name: string, what: string, median: number, isScaled = true) {
  const spread = { median, least: median, most: median, repeats: 1 };
  const twice = { ...spread, median: 2 * median };
  const numbers = isScaled ? { ours: twice, scaled: spread } : { ours: spread };
  return { name, case: name, what, unit: "ns", ...numbers };
}

const host = { kind: "a", processor: "A processor", cores: 2, memory: 4, node: "v26.0.0" };
const lines = [
  line("events", "event, exact, f64", 3),
  line("events", "event, packed, f32", 2),
  line("events", "construction per synapse and worker", 100),
  line("events", "bytes per synapse, exact, f64", 12, false),
  line("events", "bytes per synapse, packed, f32", 4, false),
  line("units", "LIF update per neuron and step, f32", 1),
  line("units", "barrier of two workers", 500),
];
const run: Report = { date: "2026-11-24", host, repeats: 1, load: [0, 0], lines };

function row(name: string): readonly string[] {
  const text = scalingTables(unitCosts(run) ?? expect.fail("no costs"), run);
  const found = text.split("\n").find((one) => one.startsWith(`| ${name} |`));
  return (found ?? "").split(" | ").slice(1);
}

describe("the scaling of networks", () => {
  it("uses the costs of a machine whose yardstick takes a second", () => {
    expect(unitCosts(run)?.packedEvent).toBe(2);
    expect(unitCosts({ ...run, lines: lines.slice(1) })).toBeUndefined();
  });

  it("multiplies events and updates", () => {
    // 10^9 synapses at 4 Hz and 2 ns, 10^5 neurons of 10^4 steps at 1 ns: 8 s and 1 s.
    expect(row("real-time factor, 1 worker")[1]).toBe("9.0");
    // Half of it, and 10^4 barriers of 500 ns.
    expect(row("real-time factor, 2 workers")[1]).toBe("4.5");
    // A 64th of it, and barriers six times as long: 0.03 of 0.17.
    expect(row("of which barriers, 64 workers")[1]).toBe("18 %");
  });

  it("counts the bytes of synapses and neurons", () => {
    // 4 bytes for each of 10^9, 200 for each of 10^5.
    expect(row("memory, packed in f32")[1]).toBe("3.7 GiB");
    expect(row("memory, regenerated at each spike")[1]).toBe("19 MiB");
  });

  it("builds faster in proportion to the number of workers", () => {
    expect(row("construction, 2 workers")[1]).toBe("50 s");
  });
});
