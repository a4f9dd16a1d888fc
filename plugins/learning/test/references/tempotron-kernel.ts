const [tau, tauS] = [15, 3.75];

/**
 * The reference of tempotron: contribution of a unit weight to the potential `t` ms after a spike.
 *
 * Gütig and Sompolinsky 2006, below equation 1 (doi:10.1038/nn1643), in mV, for currents in pA through 250 pF.
 */
export function kernel(t: number): number {
  if (t < 0) return 0;
  return ((Math.exp(-t / tau) - Math.exp(-t / tauS)) / 250) * ((tau * tauS) / (tau - tauS));
}
