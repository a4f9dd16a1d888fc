import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NetworkRecord } from "@spikeloom/kernel";
import { type Result, run, simulate } from "@spikeloom/simulate";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it, vi } from "vitest";
import { type Gpu, webgpu } from "../src/index.ts";
import { busyNetwork, delayedNetwork, plasticNetwork } from "./networks.ts";

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

type Fault = "out-of-memory" | "validation" | "mapping" | "lost";

/**
 * A processor that accepts every command and computes nothing: all that it is asked for is 0.
 *
 * It creates buffers of `bytes` in all, and fails in a submission by its number.
 */
function idle({
  bytes = 2 ** 30,
  lost,
  fault,
  at = 0,
}: {
  readonly bytes?: number;
  readonly lost?: Promise<object>;
  readonly fault?: Fault;
  readonly at?: number;
}): Gpu {
  let [left, submitted] = [bytes, 0];
  let lose: (reason: object) => void = () => undefined;
  const lostLater = new Promise<object>((resolve) => {
    lose = resolve;
  });
  const scopes: { readonly filter: string; error?: object }[] = [];
  const fail = (filter: string, message: string): void => {
    const scope = scopes.findLast((one) => one.filter === filter);
    if (scope !== undefined) scope.error = { message };
  };
  const inFault = (kind: Fault): boolean => kind === fault && submitted === at;
  const object = { destroy: () => undefined };
  const commands = {
    setPipeline: () => undefined,
    setBindGroup: () => undefined,
    dispatchWorkgroups: () => undefined,
    dispatchWorkgroupsIndirect: () => undefined,
    end: () => undefined,
  };
  const processor = {
    lost: lost ?? lostLater,
    queue: {
      writeBuffer: () => undefined,
      submit(): void {
        submitted++;
        if (inFault("out-of-memory")) fail("out-of-memory", "no memory is left");
        if (inFault("validation")) fail("validation", "no such command");
        if (inFault("lost")) lose({ reason: "unknown", message: "a reset" });
      },
    },
    createBuffer({ size }: { readonly size: number }) {
      left -= size;
      if (left < 0) fail("out-of-memory", "no memory is left");
      return {
        ...object,
        mapAsync: async () => {
          if (inFault("mapping")) throw new Error("not mapped");
        },
        getMappedRange: () => new ArrayBuffer(size),
        unmap: () => undefined,
      };
    },
    createShaderModule: () => object,
    createBindGroupLayout: () => object,
    createPipelineLayout: () => object,
    createBindGroup: () => object,
    createComputePipelineAsync: async () => object,
    createCommandEncoder: () => ({
      beginComputePass: () => commands,
      clearBuffer: () => undefined,
      copyBufferToBuffer: () => undefined,
      finish: () => object,
    }),
    pushErrorScope: (filter: string) => void scopes.push({ filter }),
    popErrorScope: async () => scopes.pop()?.error ?? null,
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
    const error = await failure(busyNetwork, {
      backend: webgpu({ gpu: idle({ bytes: 100_000 }) }),
    });
    expect(error).toMatchObject({ code: "SL_GPU_MEMORY", got: "no memory is left" });
  });

  it("and is lost before the first step is reported with the reason", async () => {
    const lost = Promise.resolve({ reason: "unknown", message: "a reset" });
    const error = await failure(busyNetwork, { backend: webgpu({ gpu: idle({ lost }) }) });
    expect(error).toMatchObject({ code: "SL_GPU_LOST", got: "unknown: a reset" });
  });

  it.each([
    ["out-of-memory", "SL_GPU_MEMORY"],
    ["validation", "SL_GPU_COMMAND"],
    ["mapping", "SL_GPU_COMMAND"],
    ["lost", "SL_GPU_LOST"],
  ] as const)("and has the fault %s in a run keeps what was recorded", async (fault, code) => {
    const network = {
      ...delayedNetwork,
      record: [{ population: "s", variables: ["spikes"] }],
    } as never as NetworkRecord;
    const options = { backendOptions: { window: 10 }, for: "10 ms" };
    const gpu = idle({ fault, at: 5 });
    const error = await failure(network, { ...options, backend: webgpu({ gpu }) });
    expect(error).toMatchObject({ code });
    const { result } = error as { readonly result: Result };
    const { interrupted, duration } = result;
    expect(interrupted).toBe(true);
    expect(duration).toBeLessThan(10);
    // The host sends these spikes, so they are those of a processor that computes.
    const whole = await run(network, { stack, backend, ...options, for: `${duration} ms` });
    expect(result.spikeCounts["s"]).toBeGreaterThan(0);
    expect(result.spikeCounts["s"]).toBe(whole.spikeCounts["s"]);
    expect(result.recordings).toEqual(whole.recordings);
  });

  it("and has no memory for a variable that is read ends with a coded error", async () => {
    const network: NetworkRecord = {
      ...delayedNetwork,
      populations: { e: { model: "lif-delta", size: 2 ** 18 } },
      projections: [],
      record: [],
    };
    const onCpu = await simulate(network, { stack, backend });
    const { summary } = await onCpu.result();
    await onCpu.close();
    // Room for the network and for the spikes of 10 steps, but not for a copy of a variable.
    const gpu = idle({ bytes: (summary.bytes ?? 0) + 2 ** 19 });
    const simulated = await simulate(network, { stack, backend: webgpu({ gpu }) });
    await simulated.advance("1 ms");
    const code = await simulated.state("e", "v").catch((error: { code?: string }) => error.code);
    expect(code).toBe("SL_GPU_MEMORY");
    await simulated.close();
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

describe("10^9 events in a step", () => {
  const head = { format: "spikeloom-network", version: 1, dt: "0.1 ms", seed: 5 } as const;
  const e = { model: "lif-delta", size: 2 };
  const stimulus = { kind: "poisson", into: "e", weight: "1 mV" };

  it("of a stimulus are refused before the run", async () => {
    const stimuli = [{ ...stimulus, rate: "1e13 Hz" }];
    const network = { ...head, populations: { e }, stimuli } as NetworkRecord;
    expect(await failure(network, {})).toMatchObject({
      code: "SL_DRIVE_RATE",
      got: expect.stringContaining("1000000000"),
    });
  });

  it("of a source end the run with a coded error", async () => {
    const s = { model: "poisson", size: 2, parameters: { rate: "1e13 Hz" } };
    const network = { ...head, populations: { s } } as NetworkRecord;
    expect(await failure(network, {})).toMatchObject({ code: "SL_SPIKES_PER_STEP" });
  });

  it("that a changing rate reaches keep what was recorded before", async () => {
    const stimuli = [{ ...stimulus, rate: { formula: "1*Hz * exp((t/ms)*4)" } }];
    const record = [{ population: "e", variables: ["spikes"] }];
    const network = { ...head, populations: { e }, stimuli, record } as never as NetworkRecord;
    const error = await failure(network, { for: "10 ms" });
    expect(error).toMatchObject({ code: "SL_DRIVE_RATE" });
    const { result } = error as { readonly result: Result };
    // The rate passes 500 events in a step of 0.1 ms at ln(5e6) / 4 ms.
    expect([result.interrupted, result.duration]).toEqual([true, 3.9]);
    expect(result.recordings[0]?.spikes?.times.length).toBeGreaterThan(0);
    const part = await run(network, { stack, backend, for: "3.9 ms" });
    expect(part.spikeHash).toBe(result.spikeHash);
  });

  it("that code sends are refused above what sums allow for", async () => {
    const populations = { s: { model: "spike-array", size: 1 }, e };
    const simulated = await simulate({ ...head, populations } as NetworkRecord, { stack, backend });
    await simulated.sendSpikes("s", new Array(65).fill(0));
    await expect(simulated.advance("1 ms")).rejects.toMatchObject({
      code: "SL_FIXED_EVENTS",
      expected: "at most 64",
      got: "65",
    });
    await simulated.close();
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
