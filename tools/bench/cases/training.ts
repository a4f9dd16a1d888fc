import { fileURLToPath } from "node:url";
import { against, type Case, type PeerScript, peersOf, reading, type Setting } from "../case.ts";
import type { Runner } from "../measure.ts";

const script = "../training/bench_train.py";

function peerOf(lib: string, net: string, density: string, threads: 1 | 2 = 1): PeerScript {
  const args = ["--lib", lib, "--net", net, "--density", density, "--threads", `${threads}`];
  return {
    script,
    label: `${lib}, ${threads === 1 ? "one thread" : "two threads"}`,
    args,
    most: 5,
  };
}

interface Task {
  readonly net: "dense" | "recurrent" | "long" | "strided" | "pooled";
  readonly density: string;
  readonly workers?: number;
}

function ownName({ net, density, workers = 1 }: Task): string {
  return `training ${net}, density ${density}${workers === 1 ? "" : `, ${workers} workers`}`;
}

function own({ root, quick }: Setting, task: Task): Runner {
  const { net, density, workers = 1 } = task;
  const file = fileURLToPath(import.meta.resolve("../run-training.ts"));
  const times = quick || net === "long" ? "1" : net === "dense" ? "60" : "12";
  const flags = ["--density", density, "--workers", String(workers), "--steps", times];
  return { name: ownName(task), command: [process.execPath, file, net, ...flags, "--root", root] };
}

/** A training step, forward, backward and Adam, compared with the fastest library for each network. */
export function training(setting: Setting): Case {
  const dense = { net: "dense", density: "0.1" } as const;
  const sparse = { net: "dense", density: "0.01" } as const;
  const recurrent = { net: "recurrent", density: "0.1" } as const;
  const long = { net: "long", density: "0.1" } as const;
  const two = { ...dense, workers: 2 } as const;
  const strided = { net: "strided", density: "0.1" } as const;
  const pooled = { net: "pooled", density: "0.1" } as const;
  const maps = peerOf("spikingjelly", "conv", "0.1");
  const maps2 = peerOf("spikingjelly", "conv", "0.1", 2);
  const jax = peerOf("jax", "fc", "0.1");
  const jaxSparse = peerOf("jax", "fc", "0.01");
  const spyx = peerOf("spyx", "rec", "0.1");
  const peerNet = "12C5-64C5 over pooled spikes, peer 12C5-MP2-64C5-MP2";
  const compared = [
    [dense, "784-128-10, 25 steps, 10 % of inputs spike", jax, 0.6],
    [sparse, "784-128-10, 25 steps, 1 %", jaxSparse, 0.15],
    [recurrent, "700-256-20, recurrent, 100 steps, 10 %", spyx, 0.6],
    // With a stride, a quarter of the positions is convolved, whereas the peer convolves all before pooling: not
    // comparable.
    [strided, "12C5-64C5, stride 2, 25 steps", undefined, 0],
    [pooled, `${peerNet}, 25 steps`, maps, 0.6],
    [{ ...strided, workers: 2 }, "12C5-64C5, stride 2, two workers", undefined, 0],
    [{ ...pooled, workers: 2 }, `${peerNet}, two workers`, maps2, 0.6],
  ] as const;
  const one = { program: ownName(dense), label: "one worker" };
  return {
    name: "training",
    title: "A step of training: forward, backward and Adam, f32",
    runners: [
      ...[...compared.map(([task]) => task), two].map((task) => own(setting, task)),
      ...(setting.quick ? [] : [own(setting, long)]),
      ...peersOf(setting, [jax, jaxSparse, spyx, maps, maps2]),
    ],
    rows: [
      ...compared.flatMap(([task, what, peer, most]) =>
        (["median_ms", "min_ms"] as const).map((key) => ({
          what: `${what}: ${key === "min_ms" ? "minimum" : "median"}`,
          unit: "ms" as const,
          ours: reading(ownName(task), key),
          ...(peer && against(peer, key, most)),
        })),
      ),
      {
        what: "784-128-10, 10 %, two workers: minimum",
        unit: "ms",
        ours: reading(ownName(two), "min_ms"),
        peer: { ...one, read: reading(ownName(dense), "min_ms"), most: 1 / 1.6 },
      },
      ...(setting.quick
        ? []
        : [
            {
              what: "peak memory, recurrent, 100 steps",
              unit: "MiB" as const,
              ours: reading(ownName(recurrent), "peak_mib"),
            },
            {
              what: "peak memory, recurrent, 1000 steps",
              unit: "MiB" as const,
              ours: reading(ownName(long), "peak_mib"),
            },
          ]),
    ],
  };
}
