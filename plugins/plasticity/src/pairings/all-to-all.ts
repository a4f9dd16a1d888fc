import { type Pairing, pairTraces } from "./pairing.ts";

/** Pair every spike with all earlier ones of the other side. */
export const allToAll: Pairing = {
  about: "each spike with all earlier ones of the other side",
  traces: pairTraces,
  on: { pre: { x_pre: "x_pre + 1" }, post: { x_post: "x_post + 1" } },
  potentiation: "x_pre",
  depression: "x_post",
};
