import type { SynapseEnds } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import type { PlasticSynapses, SynapseAt } from "./plastic.ts";
import { type Rows, storeWeights } from "./rows.ts";

/** Reads and changes the synapses of a projection, by source, target, delay and creation. */
export interface SynapseAccess {
  readonly ends: SynapseEnds;
  values(variable: string, now: number): Float64Array;
  set(variable: string, values: Float64Array, now: number): void;
}

/** List the synapses of a projection. */
export function accessOf(
  { populations, dt }: Pick<NetworkProgram, "populations" | "dt">,
  {
    rows,
    route,
    from,
    rule,
  }: {
    readonly rows: Rows;
    readonly route: number;
    readonly from: string;
    readonly rule: PlasticSynapses | undefined;
  },
): SynapseAccess {
  const { first = 0, size = 0 } = populations.get(from) ?? {};
  const found: SynapseAt[] = [];
  const sources: number[] = [];
  for (let n = 0; n < size; n++) {
    const end = rows.rows[first + n + 1] as number;
    const own: SynapseAt[] = [];
    for (let segment = rows.rows[first + n] as number; segment < end; segment++) {
      if (rows.route[segment] !== route) continue;
      const until = rows.begins[segment + 1] as number;
      for (let k = rows.begins[segment] as number; k < until; k++) own.push({ segment, k });
    }
    // Within a source they are ordered by delay and creation.
    own.sort((a, b) => (rows.targets[a.k] as number) - (rows.targets[b.k] as number));
    for (const one of own) {
      found.push(one);
      sources.push(n);
    }
  }
  return {
    ends: {
      sources: Uint32Array.from(sources),
      targets: Uint32Array.from(found, ({ k }) => rows.targets[k] as number),
      delays: Int32Array.from(found, ({ segment }) =>
        Math.round((rows.delays[segment] as number) / dt),
      ),
    },
    values(variable, now) {
      rule?.settle(now);
      if (rule !== undefined)
        return Float64Array.from(found, (one) => rule.value(variable, one, now));
      const constant = rows.constants[route] as number;
      const weightOf = ({ k }: SynapseAt) =>
        Number.isNaN(constant) ? (rows.weights[k] as number) : constant;
      return Float64Array.from(found, weightOf);
    },
    set(variable, values, now) {
      rule?.settle(now);
      storeWeights(rows, route);
      found.forEach((one, j) => {
        const value = values[j] as number;
        if (rule === undefined) rows.weights[one.k] = value;
        else rule.set(variable, one, { value, now });
      });
    },
  };
}
