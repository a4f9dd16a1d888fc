import type { SynapseRecord } from "@spikeloom/kernel";
import { gapJunction } from "./gap-junction.ts";
import { graded } from "./graded.ts";
import { kineticAmpa } from "./kinetic-ampa.ts";
import { kineticGabaA } from "./kinetic-gaba-a.ts";
import { kineticGabaB } from "./kinetic-gaba-b.ts";
import { kineticNmda } from "./kinetic-nmda.ts";
import { multiQuantal } from "./multi-quantal.ts";
import { nmda } from "./nmda.ts";
import { saturatingAlpha } from "./saturating-alpha.ts";
import { saturatingBeta } from "./saturating-beta.ts";
import { saturatingExp } from "./saturating-exp.ts";
import { simpleStochastic } from "./simple-stochastic.ts";
import { staticSynapse } from "./static.ts";
import { stochasticTsodyksMarkram } from "./stochastic-tsodyks-markram.ts";
import { tsodyksMarkram } from "./tsodyks-markram.ts";
import { tsodyksUzielMarkram } from "./tsodyks-uziel-markram.ts";
import { univesicularRelease } from "./univesicular-release.ts";
import { varela } from "./varela.ts";
import { wangAmpa } from "./wang-ampa.ts";
import { wangGaba } from "./wang-gaba.ts";
import { wangNmda } from "./wang-nmda.ts";

/**
 * All models of this package.
 *
 * Models with several forms are listed in their default form.
 */
export const synapses: readonly SynapseRecord[] = [
  gapJunction,
  graded,
  kineticAmpa,
  kineticGabaA,
  kineticGabaB,
  kineticNmda,
  multiQuantal,
  nmda,
  saturatingAlpha,
  saturatingBeta,
  saturatingExp,
  simpleStochastic,
  staticSynapse,
  stochasticTsodyksMarkram,
  tsodyksMarkram,
  tsodyksUzielMarkram,
  univesicularRelease,
  varela,
  wangAmpa,
  wangGaba,
  wangNmda,
];
