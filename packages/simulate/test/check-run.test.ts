import { type BackendRecord, defineBackend, type PluginOption } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { plainEstimate } from "../../../tools/test/plain-estimate.ts";
import { checkAnywhere, checkRun, estimateNetwork, run } from "../src/index.ts";
import { metronomes, regularBackend, stack } from "./regular-backend.ts";

const network = metronomes();

/** A backend with its own options, which reports those that it received. */
function choosing(
  options: Readonly<Record<string, PluginOption>>,
  told: unknown[] = [],
): BackendRecord {
  const regular = regularBackend();
  return defineBackend({
    ...regular,
    options,
    estimate: plainEstimate,
    check(_, given) {
      told.push({ ...given });
      return [];
    },
    prepare(program, job) {
      told.push({ ...job.options });
      return regular.prepare(program, job);
    },
  });
}

const method: PluginOption = {
  ...({ about: "how", type: "text" } as const),
  choices: ["fast", "exact"],
  default: "fast",
};
const workers: PluginOption = { about: "threads", type: "integer", least: 1, most: 8 };

describe("options of a backend", () => {
  it("are passed to it checked, with defaults, before a run and during it", async () => {
    const told: unknown[] = [];
    const backend = choosing({ method, workers }, told);
    await run(network, { stack, backend, workers: 3 });
    const wanted = { method: "fast", workers: 3 };
    expect(told).toEqual([wanted, wanted]);
    told.length = 0;
    await run(network, { stack, backend, backendOptions: { method: "exact" } });
    expect(told).toEqual([{ method: "exact" }, { method: "exact" }]);
  });

  it.each([
    [{ shards: 2 }, "shards", "method, workers"],
    [{ precision: "f32" }, "precision", "method, workers"],
    [{ workers: 1.5 }, "workers", "a whole number, at least 1 and at most 8"],
    [{ workers: 9 }, "workers", "a whole number, at least 1 and at most 8"],
    [{ backendOptions: { method: "slow" } }, "method", "fast, exact"],
    [{ backendOptions: { methud: "fast" } }, "methud", "method, workers"],
    [{ workers: 4, backendOptions: { workers: 1 } }, "workers", "each option once"],
    [{ workers: 1, backendOptions: { workers: 1 } }, "workers", "each option once"],
  ] as const)("are the only ones: not %o", async (given, name, expected) => {
    const backend = choosing({ method, workers });
    const [error, ...others] = checkRun(network, { stack, backend, ...given });
    expect(others).toEqual([]);
    expect(error).toMatchObject({ code: "SL_OPTION", expected });
    expect(error?.message).toContain(`"${name}"`);
    if (name === "methud") expect(error?.next).toBe('Did you mean "method"?');
    await expect(run(network, { stack, backend, ...given })).rejects.toThrow("SL_OPTION");
    expect(() => estimateNetwork(network, { stack, backend, ...given })).toThrow("SL_OPTION");
  });

  it("do not replace general options if they are undefined", () => {
    const told: unknown[] = [];
    const backend = choosing({ method, workers }, told);
    const backendOptions = { workers: undefined, method: undefined };
    expect(checkRun(network, { stack, backend, workers: 3, backendOptions })).toEqual([]);
    expect(told).toEqual([{ method: "fast", workers: 3 }]);
  });

  it("default to f64 if there is no choice", () => {
    const backend = choosing({});
    expect(checkRun({ ...network, precision: "f64" }, { stack, backend })).toEqual([]);
    const codes = checkRun({ ...network, precision: "f32" }, { stack, backend });
    expect(codes.map(({ code }) => code)).toEqual(["SL_OPTION"]);
  });
});

it.each(["1e300 ms", "0 ms"])("a duration that no run can count is refused: %s", (duration) => {
  const backend = choosing({});
  for (const errors of [
    checkRun({ ...network, duration }, { stack, backend }),
    checkAnywhere({ ...network, duration }, { stack }),
  ]) {
    expect(errors.map(({ code, place }) => [code, place])).toEqual([["SL_RUN_LENGTH", "duration"]]);
  }
});

describe("a memory limit", () => {
  it("is compared with the estimate of a backend", () => {
    const backend = choosing({});
    const codes = (memory: number): readonly string[] =>
      checkRun(network, { stack, backend, memory }).map(({ code }) => code);
    expect(codes(500)).toEqual([]);
    expect(codes(499)).toEqual(["SL_MEMORY"]);
  });
});
