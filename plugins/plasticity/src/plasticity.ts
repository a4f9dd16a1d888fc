import type { PlasticityRecord } from "@spikeloom/kernel";
import { bcm } from "./bcm.ts";
import { butzVanOoyen } from "./butz-van-ooyen.ts";
import { clopath } from "./clopath.ts";
import { deepRewiring } from "./deep-rewiring.ts";
import { diehlCook } from "./diehl-cook.ts";
import { diehlCookPowerLaw } from "./diehl-cook-power-law.ts";
import { dopamine } from "./dopamine.ts";
import { dopamineClocked } from "./dopamine-clocked.ts";
import { homeostaticScaling } from "./homeostatic-scaling.ts";
import { mstdp } from "./mstdp.ts";
import { mstdpet } from "./mstdpet.ts";
import { oja } from "./oja.ts";
import { pes } from "./pes.ts";
import { rMax } from "./r-max.ts";
import { rStdp } from "./r-stdp.ts";
import { stdpAdditiveMultiplicative } from "./stdp-additive-multiplicative.ts";
import { stdpDopamine } from "./stdp-dopamine.ts";
import { stdpGuetig } from "./stdp-guetig.ts";
import { stdpMultiplicative } from "./stdp-multiplicative.ts";
import { stdpNearestSymmetric } from "./stdp-nearest-symmetric.ts";
import { stdpNest } from "./stdp-nest.ts";
import { stdpPair } from "./stdp-pair.ts";
import { stdpPowerLaw } from "./stdp-power-law.ts";
import { stdpPresynapticCentred } from "./stdp-presynaptic-centred.ts";
import { stdpRestrictedSymmetric } from "./stdp-restricted-symmetric.ts";
import { stdpTriplet } from "./stdp-triplet.ts";
import { stdpTripletNearest } from "./stdp-triplet-nearest.ts";
import { stdpVanRossum } from "./stdp-van-rossum.ts";
import { synapticScaling } from "./synaptic-scaling.ts";
import { vogels } from "./vogels.ts";
import { vogelsSprekeler } from "./vogels-sprekeler.ts";
import { withWeightUnit } from "./with-weight-unit.ts";

/** Name of the rule for weights that are conductances: `stdp-pair-cond`. */
function forConductances(rule: PlasticityRecord): PlasticityRecord {
  return withWeightUnit(rule, rule.weightUnit === "nA" ? "uS" : "nS", `${rule.name}-cond`);
}

/** All rules of this package; those for currents also in a form for conductances. */
export const plasticity: readonly PlasticityRecord[] = [
  bcm,
  butzVanOoyen,
  clopath,
  deepRewiring,
  diehlCookPowerLaw,
  diehlCook,
  dopamineClocked,
  dopamine,
  homeostaticScaling,
  mstdp,
  mstdpet,
  oja,
  pes,
  rMax,
  rStdp,
  stdpAdditiveMultiplicative,
  stdpDopamine,
  stdpGuetig,
  stdpMultiplicative,
  stdpNearestSymmetric,
  stdpNest,
  stdpPair,
  stdpPowerLaw,
  stdpPresynapticCentred,
  stdpRestrictedSymmetric,
  stdpTripletNearest,
  stdpTriplet,
  stdpVanRossum,
  synapticScaling,
  vogelsSprekeler,
  vogels,
  ...[
    stdpPair,
    stdpMultiplicative,
    stdpAdditiveMultiplicative,
    stdpGuetig,
    stdpNest,
    stdpNearestSymmetric,
    stdpPresynapticCentred,
    stdpRestrictedSymmetric,
    stdpPowerLaw,
    stdpTriplet,
    stdpTripletNearest,
    clopath,
    dopamine,
    dopamineClocked,
    stdpDopamine,
    mstdp,
    mstdpet,
    rStdp,
    rMax,
    bcm,
    oja,
    pes,
    deepRewiring,
  ].map(forConductances),
];
