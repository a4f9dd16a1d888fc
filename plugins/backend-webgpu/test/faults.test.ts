import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NetworkRecord } from "@spikeloom/kernel";
import { type Result, run } from "@spikeloom/simulate";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it, vi } from "vitest";
import { type Gpu, webgpu } from "../src/index.ts";
import { busyNetwork, plasticNetwork } from "./networks.ts";

const backend = webgpu({ processor: "cpu" });

/** Access to an adapter whose buffers have at most so many bytes; its processor is never opened. */
function limited(bytes: number): Gpu {
  return {
    requestAdapter: async () => ({
      limits: { maxStorageBufferBindingSize: bytes, maxBufferSize: bytes },
      requestDevice: () => Promise.reject(new Error("not reached")),
    }),
  };
}

const failure = (network: NetworkRecord, options: object) =>
  run(network, { stack, backend, for: "5 ms", ...options }).then(
    () => undefined,
    (error: unknown) => error,
  );

describe("a graphics processor", () => {
  it("that is missing is reported with what is needed", async () => {
    const none: Gpu = { requestAdapter: async () => null };
    const error = await failure(busyNetwork, { backend: webgpu({ gpu: none }) });
    expect(error).toMatchObject({ code: "SL_GPU_ADAPTER" });
    expect(String(error)).toContain("Install a driver for Vulkan");
  });

  it("whose package cannot be loaded is reported with the reason", async () => {
    const folder = mkdtempSync(join(tmpdir(), "spikeloom-broken-webgpu-"));
    const place = join(folder, "node_modules/webgpu");
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "index.js"), 'throw new Error("a library is missing");');
    const cwd = vi.spyOn(process, "cwd").mockReturnValue(folder);
    try {
      const error = await failure(busyNetwork, { backend: webgpu() });
      expect(error).toMatchObject({ code: "SL_GPU_ADAPTER" });
      expect(String(error)).toContain("cannot be loaded: a library is missing");
    } finally {
      cwd.mockRestore();
      rmSync(folder, { recursive: true });
    }
  });

  it("whose limits are too small is refused with the limit and the number needed", async () => {
    const error = await failure(busyNetwork, { backend: webgpu({ gpu: limited(1000) }) });
    expect(error).toMatchObject({
      code: "SL_GPU_LIMIT",
      place: "maxStorageBufferBindingSize",
      expected: "at most 1000",
    });
  });
});

/** Memory of a processor that creates buffers of so many bytes in all, and computes nothing. */
function exhausted(bytes: number, lost: Promise<never> | Promise<object>): Gpu {
  let left = bytes;
  let isFull = false;
  const scopes: string[] = [];
  const processor = {
    lost,
    queue: { writeBuffer: () => undefined, submit: () => undefined },
    createBuffer({ size }: { readonly size: number }) {
      left -= size;
      isFull = left < 0;
      return { destroy: () => undefined };
    },
    pushErrorScope: (filter: string) => void scopes.push(filter),
    popErrorScope: async () =>
      scopes.pop() === "out-of-memory" && isFull ? { message: "no memory is left" } : null,
    destroy: () => undefined,
  };
  return {
    requestAdapter: async () => ({
      limits: { maxStorageBufferBindingSize: 2 ** 30, maxBufferSize: 2 ** 30 },
      requestDevice: async () => processor as never,
    }),
  };
}

describe("a graphics processor that was opened", () => {
  it("and has too little memory is reported with the bytes asked for", async () => {
    const gpu = exhausted(100_000, new Promise<never>(() => undefined));
    const error = await failure(busyNetwork, { backend: webgpu({ gpu }) });
    expect(error).toMatchObject({ code: "SL_GPU_MEMORY", got: "no memory is left" });
  });

  it("and is lost before the first step is reported with the reason", async () => {
    const gpu = exhausted(2 ** 30, Promise.resolve({ reason: "unknown", message: "a reset" }));
    const error = await failure(busyNetwork, { backend: webgpu({ gpu }) });
    expect(error).toMatchObject({ code: "SL_GPU_LOST", got: "unknown: a reset" });
  });
});

describe("a run whose rule delivers more than its sums allow for", () => {
  it("ends with an error that holds what was recorded before", async () => {
    const rule = { ...stack.find("plasticity", "stdp-pair"), bounds: undefined, name: "unbounded" };
    const plastic = plasticNetwork("stdp-pair", { weight: "0.001 pA" });
    const network = {
      ...plastic,
      projections: [{ ...plastic.projections?.[0], plasticity: rule }],
      stimuli: [{ kind: "steps", into: "e", times: ["1 ms"], values: ["600 pA"] }],
      record: [{ population: "e", variables: ["spikes"] }],
    } as never as NetworkRecord;
    const options = { backendOptions: { window: 10 }, for: "100 ms" };
    const error = await failure(network, options);
    expect(error).toMatchObject({ code: "SL_DELIVERY_RANGE" });
    const { result } = error as { readonly result: Result };
    const { interrupted, duration, spikeCounts } = result;
    expect(interrupted).toBe(true);
    expect(spikeCounts["e"]).toBeGreaterThan(0);
    expect(result.recordings[0]?.spikes?.times).toHaveLength(spikeCounts["e"] ?? 0);
    const part = await run(network, { stack, backend, ...options, for: `${duration} ms` });
    expect(part.spikeHash).toBe(result.spikeHash);
  });
});

describe("a scale", () => {
  const source = (weight: string, size = 100): NetworkRecord => ({
    ...busyNetwork,
    populations: {
      s: { model: "spike-array", size, times: { values: [1], unit: "ms" } },
      e: { model: "lif-delta", size: 2 },
    },
    projections: [{ from: "s", to: "e", weight, delay: "1 ms", connector: { kind: "all-to-all" } }],
    stimuli: [],
    record: [],
  });

  it("that could overflow is refused with one that is sufficient", async () => {
    // 100 * 10 mV * 2^21 is below 2^31, and 2^22 is not.
    const backendOptions = { scale: 22 };
    const error = await failure(source("10 mV"), { backendOptions });
    expect(error).toMatchObject({
      code: "SL_FIXED_SCALE",
      expected: "a scale of at most 21",
      next: "Use the scale 21, or omit it.",
    });
    expect(await failure(source("10 mV"), { backendOptions: { scale: 21 } })).toBeUndefined();
  });

  it("that is sufficient and would round weights too much is refused", async () => {
    const error = await failure(source("10 mV"), { backendOptions: { scale: 3 } });
    expect(error).toMatchObject({
      code: "SL_FIXED_SCALE",
      expected: "256 units of the largest weight",
    });
  });

  it("holds sums at its bound exactly", async () => {
    const network = source("-10 mV");
    const { spikeCounts } = await run(network, { stack, backend, for: "5 ms" });
    expect(spikeCounts).toEqual({ s: 100, e: 0 });
  });
});

describe("synapses of one neuron that exceed a buffer", () => {
  it("are refused with the limit", async () => {
    const network: NetworkRecord = {
      ...busyNetwork,
      populations: { e: { model: "lif-delta", size: 200 } },
      projections: [
        { from: "e", to: "e", weight: "1 mV", delay: "1 ms", connector: { kind: "all-to-all" } },
      ],
      stimuli: [],
      record: [],
    };
    const error = await failure(network, { backendOptions: { piece: 1024 } });
    expect(error).toMatchObject({ code: "SL_GPU_LIMIT", expected: "at most 1024" });
  });
});
