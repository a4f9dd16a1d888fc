import { analogValues } from "@spikeloom/frameworks";
import type * as models from "@spikeloom/synapses";
import {
  synapses as all,
  gapJunction,
  graded,
  intoInput,
  kineticAmpa,
  kineticGabaA,
  kineticGabaB,
  kineticNmda,
  multiQuantal,
  multiQuantalUpTo,
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
  univesicularReleaseUpTo,
  varela,
  wangAmpa,
  wangGaba,
  wangNmda,
} from "@spikeloom/synapses";

/**
 * All synapse models by name: `synapses.tsodyksMarkram`.
 *
 * A plain record: bundlers would add their own code for a namespace object to each page.
 */
export const synapses: typeof models & { readonly analogValues: typeof analogValues } = {
  analogValues,
  gapJunction,
  graded,
  intoInput,
  kineticAmpa,
  kineticGabaA,
  kineticGabaB,
  kineticNmda,
  multiQuantal,
  multiQuantalUpTo,
  nmda,
  saturatingAlpha,
  saturatingBeta,
  saturatingExp,
  simpleStochastic,
  staticSynapse,
  stochasticTsodyksMarkram,
  synapses: all,
  tsodyksMarkram,
  tsodyksUzielMarkram,
  univesicularRelease,
  univesicularReleaseUpTo,
  varela,
  wangAmpa,
  wangGaba,
  wangNmda,
};
