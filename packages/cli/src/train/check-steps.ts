import type { NetworkRecord, Trainable } from "@spikeloom/kernel";
import { TRAINING_FILE } from "./errors.ts";

/** Refuse delays that differ: a trained file is tested in steps, where a projection has one delay. */
export function checkSteps(network: NetworkRecord, trainable: readonly Trainable[]): void {
  trainable.forEach((one, k) => {
    if ("projection" in one && one.variable === "delay") {
      throw inScript(`trainable[${k}].variable`, "delay");
    }
  });
  (network.projections ?? []).forEach(({ delay }, k) => {
    if (typeof delay === "object") throw inScript(`network.projections[${k}].delay`, "several");
  });
}

function inScript(place: string, got: string): Error {
  return TRAINING_FILE({
    place,
    message: "A training file tests the network in steps, in which a projection has one delay.",
    expected: "one fixed delay",
    got,
    next: "Use `beginLearning` in a script.",
  });
}
