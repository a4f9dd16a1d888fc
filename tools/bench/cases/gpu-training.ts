import { fileURLToPath } from "node:url";
import { type Case, type Row, reading, type Setting } from "../case.ts";
import type { Runner } from "../measure.ts";

/** Networks in order of their products of weights and steps, on either side of the threshold of `auto`. */
const networks = [
  ["dense", "784-128-10, 25 steps, 2.5e6 products"],
  ["recurrent", "700-256-20, recurrent, 100 steps, 2.5e7 products"],
  ["long", "700-256-20, recurrent, 1000 steps, 2.5e8 products"],
] as const;

type Place = "gpu" | "core";

const nameOf = (net: string, place: Place): string =>
  `training ${net} on ${place === "gpu" ? "a graphics processor" : "one core"}`;

function own({ root, quick }: Setting, net: string, place: Place): Runner {
  const file = fileURLToPath(import.meta.resolve("../run-training.ts"));
  const times = quick || net === "long" ? "1" : "12";
  const flags = ["--steps", times, "--root", root, ...(place === "gpu" ? ["--gpu"] : [])];
  return { name: nameOf(net, place), command: [process.execPath, file, net, ...flags] };
}

/** A training step on a graphics processor and on one core of the same machine. */
export function graphicsTraining(setting: Setting): Case {
  return {
    name: "gpu-training",
    title: "A step of training on a graphics processor, 64 samples, 10 % of inputs spike, f32",
    long: true,
    repeats: 3,
    runners: networks.flatMap(([net]) => [
      own(setting, net, "gpu"),
      { ...own(setting, net, "core"), beside: nameOf(net, "gpu") },
    ]),
    rows: networks.flatMap(([net, what]) =>
      (["median_ms", "min_ms"] as const).map((key): Row => {
        const program = nameOf(net, "core");
        return {
          what: `${what}: ${key === "min_ms" ? "minimum" : "median"}`,
          unit: "ms",
          optional: true,
          ours: reading(nameOf(net, "gpu"), key),
          peer: { program, label: "one core", read: reading(program, key) },
        };
      }),
    ),
  };
}
