import type { FunctionBuilder, Local } from "@spikeloom/code";
import type { LaidRule } from "../rule-layout.ts";
import type { Scribe } from "./scribe.ts";

/** Reads and writes what lies in memory for one synapse. */
export interface SynapseArrays {
  /** Load variables of the synapse into their locals, and the step of its last event. */
  load(synapse: Local, variables: Iterable<string>): void;
  /** Store variables, and the step of the last event where the synapse has one. */
  store(synapse: Local, variables: Iterable<string>, step: Local | undefined): void;
  /** Load the place of the synapse's target into the local `target`. */
  loadTarget(synapse: Local): void;
}

/** Make what reads and writes synapses in a function. */
export function synapseArrays(s: Scribe): SynapseArrays {
  const { f, rule } = s;
  const at = s.integer("synapse bytes");
  const addresses = addressesOf(rule);
  const bytesOf = (synapse: Local): void => {
    f.get(synapse).i32(s.shift).op("i32.shl").set(at);
  };
  return {
    load(synapse, variables) {
      bytesOf(synapse);
      for (const variable of variables) {
        const address = addresses.get(variable);
        if (address === undefined) continue;
        f.get(at);
        s.load(address);
        f.set(s.number(variable));
      }
      if (rule.address.last === 0) return;
      f.get(synapse).i32(2).op("i32.shl").op("i32.load", { offset: rule.address.last });
      f.set(s.integer("last event"));
    },
    store(synapse, variables, step) {
      bytesOf(synapse);
      for (const variable of variables) {
        const address = addresses.get(variable);
        if (address === undefined) continue;
        f.get(at).get(s.number(variable));
        s.store(address);
      }
      if (rule.address.last === 0 || step === undefined) return;
      f.get(synapse).i32(2).op("i32.shl").get(step);
      f.op("i32.store", { offset: rule.address.last });
    },
    loadTarget(synapse) {
      loadIndex(f, rule, synapse);
      f.set(s.integer("target"));
    },
  };
}

/** Byte addresses of the variables of synapses, the weight included. */
export function addressesOf({ table, kept }: LaidRule): ReadonlyMap<string, number> {
  return new Map([["weight", table.address.weights], ...kept.variables]);
}

function loadIndex(f: FunctionBuilder, { table }: LaidRule, synapse: Local): void {
  const { index } = table.layout;
  f.get(synapse)
    .i32(index === 2 ? 1 : 2)
    .op("i32.shl");
  f.op(index === 2 ? "i32.load16_u" : "i32.load", { offset: table.address.targets });
}
