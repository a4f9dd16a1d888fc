import { type Pairing, pairTraces } from "./pairing.ts";

/** Pair every spike with the last one of the other side (Morrison and others 2008, figure 7A). */
export const nearestSymmetric: Pairing = {
  about: "each spike with the last one of the other side",
  traces: pairTraces,
  on: { pre: { x_pre: "1" }, post: { x_post: "1" } },
  potentiation: "x_pre",
  depression: "x_post",
};
