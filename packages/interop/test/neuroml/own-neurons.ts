import type { NeuronRecord } from "@spikeloom/kernel";

/** Neurons without a NeuroML cell, or whose receptor is not a NeuroML synapse. */
export const ownNeurons: Readonly<Record<"adexSoft" | "lifOdd" | "cubic" | "pools", NeuronRecord>> =
  {
    adexSoft: {
      contract: 1,
      kind: "neuron",
      name: "adex-soft",
      about: "An AdEx neuron whose adaptation saturates.",
      cite: [],
      parameters: {
        c_m: {
          default: "281 pF",
          about: "capacitance",
        },
        g_l: {
          default: "30 nS",
          about: "leak",
        },
        e_l: {
          default: "-70.6 mV",
          about: "rest",
        },
        v_t: {
          default: "-50.4 mV",
          about: "threshold",
        },
        delta_t: {
          default: "2 mV",
          about: "slope",
        },
        tau_w: {
          default: "80 ms",
          about: "time",
        },
        a: {
          default: "4 nS",
          about: "coupling",
        },
        b: {
          default: "80 pA",
          about: "jump",
        },
        w_max: {
          default: "150 pA",
          about: "most",
        },
        v_peak: {
          default: "-30 mV",
          about: "peak",
        },
        v_reset: {
          default: "-70.6 mV",
          about: "reset",
        },
        e_e: {
          default: "0 mV",
          about: "reversal",
        },
        tau_a: {
          default: "2 ms",
          about: "t",
        },
        tau_b: {
          default: "9 ms",
          about: "t",
        },
        tau_refrac: {
          default: "1 ms",
          about: "dead time",
        },
      },
      inputs: {
        i_syn: {
          unit: "nA",
          about: "current",
        },
      },
      receptors: {
        odd: {
          unit: "uS",
          about: "three stages",
          on: {
            x: "x + weight",
          },
        },
      },
      state: {
        v: {
          initial: "e_l",
          unit: "mV",
          about: "potential",
        },
        w: {
          initial: "0 pA",
          unit: "pA",
          about: "adaptation",
        },
        x: {
          initial: "0 nS",
          unit: "nS",
          about: "first",
        },
        y: {
          initial: "0 nS",
          unit: "nS",
          about: "second",
        },
        g: {
          initial: "0 nS",
          unit: "nS",
          about: "third",
        },
      },
      dynamics: {
        v: "(g_l*(e_l-v) + g_l*delta_t*exp((v-v_t)/delta_t) - w + i_syn + g*(e_e - v))/c_m",
        w: "(a*(v-e_l)*(1 - w/w_max) - w)/tau_w",
        x: "-x/tau_a",
        y: "(x-y)/tau_a",
        g: "(y-g)/tau_b",
      },
      spike: {
        when: "v > v_peak",
        reset: {
          v: "v_reset",
          w: "w+b",
        },
        refractory: {
          for: "tau_refrac",
          hold: ["v"],
        },
      },
    },
    lifOdd: {
      contract: 1,
      kind: "neuron",
      name: "lif-odd",
      about: "A leaky neuron with an odd conductance.",
      cite: [],
      parameters: {
        c_m: {
          default: "200 pF",
          about: "c",
        },
        g_l: {
          default: "10 nS",
          about: "g",
        },
        e_l: {
          default: "-70 mV",
          about: "e",
        },
        v_t: {
          default: "-50 mV",
          about: "t",
        },
        v_r: {
          default: "-65 mV",
          about: "r",
        },
        e_e: {
          default: "0 mV",
          about: "r",
        },
        tau_f: {
          default: "2 ms",
          about: "t",
        },
        tau_s: {
          default: "30 ms",
          about: "t",
        },
      },
      inputs: {
        i_syn: {
          unit: "nA",
          about: "current",
        },
      },
      receptors: {
        blocked: {
          unit: "nS",
          about: "a fast and a slow part, the slow one blocked",
          on: {
            f: "f + 2*weight",
            s: "s + 0.5*weight",
          },
        },
      },
      state: {
        v: {
          initial: "e_l",
          unit: "mV",
          about: "p",
        },
        f: {
          initial: "0 nS",
          unit: "nS",
          about: "fast",
        },
        s: {
          initial: "0 nS",
          unit: "nS",
          about: "slow",
        },
      },
      dynamics: {
        v: "(g_l*(e_l-v) + i_syn + (f + s/(1+exp(-(v+40*mV)/(5*mV))))*(e_e-v))/c_m",
        f: "-f/tau_f",
        s: "-s/tau_s",
      },
      spike: {
        when: "v > v_t",
        reset: {
          v: "v_r",
        },
      },
    },
    cubic: {
      contract: 1,
      kind: "neuron",
      name: "izhikevich-cubic",
      about: "A cubic neuron.",
      cite: [],
      parameters: {
        a: {
          default: "0.02 1/ms",
          about: "a",
        },
        b: {
          default: "0.2 1/ms",
          about: "b",
        },
        c: {
          default: "-65 mV",
          about: "c",
        },
        d: {
          default: "8 mV/ms",
          about: "d",
        },
        k3: {
          default: 1e-5,
          about: "k",
        },
      },
      inputs: {
        drive: {
          unit: "mV/ms",
          about: "drive",
        },
      },
      state: {
        v: {
          initial: "-65 mV",
          unit: "mV",
          about: "p",
        },
        u: {
          initial: "-13 mV/ms",
          unit: "mV/ms",
          about: "u",
        },
      },
      dynamics: {
        v: "0.04*v**2/mV/ms + 5*v/ms + 140*mV/ms - u + drive - k3*(v+65*mV)**3/mV**2/ms",
        u: "a*(b*v - u)",
      },
      spike: {
        when: "v > 30*mV",
        reset: {
          v: "c",
          u: "u+d",
        },
      },
    },
    pools: {
      contract: 1,
      kind: "neuron",
      name: "two-pools",
      about: "A membrane whose calcium fills a fast and a slow pool.",
      cite: [],
      parameters: {
        c_m: {
          default: "100 pF",
          about: "c",
        },
        g_l: {
          default: "5 nS",
          about: "g",
        },
        e_l: {
          default: "-65 mV",
          about: "e",
        },
        g_ca: {
          default: "8 nS",
          about: "g",
        },
        e_ca: {
          default: "120 mV",
          about: "e",
        },
        g_k: {
          default: "40 nS",
          about: "g",
        },
        e_k: {
          default: "-90 mV",
          about: "e",
        },
        tau_fast: {
          default: "5 ms",
          about: "t",
        },
        tau_slow: {
          default: "80 ms",
          about: "t",
        },
        per_fast: {
          default: "0.00002 mM/pA/ms",
          about: "what a current brings",
        },
        per_slow: {
          default: "0.000002 mM/pA/ms",
          about: "b",
        },
        half: {
          default: "0.001 mM",
          about: "h",
        },
      },
      inputs: {
        i_inj: {
          unit: "nA",
          about: "current",
        },
      },
      state: {
        v: {
          initial: "-65 mV",
          unit: "mV",
          about: "p",
        },
        m: {
          initial: 0,
          unit: "1",
          about: "gate",
        },
        fast: {
          initial: "0 mM",
          unit: "mM",
          about: "f",
        },
        slow: {
          initial: "0 mM",
          unit: "mM",
          about: "s",
        },
      },
      expressions: {
        i_ca: {
          value: "g_ca*m**2*(e_ca-v)",
          unit: "pA",
          about: "calcium current",
        },
        open: {
          value: "fast/(fast+half)",
          unit: "1",
          about: "o",
        },
        late: {
          value: "slow/(slow+half)",
          unit: "1",
          about: "l",
        },
      },
      dynamics: {
        v: "(g_l*(e_l-v) + i_ca + g_k*(open+late)*(e_k-v) + i_inj)/c_m",
        m: "(1/(1+exp(-(v+30*mV)/(6*mV))) - m)/(2*ms)",
        fast: "per_fast*i_ca - fast/tau_fast",
        slow: "per_slow*i_ca - slow/tau_slow",
      },
      spike: {
        when: "v > -50*mV",
        edge: "rising",
      },
    },
  };
