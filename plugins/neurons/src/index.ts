import type { NeuronRecord } from "@spikeloom/kernel";
import { lif } from "./lif.ts";
import { lifCondAlpha } from "./lif-cond-alpha.ts";
import { lifCondBeta } from "./lif-cond-beta.ts";
import { lifCondExp } from "./lif-cond-exp.ts";
import { lifCurrAlpha } from "./lif-curr-alpha.ts";
import { lifCurrExp } from "./lif-curr-exp.ts";
import { lifDelta } from "./lif-delta.ts";

export { lif, lifCondAlpha, lifCondBeta, lifCondExp, lifCurrAlpha, lifCurrExp, lifDelta };

/** All models of this package. */
export const neurons: readonly NeuronRecord[] = [
  lif,
  lifDelta,
  lifCurrExp,
  lifCurrAlpha,
  lifCondExp,
  lifCondAlpha,
  lifCondBeta,
];
