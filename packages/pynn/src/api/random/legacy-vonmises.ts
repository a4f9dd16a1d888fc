import { roundedLog } from "./rounded-functions.ts";

const FLAT_BELOW = 1e-8;
const NEARLY_FLAT_BELOW = 1e-5;

/** Draw an angle, -pi to pi (Best & Fisher 1979, doi:10.2307/2346732). */
export function legacyVonmises(uniform: () => number, mu: number, kappa: number): number {
  if (kappa < FLAT_BELOW) return Math.PI * (2 * uniform() - 1);
  const s = spreadOf(kappa);
  const w = cosine(uniform, kappa, s);
  const sign = uniform() < 0.5 ? -1 : 1;
  const angle = mu + sign * Math.acos(w);
  const wrapped = ((Math.abs(angle) + Math.PI) % (2 * Math.PI)) - Math.PI;
  return angle < 0 ? -wrapped : wrapped;
}

function spreadOf(kappa: number): number {
  if (kappa < NEARLY_FLAT_BELOW) return 1 / kappa + kappa;
  const r = 1 + Math.sqrt(1 + 4 * kappa * kappa);
  const rho = (r - Math.sqrt(2 * r)) / (2 * kappa);
  return (1 + rho * rho) / (2 * rho);
}

function cosine(uniform: () => number, kappa: number, s: number): number {
  for (;;) {
    const z = Math.cos(Math.PI * uniform());
    const w = (1 + s * z) / (s + z);
    const y = kappa * (s - w);
    const v = uniform();
    if (y * (2 - y) - v >= 0 || roundedLog(y / v) + 1 - y >= 0) return w;
  }
}
