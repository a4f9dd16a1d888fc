import type { NetworkRecord } from "@spikeloom/kernel";
import { lifCurrAlpha, lifCurrExp } from "@spikeloom/neurons";
import * as brette2007 from "./brette-2007/network.ts";
import * as bretteGerstner2005 from "./brette-gerstner-2005/network.ts";
import { brunelNetwork, brunelStates } from "./brunel-2000/network.ts";
import * as clopath2010 from "./clopath-2010/network.ts";
import { barNetwork } from "./diehl-cook-2015/network.ts";
import { balanced, balancedNetwork } from "./hanuschkin-2010/network.ts";
import * as hodgkinHuxley1952 from "./hodgkin-huxley-1952/network.ts";
import { izhikevichNetwork } from "./izhikevich-2003/network.ts";
import * as izhikevich2004 from "./izhikevich-2004/network.ts";
import { patterns } from "./izhikevich-2004/patterns.ts";
import { polychronousNetwork } from "./izhikevich-2006/network.ts";
import { rewardedNetwork } from "./izhikevich-2007/network.ts";
import { pairNetwork } from "./izhikevich-2007/pair.ts";
import { drawAfferents } from "./masquelier-2008/afferents.ts";
import { patternNetwork } from "./masquelier-2008/network.ts";
import { morrisonNetwork } from "./morrison-2007/network.ts";
import { accuracyNetwork } from "./morrison-straube-2007/network.ts";
import * as naud2008 from "./naud-2008/network.ts";
import * as nest from "./nest-single-neuron/network.ts";
import * as pfisterGerstner2006 from "./pfister-gerstner-2006/network.ts";
import { microcircuitNetwork } from "./potjans-diesmann-2014/network.ts";
import { eulerScheme, fineScheme } from "./scheme.ts";
import { songNetwork } from "./song-2000/network.ts";
import * as tsodyks1998 from "./tsodyks-1998/network.ts";
import { burstNetwork } from "./tsodyks-2000/network.ts";
import * as vogels2011 from "./vogels-2011/network.ts";

/** Every network that the studies run, by study and part; the microcircuit at a tenth of its size. */
export const publishedNetworks: Readonly<Record<string, () => NetworkRecord>> = {
  "potjans-diesmann-2014": () => microcircuitNetwork({ scale: 0.1 }),
  ...Object.fromEntries(
    Object.entries(brunelStates).map(([letter, state]) => [
      `brunel-2000 ${letter}`,
      () => brunelNetwork(state),
    ]),
  ),
  "brette-2007 CUBA": brette2007.cubaNetwork,
  "brette-2007 COBA": brette2007.cobaNetwork,
  "brette-2007 COBAHH": brette2007.cobahhNetwork,
  "izhikevich-2003": izhikevichNetwork,
  ...Object.fromEntries(
    Object.entries(patterns).map(([letter, pattern]) => [
      `izhikevich-2004 ${letter}`,
      () => izhikevich2004.patternNetwork(pattern),
    ]),
  ),
  "izhikevich-2006": () => polychronousNetwork(1, 1),
  "izhikevich-2007 pair": () => ({
    ...pairNetwork({ source: 20, target: 30, reward: 50 }),
    duration: "100 ms",
  }),
  "izhikevich-2007 network": rewardedNetwork,
  "masquelier-2008": () => patternNetwork({ sent: drawAfferents(1, 200) }),
  "diehl-cook-2015": barNetwork,
  "hodgkin-huxley-1952 steps": hodgkinHuxley1952.stepNetwork,
  "hodgkin-huxley-1952 pulses": hodgkinHuxley1952.pulseNetwork,
  "brette-gerstner-2005 steps": bretteGerstner2005.stepNetwork,
  "brette-gerstner-2005 rheobase": bretteGerstner2005.rheobaseNetwork,
  "naud-2008 fine step": () => naud2008.patternNetwork(fineScheme),
  "naud-2008 Euler": () => naud2008.patternNetwork(eulerScheme),
  "nest-single-neuron alpha": () => nest.directCurrent(lifCurrAlpha, "1000 pA"),
  "nest-single-neuron exponential": () => nest.directCurrent(lifCurrExp, "1000 pA"),
  "nest-single-neuron switched": nest.switchedCurrent,
  "nest-single-neuron two": nest.twoNeurons,
  "nest-single-neuron potential": nest.singlePotential,
  "nest-single-neuron equal, alpha": () => nest.equalTimeConstants(lifCurrAlpha),
  "nest-single-neuron equal, exponential": () => nest.equalTimeConstants(lifCurrExp),
  "nest-single-neuron threshold": nest.adaptiveThreshold,
  "nest-single-neuron adex": nest.adaptiveExponential,
  "pfister-gerstner-2006 full": () => pfisterGerstner2006.pairingNetwork("full", "1 s"),
  "clopath-2010 adex": () => clopath2010.pairingNetwork("adex"),
  "clopath-2010 hodgkin-huxley": () => clopath2010.pairingNetwork("hodgkin-huxley"),
  "tsodyks-1998 release": () =>
    tsodyks1998.releaseNetwork(tsodyks1998.trains["facilitation at 70 Hz"]),
  "tsodyks-1998 potential": tsodyks1998.potentialNetwork,
  "tsodyks-2000": () => burstNetwork("500 ms"),
  "song-2000": songNetwork,
  "vogels-2011 untaught": vogels2011.untaughtNetwork,
  "vogels-2011 balance": vogels2011.vogelsNetwork,
  "morrison-2007": morrisonNetwork,
  "morrison-straube-2007": () =>
    accuracyNetwork({ dt: 0.1, duration: 40, currents: [1000, 500], times: [[1, 3], [2]] }),
  "hanuschkin-2010": () => balancedNetwork(balanced(1), { size: 10, duration: 200 }),
};
