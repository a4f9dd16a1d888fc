// Written by tools/build-fixtures.ts.
import type { Fixture } from "../fixture.ts";

/** The models of the specification, with the spikes that they give. */
export const fixtures: readonly Fixture[] = [
 {
  "name": "adex",
  "spikes": "61 67eadb54140bda74",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "adex",
   "about": "Adaptive exponential integrate-and-fire neuron; the potential is clamped in the refractory period while the adaptation goes on.",
   "cite": [
    "doi:10.1152/jn.00686.2005"
   ],
   "parameters": {
    "c_m": {
     "default": "281 pF",
     "about": "membrane capacitance"
    },
    "g_l": {
     "default": "30 nS",
     "about": "leak conductance"
    },
    "v_rest": {
     "default": "-70.6 mV",
     "about": "resting potential"
    },
    "v_threshold": {
     "default": "-50.4 mV",
     "about": "threshold of the exponential"
    },
    "delta_t": {
     "default": "2 mV",
     "about": "slope factor",
     "min": "0 mV",
     "exclusive": true
    },
    "tau_w": {
     "default": "144 ms",
     "about": "time constant of the adaptation"
    },
    "a": {
     "default": "4 nS",
     "about": "adaptation to the potential"
    },
    "b": {
     "default": "80.5 pA",
     "about": "adaptation to spikes"
    },
    "v_reset": {
     "default": "-70.6 mV",
     "about": "potential right after a spike"
    },
    "v_peak": {
     "default": "0 mV",
     "about": "potential at which a spike is cut"
    },
    "tau_refrac": {
     "default": "0.1 ms",
     "about": "absolute refractory period"
    }
   },
   "inputs": {
    "i_syn": {
     "unit": "nA",
     "about": "total synaptic current"
    }
   },
   "state": {
    "v": {
     "initial": "v_rest",
     "unit": "mV",
     "about": "membrane potential"
    },
    "w": {
     "initial": "0 pA",
     "unit": "pA",
     "about": "adaptation current"
    }
   },
   "dynamics": {
    "v": "(g_l * (v_rest - v) + g_l * delta_t * exp((v - v_threshold) / delta_t) - w + i_syn) / c_m",
    "w": "(a * (v - v_rest) - w) / tau_w"
   },
   "spike": {
    "when": "v >= v_peak",
    "reset": {
     "v": "v_reset",
     "w": "w + b"
    },
    "refractory": {
     "for": "tau_refrac",
     "clamp": {
      "v": "v_reset"
     }
    }
   }
  }
 },
 {
  "name": "clopath",
  "spikes": "136 66fda772e185d474",
  "shown": [
   14.607238558467014,
   20.335271968125152,
   14.549936152104626,
   12.68852141665799,
   20.395385331522277,
   14.620811088336819
  ],
  "model": {
   "kind": "plasticity",
   "contract": 1,
   "name": "clopath",
   "about": "Voltage-based plasticity: reads the potential of the target and low-pass filters of it.",
   "cite": [
    "doi:10.1038/nn.2479"
   ],
   "parameters": {
    "tau_x": {
     "default": "15 ms",
     "about": "decay of the presynaptic trace"
    },
    "tau_minus": {
     "default": "10 ms",
     "about": "filter for depression"
    },
    "tau_plus": {
     "default": "7 ms",
     "about": "filter for potentiation"
    },
    "tau_mean": {
     "default": "1 s",
     "about": "filter for homeostasis"
    },
    "theta_minus": {
     "default": "-70.6 mV",
     "about": "threshold of depression"
    },
    "theta_plus": {
     "default": "-45.3 mV",
     "about": "threshold of potentiation"
    },
    "v_rest": {
     "default": "-70.6 mV",
     "about": "resting potential"
    },
    "u_ref_2": {
     "default": "60 mV^2",
     "about": "wanted mean square of the depolarization"
    },
    "a_ltd": {
     "default": "1.4e-4 pA/mV",
     "about": "amplitude of depression"
    },
    "a_ltp": {
     "default": "8e-5 pA/(mV^2*ms)",
     "about": "amplitude of potentiation"
    },
    "w_max": {
     "default": "3 pA",
     "about": "upper bound of the weight"
    }
   },
   "weightUnit": "pA",
   "reads": {
    "v": {
     "of": "post",
     "variable": "v",
     "unit": "mV"
    }
   },
   "traces": {
    "x_bar": {
     "of": "pre",
     "decay": "tau_x",
     "unit": "1"
    },
    "u_minus": {
     "of": "post",
     "decay": "tau_minus",
     "input": "v",
     "initial": "v_rest",
     "unit": "mV"
    },
    "u_plus": {
     "of": "post",
     "decay": "tau_plus",
     "input": "v",
     "initial": "v_rest",
     "unit": "mV"
    },
    "u_square": {
     "of": "post",
     "decay": "tau_mean",
     "input": "(v - v_rest)**2",
     "initial": "u_ref_2",
     "unit": "mV^2"
    }
   },
   "dynamics": {
    "weight": {
     "derivative": "a_ltp * x_bar * max(v - theta_plus, 0*mV) * max(u_plus - theta_minus, 0*mV)",
     "when": "step"
    }
   },
   "on": {
    "pre": {
     "x_bar": "x_bar + 1 * ms / tau_x",
     "weight": "weight - a_ltd * u_square / u_ref_2 * max(u_minus - theta_minus, 0*mV)"
    }
   },
   "bounds": {
    "weight": {
     "min": "0*pA",
     "max": "w_max"
    }
   }
  }
 },
 {
  "name": "coincidence",
  "spikes": "136 66fda772e185d474",
  "shown": [
   9.67192583844056,
   10.638331153459834,
   6.066810214003779,
   11.17224853718639,
   17.381956055854978,
   7.574996595893904
  ],
  "model": {
   "kind": "synapse",
   "contract": 1,
   "name": "coincidence",
   "about": "Synapse whose gate is opened by the source and closed by a spike of the target.",
   "cite": [
    "doi:10.1017/CBO9781107447615"
   ],
   "parameters": {
    "tau_gate": {
     "default": "20 ms",
     "about": "decay of the gate"
    }
   },
   "state": {
    "gate": {
     "initial": 0,
     "unit": "1",
     "about": "readiness"
    }
   },
   "dynamics": {
    "gate": {
     "derivative": "-gate / tau_gate",
     "when": "event"
    }
   },
   "on": {
    "pre": {
     "gate": "1"
    },
    "post": {
     "gate": "0"
    }
   },
   "deliver": "weight * (1 - gate)"
  }
 },
 {
  "name": "dopamine",
  "spikes": "136 66fda772e185d474",
  "shown": [
   14.748762086934464,
   20.576944711210135,
   14.890796283807658,
   13.096760123928933,
   21.1838436098224,
   15.248889580211182
  ],
  "model": {
   "kind": "plasticity",
   "contract": 1,
   "name": "dopamine",
   "about": "Pairings leave an eligibility that dopamine turns into changes of the weight.",
   "cite": [
    "doi:10.1093/cercor/bhl152"
   ],
   "parameters": {
    "tau_pre": {
     "default": "20 ms",
     "about": "decay of the presynaptic trace"
    },
    "tau_post": {
     "default": "20 ms",
     "about": "decay of the postsynaptic trace"
    },
    "tau_c": {
     "default": "1 s",
     "about": "decay of the eligibility"
    },
    "a_plus": {
     "default": "0.1 pA",
     "about": "potentiation step"
    },
    "a_minus": {
     "default": "0.15 pA",
     "about": "depression step"
    },
    "w_max": {
     "default": "4 pA",
     "about": "upper bound of the weight"
    }
   },
   "weightUnit": "pA",
   "traces": {
    "x_pre": {
     "of": "pre",
     "decay": "tau_pre"
    },
    "x_post": {
     "of": "post",
     "decay": "tau_post"
    }
   },
   "state": {
    "c": {
     "initial": "0 pA",
     "unit": "pA",
     "about": "eligibility"
    }
   },
   "modulators": {
    "dopamine": {
     "unit": "1/s",
     "about": "concentration of dopamine as a rate of change"
    }
   },
   "dynamics": {
    "c": {
     "derivative": "-c / tau_c",
     "when": "event"
    },
    "weight": {
     "derivative": "c * dopamine",
     "when": "step"
    }
   },
   "on": {
    "pre": {
     "x_pre": "x_pre + 1",
     "c": "c - a_minus * x_post"
    },
    "post": {
     "x_post": "x_post + 1",
     "c": "c + a_plus * x_pre"
    },
    "teach": {
     "c": "0*pA"
    }
   },
   "bounds": {
    "weight": {
     "min": "0*pA",
     "max": "w_max"
    }
   }
  }
 },
 {
  "name": "gap-junction",
  "spikes": "136 66fda772e185d474",
  "shown": [
   -51.420116957746465,
   -49.92534531610185,
   -50.02243735787029,
   -41.14271159671529,
   -47.58959467253416,
   -45.34299221636676
  ],
  "model": {
   "kind": "synapse",
   "contract": 1,
   "name": "gap-junction",
   "about": "Electrical synapse: a current in proportion to the difference of potentials.",
   "cite": [
    "doi:10.1017/CBO9781107447615"
   ],
   "parameters": {},
   "weightUnit": "nS",
   "reads": {
    "v_pre": {
     "of": "pre",
     "variable": "v",
     "unit": "mV"
    },
    "v_post": {
     "of": "post",
     "variable": "v",
     "unit": "mV"
    }
   },
   "coupling": [
    {
     "into": "i_syn",
     "value": "weight * (v_pre - v_post)",
     "unit": "pA"
    }
   ]
  }
 },
 {
  "name": "gif",
  "spikes": "70 aa00728f90c778cf",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "gif",
   "about": "Generalized integrate-and-fire neuron: escape rate, moving threshold and spike-triggered currents on two time scales each.",
   "cite": [
    "doi:10.1371/journal.pcbi.1004275"
   ],
   "parameters": {
    "c_m": {
     "default": "80 pF",
     "about": "membrane capacitance"
    },
    "g_l": {
     "default": "4 nS",
     "about": "leak conductance"
    },
    "v_rest": {
     "default": "-70 mV",
     "about": "resting potential"
    },
    "v_reset": {
     "default": "-55 mV",
     "about": "potential right after a spike"
    },
    "v_t_star": {
     "default": "-35 mV",
     "about": "threshold at rest"
    },
    "lambda_0": {
     "default": "1 Hz",
     "about": "escape rate at the threshold"
    },
    "delta_v": {
     "default": "0.5 mV",
     "about": "sharpness of the threshold"
    },
    "tau_refrac": {
     "default": "4 ms",
     "about": "absolute refractory period"
    },
    "q_eta_1": {
     "default": "34 pA",
     "about": "jump of the fast current"
    },
    "q_eta_2": {
     "default": "2 pA",
     "about": "jump of the slow current"
    },
    "tau_eta_1": {
     "default": "10 ms",
     "about": "decay of the fast current"
    },
    "tau_eta_2": {
     "default": "200 ms",
     "about": "decay of the slow current"
    },
    "q_gamma_1": {
     "default": "10 mV",
     "about": "jump of the fast threshold"
    },
    "q_gamma_2": {
     "default": "1 mV",
     "about": "jump of the slow threshold"
    },
    "tau_gamma_1": {
     "default": "10 ms",
     "about": "decay of the fast threshold"
    },
    "tau_gamma_2": {
     "default": "200 ms",
     "about": "decay of the slow threshold"
    }
   },
   "inputs": {
    "i_syn": {
     "unit": "nA",
     "about": "total synaptic current"
    }
   },
   "state": {
    "v": {
     "initial": "v_rest",
     "unit": "mV",
     "about": "membrane potential"
    },
    "eta_1": {
     "initial": "0 pA",
     "unit": "pA",
     "about": "fast spike-triggered current"
    },
    "eta_2": {
     "initial": "0 pA",
     "unit": "pA",
     "about": "slow spike-triggered current"
    },
    "gamma_1": {
     "initial": "0 mV",
     "unit": "mV",
     "about": "fast part of the threshold"
    },
    "gamma_2": {
     "initial": "0 mV",
     "unit": "mV",
     "about": "slow part of the threshold"
    }
   },
   "expressions": {
    "v_t": {
     "value": "v_t_star + gamma_1 + gamma_2",
     "unit": "mV",
     "about": "moving threshold"
    }
   },
   "dynamics": {
    "v": "(g_l * (v_rest - v) - eta_1 - eta_2 + i_syn) / c_m",
    "eta_1": "-eta_1 / tau_eta_1",
    "eta_2": "-eta_2 / tau_eta_2",
    "gamma_1": "-gamma_1 / tau_gamma_1",
    "gamma_2": "-gamma_2 / tau_gamma_2"
   },
   "spike": {
    "rate": "lambda_0 * exp((v - v_t) / delta_v)",
    "reset": {
     "v": "v_reset",
     "eta_1": "eta_1 + q_eta_1",
     "eta_2": "eta_2 + q_eta_2",
     "gamma_1": "gamma_1 + q_gamma_1",
     "gamma_2": "gamma_2 + q_gamma_2"
    },
    "refractory": {
     "for": "tau_refrac",
     "hold": [
      "v"
     ]
    }
   }
  }
 },
 {
  "name": "graded",
  "spikes": "136 66fda772e185d474",
  "shown": [
   -51.47030257959929,
   -49.989451946479925,
   -50.035424540340514,
   -41.105997929020546,
   -47.610274421335696,
   -45.36013756568376
  ],
  "model": {
   "kind": "synapse",
   "contract": 1,
   "name": "graded",
   "about": "Graded chemical synapse: the potential of the source opens the gate, no spike is needed.",
   "cite": [
    "doi:10.1038/nn1352"
   ],
   "parameters": {
    "v_half": {
     "default": "-35 mV",
     "about": "potential of half activation"
    },
    "delta": {
     "default": "5 mV",
     "about": "slope"
    },
    "k_minus": {
     "default": "0.025 1/ms",
     "about": "closing rate"
    },
    "e_rev": {
     "default": "-70 mV",
     "about": "reversal potential"
    }
   },
   "weightUnit": "nS",
   "reads": {
    "v_pre": {
     "of": "pre",
     "variable": "v",
     "unit": "mV"
    },
    "v_post": {
     "of": "post",
     "variable": "v",
     "unit": "mV"
    }
   },
   "state": {
    "gate": {
     "initial": 0,
     "unit": "1",
     "about": "fraction of open gates"
    }
   },
   "expressions": {
    "gate_inf": {
     "value": "1 / (1 + exp((v_half - v_pre) / delta))",
     "unit": "1",
     "about": "gate in equilibrium"
    },
    "tau_gate": {
     "value": "(1 - gate_inf) / k_minus",
     "unit": "ms",
     "about": "time constant of the gate"
    }
   },
   "dynamics": {
    "gate": {
     "derivative": "(gate_inf - gate) / tau_gate",
     "when": "step"
    }
   },
   "coupling": [
    {
     "into": "i_syn",
     "value": "weight * gate * (e_rev - v_post)",
     "unit": "pA"
    }
   ]
  }
 },
 {
  "name": "hodgkin-huxley",
  "spikes": "61 1e22bcadd7e61937",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "hodgkin-huxley",
   "about": "Squid axon membrane of Hodgkin and Huxley, with the resting potential at -65 mV.",
   "cite": [
    "doi:10.1113/jphysiol.1952.sp004764"
   ],
   "parameters": {
    "c_m": {
     "default": "1 uF/cm^2",
     "about": "membrane capacitance",
     "min": "0 uF/cm^2",
     "exclusive": true
    },
    "g_na": {
     "default": "120 mS/cm^2",
     "about": "greatest sodium conductance"
    },
    "g_k": {
     "default": "36 mS/cm^2",
     "about": "greatest potassium conductance"
    },
    "g_l": {
     "default": "0.3 mS/cm^2",
     "about": "leak conductance"
    },
    "e_na": {
     "default": "50 mV",
     "about": "sodium reversal potential"
    },
    "e_k": {
     "default": "-77 mV",
     "about": "potassium reversal potential"
    },
    "e_l": {
     "default": "-54.387 mV",
     "about": "leak reversal potential"
    }
   },
   "inputs": {
    "i_syn": {
     "unit": "uA/cm^2",
     "about": "total current from outside"
    }
   },
   "state": {
    "v": {
     "initial": "-65 mV",
     "unit": "mV",
     "about": "membrane potential"
    },
    "m": {
     "initial": 0.052932,
     "unit": "1",
     "about": "sodium activation"
    },
    "h": {
     "initial": 0.596121,
     "unit": "1",
     "about": "sodium inactivation"
    },
    "n": {
     "initial": 0.317677,
     "unit": "1",
     "about": "potassium activation"
    }
   },
   "expressions": {
    "alpha_m": {
     "value": "1 / exprel(-(v + 40*mV) / (10*mV)) / ms",
     "unit": "1/ms",
     "about": "opening rate of m"
    },
    "beta_m": {
     "value": "4 * exp(-(v + 65*mV) / (18*mV)) / ms",
     "unit": "1/ms",
     "about": "closing rate of m"
    },
    "alpha_h": {
     "value": "0.07 * exp(-(v + 65*mV) / (20*mV)) / ms",
     "unit": "1/ms",
     "about": "opening rate of h"
    },
    "beta_h": {
     "value": "1 / (1 + exp(-(v + 35*mV) / (10*mV))) / ms",
     "unit": "1/ms",
     "about": "closing rate of h"
    },
    "alpha_n": {
     "value": "0.1 / exprel(-(v + 55*mV) / (10*mV)) / ms",
     "unit": "1/ms",
     "about": "opening rate of n"
    },
    "beta_n": {
     "value": "0.125 * exp(-(v + 65*mV) / (80*mV)) / ms",
     "unit": "1/ms",
     "about": "closing rate of n"
    },
    "i_na": {
     "value": "g_na * m**3 * h * (v - e_na)",
     "unit": "uA/cm^2",
     "about": "sodium current"
    },
    "i_k": {
     "value": "g_k * n**4 * (v - e_k)",
     "unit": "uA/cm^2",
     "about": "potassium current"
    },
    "i_l": {
     "value": "g_l * (v - e_l)",
     "unit": "uA/cm^2",
     "about": "leak current"
    }
   },
   "dynamics": {
    "v": "(i_syn - i_na - i_k - i_l) / c_m",
    "m": "alpha_m * (1 - m) - beta_m * m",
    "h": "alpha_h * (1 - h) - beta_h * h",
    "n": "alpha_n * (1 - n) - beta_n * n"
   },
   "spike": {
    "when": "v >= 0*mV",
    "edge": "rising"
   }
  }
 },
 {
  "name": "izhikevich-patterns",
  "spikes": "55 c6b548c52c2096d2",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "izhikevich-patterns",
   "about": "Izhikevich neuron with the scheme that the twenty published firing patterns are defined by.",
   "cite": [
    "doi:10.1109/TNN.2004.832719"
   ],
   "parameters": {
    "a": {
     "default": "0.02 1/ms",
     "about": "rate of the recovery"
    },
    "b": {
     "default": "0.2 1/ms",
     "about": "coupling of the recovery to the potential"
    },
    "c": {
     "default": "-65 mV",
     "about": "potential right after a spike"
    },
    "d": {
     "default": "6 mV/ms",
     "about": "jump of the recovery at a spike"
    }
   },
   "inputs": {
    "i_syn": {
     "unit": "mV/ms",
     "about": "input"
    }
   },
   "state": {
    "v": {
     "initial": "-70 mV",
     "unit": "mV",
     "about": "membrane potential"
    },
    "u": {
     "initial": "b * -70*mV",
     "unit": "mV/ms",
     "about": "recovery"
    }
   },
   "step": [
    {
     "v": "v + dt * (0.04 * v**2 / (mV*ms) + 5 * v / ms + 140*mV/ms - u + i_syn)"
    },
    {
     "u": "u + dt * a * (b * v - u)"
    }
   ],
   "spike": {
    "when": "v > 30*mV",
    "reset": {
     "v": "c",
     "u": "u + d"
    }
   },
   "integrator": {
    "dt": "0.25 ms"
   }
  }
 },
 {
  "name": "izhikevich",
  "spikes": "55 0956eafbffe5e849",
  "model": {
   "$schema": "../1/model.schema.json",
   "kind": "neuron",
   "contract": 1,
   "name": "izhikevich",
   "about": "Izhikevich neuron as published for a step of 1 ms: two half steps of the potential, then the recovery.",
   "cite": [
    "doi:10.1109/TNN.2003.820440"
   ],
   "parameters": {
    "a": {
     "default": "0.02 1/ms",
     "about": "rate of the recovery"
    },
    "b": {
     "default": "0.2 1/ms",
     "about": "coupling of the recovery to the potential"
    },
    "c": {
     "default": "-65 mV",
     "about": "potential right after a spike"
    },
    "d": {
     "default": "8 mV/ms",
     "about": "jump of the recovery at a spike"
    }
   },
   "inputs": {
    "i_syn": {
     "unit": "mV/ms",
     "about": "input"
    }
   },
   "receptors": {
    "jump": {
     "unit": "mV",
     "about": "a jump of the potential",
     "on": {
      "v": "v + weight"
     }
    }
   },
   "state": {
    "v": {
     "initial": "-65 mV",
     "unit": "mV",
     "about": "membrane potential"
    },
    "u": {
     "initial": "b * -65*mV",
     "unit": "mV/ms",
     "about": "recovery"
    }
   },
   "expressions": {
    "slope": {
     "value": "0.04 * v**2 / (mV*ms) + 5 * v / ms + 140*mV/ms - u + i_syn",
     "unit": "mV/ms",
     "about": "slope of the potential"
    }
   },
   "step": [
    {
     "v": "v + 0.5 * dt * slope"
    },
    {
     "v": "v + 0.5 * dt * slope"
    },
    {
     "u": "u + dt * a * (b * v - u)"
    }
   ],
   "spike": {
    "when": "v >= 30*mV",
    "reset": {
     "v": "c",
     "u": "u + d"
    }
   },
   "integrator": {
    "dt": "1 ms"
   }
  }
 },
 {
  "name": "loihi-cuba-lif",
  "spikes": "215 394037171ea1ab3f",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "loihi-cuba-lif",
   "about": "Current-based neuron of Loihi in integers of the stated widths; decays cut the magnitude towards zero.",
   "cite": [
    "doi:10.1109/MM.2018.112130359"
   ],
   "parameters": {
    "du": {
     "default": 0,
     "about": "decay of the current, over 4096",
     "type": "integer",
     "min": 0,
     "max": 4095
    },
    "dv": {
     "default": 0,
     "about": "decay of the voltage, over 4096",
     "type": "integer",
     "min": 0,
     "max": 4095
    },
    "v_threshold": {
     "default": 1,
     "about": "mantissa of the threshold",
     "type": "integer",
     "min": 0,
     "max": 131071
    },
    "bias": {
     "default": 0,
     "about": "mantissa of the bias",
     "type": "integer",
     "min": -4095,
     "max": 4095
    },
    "bias_exp": {
     "default": 0,
     "about": "exponent of the bias",
     "type": "integer",
     "min": 0,
     "max": 7
    },
    "refractory_steps": {
     "default": 1,
     "about": "one means that no step is silent",
     "type": "integer",
     "min": 1,
     "max": 63
    },
    "v_max": {
     "default": 8388607,
     "about": "greatest voltage",
     "type": "integer",
     "min": 0,
     "max": 8388607
    },
    "v_min": {
     "default": -8388607,
     "about": "least voltage",
     "type": "integer",
     "min": -8388607,
     "max": 0
    },
    "noise_mantissa": {
     "default": 0,
     "about": "offset of the noise, in units of 64",
     "type": "integer",
     "min": 0,
     "max": 1
    },
    "noise_exp": {
     "default": 0,
     "about": "exponent of the noise, zero for none",
     "type": "integer",
     "min": 0,
     "max": 23
    }
   },
   "receptors": {
    "synapse": {
     "unit": "1",
     "about": "effective weight: mantissa times 2**(6 + exponent)",
     "on": {
      "q": "q + weight"
     }
    }
   },
   "state": {
    "q": {
     "initial": 0,
     "unit": "1",
     "about": "dendritic accumulator",
     "type": "integer",
     "bits": 22,
     "overflow": "wrap"
    },
    "u": {
     "initial": 0,
     "unit": "1",
     "about": "current",
     "type": "integer",
     "bits": 24,
     "overflow": "wrap"
    },
    "v": {
     "initial": 0,
     "unit": "1",
     "about": "voltage",
     "type": "integer",
     "bits": 24,
     "overflow": "saturate"
    },
    "wait": {
     "initial": 0,
     "unit": "1",
     "about": "silent steps left",
     "type": "integer",
     "bits": 7,
     "signed": false
    }
   },
   "expressions": {
    "noise": {
     "value": "where(noise_exp > 0, floor((floor(255 * rand()) - 127 + 64 * noise_mantissa) * 2**(noise_exp - 7)), 0)",
     "unit": "1",
     "about": "pseudo-random word of this step",
     "constantOverStep": true
    },
    "u_kept": {
     "value": "sign(u) * floor(abs(u) * (4095 - du) / 4096)",
     "unit": "1",
     "about": "current after decay"
    },
    "v_kept": {
     "value": "sign(v) * floor(abs(v) * (4096 - dv) / 4096)",
     "unit": "1",
     "about": "voltage after decay"
    }
   },
   "step": [
    {
     "u": "u_kept + q",
     "q": "0"
    },
    {
     "v": "where(wait > 0, 0, clip(v_kept + u + bias * 2**bias_exp + noise, v_min, v_max))",
     "wait": "max(wait - 1, 0)"
    }
   ],
   "spike": {
    "when": "v > 64 * v_threshold",
    "reset": {
     "v": "0",
     "wait": "refractory_steps - 1"
    }
   },
   "integrator": {
    "dt": "1 ms"
   }
  }
 },
 {
  "name": "mat2",
  "spikes": "70 84f6d2c0296ae25e",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "mat2",
   "about": "Multi-timescale adaptive threshold neuron: the potential is never reset, two thresholds jump at each spike.",
   "cite": [
    "doi:10.3389/neuro.10.009.2009"
   ],
   "parameters": {
    "tau_m": {
     "default": "5 ms",
     "about": "membrane time constant"
    },
    "r_m": {
     "default": "50 Mohm",
     "about": "membrane resistance"
    },
    "v_rest": {
     "default": "-70 mV",
     "about": "resting potential"
    },
    "omega": {
     "default": "19 mV",
     "about": "resting value of the threshold above rest"
    },
    "alpha_1": {
     "default": "37 mV",
     "about": "jump of the fast threshold"
    },
    "alpha_2": {
     "default": "2 mV",
     "about": "jump of the slow threshold"
    },
    "tau_1": {
     "default": "10 ms",
     "about": "decay of the fast threshold"
    },
    "tau_2": {
     "default": "200 ms",
     "about": "decay of the slow threshold"
    },
    "tau_refrac": {
     "default": "2 ms",
     "about": "absolute refractory period"
    }
   },
   "inputs": {
    "i_syn": {
     "unit": "nA",
     "about": "total synaptic current"
    }
   },
   "state": {
    "v": {
     "initial": "v_rest",
     "unit": "mV",
     "about": "membrane potential"
    },
    "h_1": {
     "initial": "0 mV",
     "unit": "mV",
     "about": "fast threshold"
    },
    "h_2": {
     "initial": "0 mV",
     "unit": "mV",
     "about": "slow threshold"
    }
   },
   "dynamics": {
    "v": "(v_rest - v + r_m * i_syn) / tau_m",
    "h_1": "-h_1 / tau_1",
    "h_2": "-h_2 / tau_2"
   },
   "spike": {
    "when": "v >= v_rest + omega + h_1 + h_2",
    "reset": {
     "h_1": "h_1 + alpha_1",
     "h_2": "h_2 + alpha_2"
    },
    "refractory": {
     "for": "tau_refrac"
    }
   }
  }
 },
 {
  "name": "named-events",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "named-events",
   "about": "Pacemaker that alternates between silence and bursts, announces both, and takes events that trigger or block a burst.",
   "cite": [
    "https://lems.github.io/LEMS/"
   ],
   "parameters": {
    "period_quiet": {
     "default": "200 ms",
     "about": "length of a silence"
    },
    "period_burst": {
     "default": "50 ms",
     "about": "length of a burst"
    },
    "interval": {
     "default": "5 ms",
     "about": "interval of spikes in a burst"
    }
   },
   "receptors": {
    "trigger": {
     "unit": "1",
     "about": "starts a burst at once; the weight has no effect",
     "on": {}
    },
    "block": {
     "unit": "1",
     "about": "ends a burst at once; the weight has no effect",
     "on": {
      "blocked": "blocked + 1"
     }
    }
   },
   "state": {
    "since": {
     "initial": "0 ms",
     "unit": "ms",
     "about": "time spent in this regime"
    },
    "since_spike": {
     "initial": "0 ms",
     "unit": "ms",
     "about": "time since the last spike"
    },
    "blocked": {
     "initial": 0,
     "unit": "1",
     "about": "number of blocks so far",
     "type": "integer"
    }
   },
   "expressions": {
    "duty": {
     "value": "period_burst / (period_burst + period_quiet)",
     "unit": "1",
     "about": "fraction of time that is burst, a derived parameter"
    },
    "urgency": {
     "value": "where(since < 0.5 * period_quiet, 0, since / period_quiet * duty)",
     "unit": "1",
     "about": "a conditional expression"
    }
   },
   "outputs": {
    "urgency_out": {
     "value": "urgency",
     "unit": "1",
     "about": "how near the next burst is"
    }
   },
   "regimes": {
    "quiet": {
     "initial": true,
     "dynamics": {
      "since": "1"
     },
     "onEntry": {
      "since": "0*ms"
     },
     "transitions": [
      {
       "when": "since >= period_quiet",
       "to": "burst",
       "emit": [
        "burst_start",
        "spike"
       ]
      },
      {
       "on": "trigger",
       "to": "burst",
       "emit": [
        "burst_start",
        "spike"
       ]
      }
     ]
    },
    "burst": {
     "dynamics": {
      "since": "1",
      "since_spike": "1"
     },
     "onEntry": {
      "since": "0*ms",
      "since_spike": "0*ms"
     },
     "transitions": [
      {
       "when": "since_spike >= interval",
       "do": {
        "since_spike": "since_spike - interval"
       },
       "emit": [
        "spike"
       ]
      },
      {
       "when": "since >= period_burst",
       "to": "quiet",
       "emit": [
        "burst_end"
       ]
      },
      {
       "on": "block",
       "to": "quiet",
       "emit": [
        "burst_end"
       ]
      }
     ]
    }
   },
   "events": {
    "burst_start": {
     "about": "sent when a burst begins"
    },
    "burst_end": {
     "about": "sent when a burst ends"
    },
    "alarm": {
     "when": "blocked >= 3",
     "do": {
      "blocked": "0"
     },
     "about": "sent after the third block"
    }
   }
  }
 },
 {
  "name": "nengo-adaptive-lif",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "nengo-adaptive-lif",
   "about": "Nengo's adaptive neuron written out step by step, in the order in which Nengo computes it.",
   "cite": [
    "doi:10.3389/fninf.2013.00048"
   ],
   "parameters": {
    "tau_rc": {
     "default": "20 ms",
     "about": "membrane time constant"
    },
    "tau_ref": {
     "default": "2 ms",
     "about": "absolute refractory period"
    },
    "tau_n": {
     "default": "1 s",
     "about": "time constant of the adaptation"
    },
    "inc_n": {
     "default": "10 ms",
     "about": "adaptation for a spike"
    }
   },
   "inputs": {
    "j": {
     "unit": "1",
     "about": "input current over the threshold current"
    }
   },
   "state": {
    "v": {
     "initial": 0,
     "unit": "1",
     "about": "potential over the threshold"
    },
    "r": {
     "initial": "0 ms",
     "unit": "ms",
     "about": "refractory time that is left"
    },
    "n": {
     "initial": 0,
     "unit": "1",
     "about": "adaptation"
    },
    "drive": {
     "initial": 0,
     "unit": "1",
     "about": "input less the adaptation before this step"
    }
   },
   "step": [
    {
     "drive": "j - n",
     "r": "r - dt"
    },
    {
     "v": "v - (drive - v) * expm1(-clip(dt - r, 0*ms, dt) / tau_rc)",
     "n": "n - n * dt / tau_n"
    },
    {
     "v": "max(v, 0)"
    }
   ],
   "spike": {
    "when": "v > 1",
    "offset": "dt + tau_rc * log1p(-(v - 1) / (drive - 1))",
    "reset": {
     "v": "0",
     "r": "tau_ref + dt + tau_rc * log1p(-(v - 1) / (drive - 1))",
     "n": "n + inc_n / tau_n"
    }
   }
  }
 },
 {
  "name": "nengo-lif-rate",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "nengo-lif-rate",
   "about": "Nengo's rate neuron: a continuous output and no spikes.",
   "cite": [
    "doi:10.3389/fninf.2013.00048"
   ],
   "parameters": {
    "tau_rc": {
     "default": "20 ms",
     "about": "membrane time constant"
    },
    "tau_ref": {
     "default": "2 ms",
     "about": "absolute refractory period"
    },
    "amplitude": {
     "default": 1,
     "about": "factor of the output"
    }
   },
   "inputs": {
    "j": {
     "unit": "1",
     "about": "input current over the threshold current"
    }
   },
   "outputs": {
    "rate": {
     "value": "where(j > 1, amplitude / (tau_ref + tau_rc * log1p(1 / (max(j, 1 + 1e-12) - 1))), 0*Hz)",
     "unit": "Hz",
     "about": "firing rate"
    }
   }
  }
 },
 {
  "name": "nengo-lif",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "nengo-lif",
   "about": "Nengo's leaky integrate-and-fire neuron: spikes and refractory periods end inside a step.",
   "cite": [
    "doi:10.3389/fninf.2013.00048"
   ],
   "parameters": {
    "tau_rc": {
     "default": "20 ms",
     "about": "membrane time constant"
    },
    "tau_ref": {
     "default": "2 ms",
     "about": "absolute refractory period"
    },
    "v_min": {
     "default": 0,
     "about": "least potential"
    }
   },
   "inputs": {
    "j": {
     "unit": "1",
     "about": "input current over the threshold current"
    }
   },
   "state": {
    "v": {
     "initial": 0,
     "unit": "1",
     "about": "potential over the threshold"
    }
   },
   "dynamics": {
    "v": "(j - v) / tau_rc"
   },
   "spike": {
    "when": "v > 1",
    "offset": "dt + tau_rc * log1p(-(v - 1) / (j - 1))",
    "reset": {
     "v": "0"
    },
    "refractory": {
     "for": "tau_ref",
     "hold": [
      "v"
     ],
     "subStep": true
    }
   },
   "events": {
    "floor": {
     "when": "v < v_min",
     "do": {
      "v": "v_min"
     },
     "about": "the potential is set to its least value"
    }
   }
  }
 },
 {
  "name": "nengo-rectified-linear",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "nengo-rectified-linear",
   "about": "Nengo's spiking rectified linear unit: several spikes in a step.",
   "cite": [
    "doi:10.3389/fninf.2013.00048"
   ],
   "parameters": {
    "gain": {
     "default": "1 Hz",
     "about": "rate for an input of one"
    }
   },
   "inputs": {
    "j": {
     "unit": "1",
     "about": "input current over the threshold current"
    }
   },
   "state": {
    "v": {
     "initial": 0,
     "unit": "1",
     "about": "part of the next spike"
    }
   },
   "step": [
    {
     "v": "v + max(j, 0) * gain * dt"
    }
   ],
   "spike": {
    "count": "floor(v)",
    "reset": {
     "v": "v - floor(v)"
    }
   }
  }
 },
 {
  "name": "nmda",
  "spikes": "136 66fda772e185d474",
  "shown": [
   -51.35872266326751,
   -49.8581184097525,
   -49.915574040687076,
   -40.9832631989363,
   -47.46432432811434,
   -45.239485250464185
  ],
  "model": {
   "kind": "synapse",
   "contract": 1,
   "name": "nmda",
   "about": "NMDA synapse: a gate driven by the spikes of the source, and a current that the potential of the target unblocks.",
   "cite": [
    "doi:10.1016/S0896-6273(02)01092-9",
    "doi:10.1523/JNEUROSCI.10-09-03178.1990"
   ],
   "parameters": {
    "tau_rise": {
     "default": "2 ms",
     "about": "rise of the gate"
    },
    "tau_decay": {
     "default": "100 ms",
     "about": "decay of the gate"
    },
    "alpha": {
     "default": "0.5 1/ms",
     "about": "opening rate"
    },
    "e_rev": {
     "default": "0 mV",
     "about": "reversal potential"
    },
    "mg_ratio": {
     "default": 1,
     "about": "magnesium concentration over 1 mM"
    }
   },
   "weightUnit": "nS",
   "reads": {
    "v_post": {
     "of": "post",
     "variable": "v",
     "unit": "mV"
    }
   },
   "state": {
    "x": {
     "initial": 0,
     "unit": "1",
     "about": "transmitter"
    },
    "gate": {
     "initial": 0,
     "unit": "1",
     "about": "fraction of open gates"
    }
   },
   "expressions": {
    "unblocked": {
     "value": "1 / (1 + mg_ratio * exp(-0.062 * v_post / mV) / 3.57)",
     "unit": "1",
     "about": "fraction without magnesium block"
    }
   },
   "dynamics": {
    "x": {
     "derivative": "-x / tau_rise",
     "when": "step"
    },
    "gate": {
     "derivative": "-gate / tau_decay + alpha * x * (1 - gate)",
     "when": "step"
    }
   },
   "on": {
    "pre": {
     "x": "x + 1"
    }
   },
   "per": "source",
   "coupling": [
    {
     "into": "i_syn",
     "value": "weight * gate * unblocked * (e_rev - v_post)",
     "unit": "pA"
    }
   ]
  }
 },
 {
  "name": "noisy-lif",
  "spikes": "55 12660573e4a69f8b",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "noisy-lif",
   "about": "Leaky integrate-and-fire neuron with white noise and a slower noise that all neurons of a population have in common.",
   "cite": [
    "doi:10.1017/CBO9781107447615"
   ],
   "parameters": {
    "tau_m": {
     "default": "20 ms",
     "about": "membrane time constant",
     "min": "0 ms",
     "exclusive": true
    },
    "r_m": {
     "default": "100 Mohm",
     "about": "membrane resistance"
    },
    "v_rest": {
     "default": "-70 mV",
     "about": "resting potential"
    },
    "v_reset": {
     "default": "-65 mV",
     "about": "potential right after a spike"
    },
    "v_threshold": {
     "default": "-50 mV",
     "about": "firing threshold"
    },
    "sigma": {
     "default": "2 mV",
     "about": "standard deviation of the noise"
    },
    "sigma_common": {
     "default": "1 mV",
     "about": "standard deviation of the noise in common"
    },
    "tau_common": {
     "default": "5 ms",
     "about": "time constant of the noise in common"
    }
   },
   "state": {
    "v": {
     "initial": "v_rest",
     "unit": "mV",
     "about": "membrane potential"
    },
    "drift": {
     "initial": "0 mV",
     "unit": "mV",
     "about": "noise in common",
     "shared": true
    }
   },
   "expressions": {
    "kick": {
     "value": "0.1*mV * randn()",
     "unit": "mV",
     "about": "noise drawn once a step",
     "constantOverStep": true
    }
   },
   "dynamics": {
    "v": "(v_rest - v + drift + kick) / tau_m + sigma * sqrt(2 / tau_m) * xi_own",
    "drift": "-drift / tau_common + sigma_common * sqrt(2 / tau_common) * xi_common"
   },
   "spike": {
    "when": "v > v_threshold",
    "reset": {
     "v": "v_reset"
    }
   }
  }
 },
 {
  "name": "pinsky-rinzel",
  "spikes": "79 195f951c93e4f0e3",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "pinsky-rinzel",
   "about": "Two coupled compartments of a CA3 pyramidal neuron with calcium; potentials are relative to rest.",
   "cite": [
    "doi:10.1007/BF00962717"
   ],
   "parameters": {
    "c_m": {
     "default": "3 uF/cm^2",
     "about": "membrane capacitance"
    },
    "p_soma": {
     "default": 0.5,
     "about": "fraction of the membrane that is soma",
     "min": 0,
     "max": 1,
     "exclusive": true
    },
    "g_c": {
     "default": "2.1 mS/cm^2",
     "about": "coupling conductance"
    },
    "g_l": {
     "default": "0.1 mS/cm^2",
     "about": "leak conductance"
    },
    "g_na": {
     "default": "30 mS/cm^2",
     "about": "sodium conductance"
    },
    "g_kdr": {
     "default": "15 mS/cm^2",
     "about": "delayed rectifier conductance"
    },
    "g_ca": {
     "default": "10 mS/cm^2",
     "about": "calcium conductance"
    },
    "g_kahp": {
     "default": "0.8 mS/cm^2",
     "about": "conductance of the potassium afterhyperpolarization"
    },
    "g_kc": {
     "default": "15 mS/cm^2",
     "about": "calcium-activated potassium conductance"
    },
    "e_l": {
     "default": "0 mV",
     "about": "leak reversal potential"
    },
    "e_na": {
     "default": "120 mV",
     "about": "sodium reversal potential"
    },
    "e_k": {
     "default": "-15 mV",
     "about": "potassium reversal potential"
    },
    "e_ca": {
     "default": "140 mV",
     "about": "calcium reversal potential"
    },
    "k_ca": {
     "default": "0.13 cm^2/(uA*ms)",
     "about": "calcium that enters for a calcium current"
    },
    "tau_ca": {
     "default": "13.333333333333334 ms",
     "about": "decay of calcium"
    },
    "ca_kc": {
     "default": 250,
     "about": "calcium at which the potassium current saturates"
    }
   },
   "inputs": {
    "i_soma": {
     "unit": "uA/cm^2",
     "about": "current into the soma"
    },
    "i_dendrite": {
     "unit": "uA/cm^2",
     "about": "current into the dendrite"
    }
   },
   "state": {
    "v_s": {
     "initial": "-4.6 mV",
     "unit": "mV",
     "about": "potential of the soma"
    },
    "v_d": {
     "initial": "-4.5 mV",
     "unit": "mV",
     "about": "potential of the dendrite"
    },
    "h": {
     "initial": 0.999,
     "unit": "1",
     "about": "sodium inactivation"
    },
    "n": {
     "initial": 0.001,
     "unit": "1",
     "about": "delayed rectifier activation"
    },
    "s": {
     "initial": 0.009,
     "unit": "1",
     "about": "calcium activation"
    },
    "c": {
     "initial": 0.007,
     "unit": "1",
     "about": "activation of the calcium-activated potassium current"
    },
    "q": {
     "initial": 0.01,
     "unit": "1",
     "about": "activation of the afterhyperpolarization"
    },
    "ca": {
     "initial": 0.2,
     "unit": "1",
     "about": "calcium, in units of the model"
    }
   },
   "expressions": {
    "alpha_m": {
     "value": "1.28 / exprel((13.1*mV - v_s) / (4*mV)) / ms",
     "unit": "1/ms",
     "about": "opening rate of sodium activation"
    },
    "beta_m": {
     "value": "1.4 / exprel((v_s - 40.1*mV) / (5*mV)) / ms",
     "unit": "1/ms",
     "about": "closing rate of sodium activation"
    },
    "m_inf": {
     "value": "alpha_m / (alpha_m + beta_m)",
     "unit": "1",
     "about": "sodium activation, at once in equilibrium"
    },
    "alpha_h": {
     "value": "0.128 * exp((17*mV - v_s) / (18*mV)) / ms",
     "unit": "1/ms",
     "about": "opening rate of h"
    },
    "beta_h": {
     "value": "4 / (1 + exp((40*mV - v_s) / (5*mV))) / ms",
     "unit": "1/ms",
     "about": "closing rate of h"
    },
    "alpha_n": {
     "value": "0.08 / exprel((35.1*mV - v_s) / (5*mV)) / ms",
     "unit": "1/ms",
     "about": "opening rate of n"
    },
    "beta_n": {
     "value": "0.25 * exp(0.5 - 0.025*v_s/mV) / ms",
     "unit": "1/ms",
     "about": "closing rate of n"
    },
    "alpha_s": {
     "value": "1.6 / (1 + exp(-0.072 * (v_d - 65*mV) / mV)) / ms",
     "unit": "1/ms",
     "about": "opening rate of s"
    },
    "beta_s": {
     "value": "0.1 / exprel((v_d - 51.1*mV) / (5*mV)) / ms",
     "unit": "1/ms",
     "about": "closing rate of s"
    },
    "c_fast": {
     "value": "2 * exp((6.5*mV - v_d) / (27*mV)) / ms",
     "unit": "1/ms",
     "about": "sum of both rates of c"
    },
    "alpha_c": {
     "value": "where(v_d <= 50*mV, exp((v_d - 10*mV) / (11*mV) - (v_d - 6.5*mV) / (27*mV)) / 18.975 / ms, c_fast)",
     "unit": "1/ms",
     "about": "opening rate of c"
    },
    "beta_c": {
     "value": "c_fast - alpha_c",
     "unit": "1/ms",
     "about": "closing rate of c"
    },
    "alpha_q": {
     "value": "min(0.00002 * ca, 0.01) / ms",
     "unit": "1/ms",
     "about": "opening rate of q"
    },
    "beta_q": {
     "value": "0.001 / ms",
     "unit": "1/ms",
     "about": "closing rate of q"
    },
    "i_ca": {
     "value": "g_ca * s**2 * (v_d - e_ca)",
     "unit": "uA/cm^2",
     "about": "calcium current"
    },
    "i_s": {
     "value": "g_l * (v_s - e_l) + g_na * m_inf**2 * h * (v_s - e_na) + g_kdr * n * (v_s - e_k)",
     "unit": "uA/cm^2",
     "about": "ionic current of the soma"
    },
    "i_d": {
     "value": "g_l * (v_d - e_l) + i_ca + g_kahp * q * (v_d - e_k) + g_kc * c * min(ca / ca_kc, 1) * (v_d - e_k)",
     "unit": "uA/cm^2",
     "about": "ionic current of the dendrite"
    }
   },
   "dynamics": {
    "v_s": "(-i_s + (g_c * (v_d - v_s) + i_soma) / p_soma) / c_m",
    "v_d": "(-i_d + (g_c * (v_s - v_d) + i_dendrite) / (1 - p_soma)) / c_m",
    "h": "alpha_h * (1 - h) - beta_h * h",
    "n": "alpha_n * (1 - n) - beta_n * n",
    "s": "alpha_s * (1 - s) - beta_s * s",
    "c": "alpha_c * (1 - c) - beta_c * c",
    "q": "alpha_q * (1 - q) - beta_q * q",
    "ca": "-k_ca * i_ca - ca / tau_ca"
   },
   "spike": {
    "when": "v_s >= 30*mV",
    "edge": "rising"
   }
  }
 },
 {
  "name": "receptors-linear",
  "spikes": "70 3995849ff033f5f4",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "receptors-linear",
   "about": "Conductance-based neuron with an exponential excitatory and an alpha-shaped inhibitory receptor, one state for all inputs of each.",
   "cite": [
    "doi:10.1007/s10827-007-0038-6"
   ],
   "parameters": {
    "c_m": {
     "default": "200 pF",
     "about": "membrane capacitance"
    },
    "g_l": {
     "default": "10 nS",
     "about": "leak conductance"
    },
    "v_rest": {
     "default": "-60 mV",
     "about": "resting potential"
    },
    "v_reset": {
     "default": "-60 mV",
     "about": "potential right after a spike"
    },
    "v_threshold": {
     "default": "-50 mV",
     "about": "firing threshold"
    },
    "tau_refrac": {
     "default": "5 ms",
     "about": "refractory period"
    },
    "tau_syn_e": {
     "default": "5 ms",
     "about": "decay of excitation"
    },
    "tau_syn_i": {
     "default": "10 ms",
     "about": "time constant of inhibition"
    },
    "e_rev_e": {
     "default": "0 mV",
     "about": "excitatory reversal potential"
    },
    "e_rev_i": {
     "default": "-80 mV",
     "about": "inhibitory reversal potential"
    }
   },
   "receptors": {
    "excitatory": {
     "unit": "nS",
     "about": "exponential conductance, peak weight",
     "on": {
      "g_e": "g_e + weight"
     },
     "sign": "positive"
    },
    "inhibitory": {
     "unit": "nS",
     "about": "alpha-shaped conductance, peak weight",
     "on": {
      "y_i": "y_i + weight * e"
     },
     "sign": "positive"
    }
   },
   "inputs": {
    "i_syn": {
     "unit": "nA",
     "about": "total current from outside"
    }
   },
   "state": {
    "v": {
     "initial": "v_rest",
     "unit": "mV",
     "about": "membrane potential"
    },
    "g_e": {
     "initial": "0 nS",
     "unit": "nS",
     "about": "excitatory conductance"
    },
    "g_i": {
     "initial": "0 nS",
     "unit": "nS",
     "about": "inhibitory conductance"
    },
    "y_i": {
     "initial": "0 nS",
     "unit": "nS",
     "about": "rise of the inhibitory conductance"
    }
   },
   "dynamics": {
    "v": "(g_l * (v_rest - v) + g_e * (e_rev_e - v) + g_i * (e_rev_i - v) + i_syn) / c_m",
    "g_e": "-g_e / tau_syn_e",
    "g_i": "(y_i - g_i) / tau_syn_i",
    "y_i": "-y_i / tau_syn_i"
   },
   "spike": {
    "when": "v >= v_threshold",
    "reset": {
     "v": "v_reset"
    },
    "refractory": {
     "for": "tau_refrac",
     "hold": [
      "v"
     ]
    }
   }
  }
 },
 {
  "name": "refractory-each-step",
  "spikes": "73 61197d0be162c9e6",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "refractory-each-step",
   "about": "Leaky integrate-and-fire neuron whose refractory period is drawn anew at each step.",
   "cite": [
    "doi:10.1017/CBO9781107447615"
   ],
   "parameters": {
    "tau_m": {
     "default": "20 ms",
     "about": "membrane time constant",
     "min": "0 ms",
     "exclusive": true
    },
    "r_m": {
     "default": "100 Mohm",
     "about": "membrane resistance"
    },
    "v_rest": {
     "default": "-70 mV",
     "about": "resting potential"
    },
    "v_reset": {
     "default": "-65 mV",
     "about": "potential right after a spike"
    },
    "v_threshold": {
     "default": "-50 mV",
     "about": "firing threshold"
    },
    "tau_refrac": {
     "default": "2 ms",
     "about": "absolute refractory period",
     "min": "0 ms"
    }
   },
   "inputs": {
    "i_syn": {
     "unit": "nA",
     "about": "total synaptic current"
    }
   },
   "state": {
    "v": {
     "initial": "v_rest",
     "unit": "mV",
     "about": "membrane potential"
    }
   },
   "dynamics": {
    "v": "(v_rest - v + r_m * i_syn) / tau_m"
   },
   "spike": {
    "when": "v >= v_threshold",
    "reset": {
     "v": "v_reset"
    },
    "refractory": {
     "for": "tau_refrac * (1 + 0.5 * rand())",
     "evaluate": "each-step",
     "hold": [
      "v"
     ]
    }
   }
  }
 },
 {
  "name": "refractory-held",
  "spikes": "76 341391172efec054",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "refractory-held",
   "about": "Leaky integrate-and-fire neuron whose potential is held in the refractory period.",
   "cite": [
    "doi:10.1017/CBO9781107447615"
   ],
   "parameters": {
    "tau_m": {
     "default": "20 ms",
     "about": "membrane time constant",
     "min": "0 ms",
     "exclusive": true
    },
    "r_m": {
     "default": "100 Mohm",
     "about": "membrane resistance"
    },
    "v_rest": {
     "default": "-70 mV",
     "about": "resting potential"
    },
    "v_reset": {
     "default": "-65 mV",
     "about": "potential right after a spike"
    },
    "v_threshold": {
     "default": "-50 mV",
     "about": "firing threshold"
    },
    "tau_refrac": {
     "default": "2 ms",
     "about": "absolute refractory period",
     "min": "0 ms"
    }
   },
   "inputs": {
    "i_syn": {
     "unit": "nA",
     "about": "total synaptic current"
    }
   },
   "state": {
    "v": {
     "initial": "v_rest",
     "unit": "mV",
     "about": "membrane potential"
    }
   },
   "dynamics": {
    "v": "(v_rest - v + r_m * i_syn) / tau_m"
   },
   "spike": {
    "when": "v >= v_threshold",
    "reset": {
     "v": "v_reset"
    },
    "refractory": {
     "for": "tau_refrac",
     "hold": [
      "v"
     ]
    }
   }
  }
 },
 {
  "name": "refractory-spikes-only",
  "spikes": "91 739cbe98deb92191",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "refractory-spikes-only",
   "about": "Leaky integrate-and-fire neuron that integrates through its refractory period but cannot spike.",
   "cite": [
    "doi:10.1017/CBO9781107447615"
   ],
   "parameters": {
    "tau_m": {
     "default": "20 ms",
     "about": "membrane time constant",
     "min": "0 ms",
     "exclusive": true
    },
    "r_m": {
     "default": "100 Mohm",
     "about": "membrane resistance"
    },
    "v_rest": {
     "default": "-70 mV",
     "about": "resting potential"
    },
    "v_reset": {
     "default": "-65 mV",
     "about": "potential right after a spike"
    },
    "v_threshold": {
     "default": "-50 mV",
     "about": "firing threshold"
    },
    "tau_refrac": {
     "default": "2 ms",
     "about": "absolute refractory period",
     "min": "0 ms"
    }
   },
   "inputs": {
    "i_syn": {
     "unit": "nA",
     "about": "total synaptic current"
    }
   },
   "state": {
    "v": {
     "initial": "v_rest",
     "unit": "mV",
     "about": "membrane potential"
    }
   },
   "dynamics": {
    "v": "(v_rest - v + r_m * i_syn) / tau_m"
   },
   "spike": {
    "when": "v >= v_threshold",
    "reset": {
     "v": "v_reset"
    },
    "refractory": {
     "for": "tau_refrac"
    }
   }
  }
 },
 {
  "name": "refractory-steps",
  "spikes": "76 341391172efec054",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "refractory-steps",
   "about": "Leaky integrate-and-fire neuron whose dead time is a number of steps.",
   "cite": [
    "doi:10.1017/CBO9781107447615"
   ],
   "parameters": {
    "tau_m": {
     "default": "20 ms",
     "about": "membrane time constant",
     "min": "0 ms",
     "exclusive": true
    },
    "r_m": {
     "default": "100 Mohm",
     "about": "membrane resistance"
    },
    "v_rest": {
     "default": "-70 mV",
     "about": "resting potential"
    },
    "v_reset": {
     "default": "-65 mV",
     "about": "potential right after a spike"
    },
    "v_threshold": {
     "default": "-50 mV",
     "about": "firing threshold"
    },
    "n_refrac": {
     "default": 20,
     "about": "steps of the dead time",
     "type": "integer",
     "min": 0
    }
   },
   "inputs": {
    "i_syn": {
     "unit": "nA",
     "about": "total synaptic current"
    }
   },
   "state": {
    "v": {
     "initial": "v_rest",
     "unit": "mV",
     "about": "membrane potential"
    }
   },
   "dynamics": {
    "v": "(v_rest - v + r_m * i_syn) / tau_m"
   },
   "spike": {
    "when": "v >= v_threshold",
    "reset": {
     "v": "v_reset"
    },
    "refractory": {
     "steps": "n_refrac",
     "hold": [
      "v"
     ]
    }
   }
  }
 },
 {
  "name": "refractory-while",
  "spikes": "61 1b8917c5a7a2c3e8",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "refractory-while",
   "about": "Hodgkin-Huxley type neuron that is refractory for as long as its potential is high.",
   "cite": [
    "doi:10.1017/CBO9780511895401"
   ],
   "parameters": {
    "c_m": {
     "default": "200 pF",
     "about": "membrane capacitance"
    },
    "g_l": {
     "default": "10 nS",
     "about": "leak conductance"
    },
    "e_l": {
     "default": "-65 mV",
     "about": "leak reversal potential"
    },
    "e_na": {
     "default": "50 mV",
     "about": "sodium reversal potential"
    },
    "e_k": {
     "default": "-90 mV",
     "about": "potassium reversal potential"
    },
    "g_na": {
     "default": "20 uS",
     "about": "sodium conductance"
    },
    "g_k": {
     "default": "6 uS",
     "about": "potassium conductance"
    },
    "v_offset": {
     "default": "-63 mV",
     "about": "shift of the rates"
    },
    "v_refrac": {
     "default": "-40 mV",
     "about": "potential above which no further spike is counted"
    }
   },
   "inputs": {
    "i_syn": {
     "unit": "nA",
     "about": "total synaptic current"
    }
   },
   "state": {
    "v": {
     "initial": "e_l",
     "unit": "mV",
     "about": "membrane potential"
    },
    "m": {
     "initial": 0,
     "unit": "1",
     "about": "sodium activation"
    },
    "h": {
     "initial": 1,
     "unit": "1",
     "about": "sodium inactivation"
    },
    "n": {
     "initial": 0,
     "unit": "1",
     "about": "potassium activation"
    }
   },
   "expressions": {
    "u": {
     "value": "v - v_offset",
     "unit": "mV",
     "about": "shifted potential"
    },
    "alpha_m": {
     "value": "1.28 / exprel((13*mV - u) / (4*mV)) / ms",
     "unit": "1/ms",
     "about": "opening rate of m"
    },
    "beta_m": {
     "value": "1.4 / exprel((u - 40*mV) / (5*mV)) / ms",
     "unit": "1/ms",
     "about": "closing rate of m"
    },
    "alpha_h": {
     "value": "0.128 * exp((17*mV - u) / (18*mV)) / ms",
     "unit": "1/ms",
     "about": "opening rate of h"
    },
    "beta_h": {
     "value": "4 / (1 + exp((40*mV - u) / (5*mV))) / ms",
     "unit": "1/ms",
     "about": "closing rate of h"
    },
    "alpha_n": {
     "value": "0.16 / exprel((15*mV - u) / (5*mV)) / ms",
     "unit": "1/ms",
     "about": "opening rate of n"
    },
    "beta_n": {
     "value": "0.5 * exp((10*mV - u) / (40*mV)) / ms",
     "unit": "1/ms",
     "about": "closing rate of n"
    }
   },
   "dynamics": {
    "v": "(g_l * (e_l - v) + g_na * m**3 * h * (e_na - v) + g_k * n**4 * (e_k - v) + i_syn) / c_m",
    "m": "alpha_m * (1 - m) - beta_m * m",
    "h": "alpha_h * (1 - h) - beta_h * h",
    "n": "alpha_n * (1 - n) - beta_n * n"
   },
   "spike": {
    "when": "v > v_refrac",
    "refractory": {
     "while": "v > v_refrac"
    }
   }
  }
 },
 {
  "name": "regimes",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "regimes",
   "about": "Integrate-and-fire neuron with a refractory regime, in the way LEMS describes it.",
   "cite": [
    "https://lems.github.io/LEMS/"
   ],
   "parameters": {
    "c_m": {
     "default": "250 pF",
     "about": "membrane capacitance"
    },
    "g_l": {
     "default": "16.7 nS",
     "about": "leak conductance"
    },
    "v_rest": {
     "default": "-70 mV",
     "about": "resting potential"
    },
    "v_reset": {
     "default": "-60 mV",
     "about": "potential right after a spike"
    },
    "v_threshold": {
     "default": "-50 mV",
     "about": "firing threshold"
    },
    "tau_refrac": {
     "default": "5 ms",
     "about": "refractory period"
    }
   },
   "inputs": {
    "i_syn": {
     "unit": "nA",
     "about": "total synaptic current"
    }
   },
   "state": {
    "v": {
     "initial": "v_rest",
     "unit": "mV",
     "about": "membrane potential"
    },
    "t_last": {
     "initial": "-1e9 ms",
     "unit": "ms",
     "about": "time of the last spike"
    }
   },
   "regimes": {
    "integrating": {
     "initial": true,
     "dynamics": {
      "v": "(g_l * (v_rest - v) + i_syn) / c_m"
     },
     "transitions": [
      {
       "when": "v > v_threshold",
       "to": "refractory",
       "emit": [
        "spike"
       ]
      }
     ]
    },
    "refractory": {
     "onEntry": {
      "v": "v_reset",
      "t_last": "t"
     },
     "transitions": [
      {
       "when": "t > t_last + tau_refrac",
       "to": "integrating"
      }
     ]
    }
   }
  }
 },
 {
  "name": "saturating",
  "spikes": "136 66fda772e185d474",
  "shown": [
   -51.158036356162924,
   -49.646504555451656,
   -49.77094855048032,
   -40.86417842348041,
   -47.293874363375835,
   -45.062838664132755
  ],
  "model": {
   "kind": "synapse",
   "contract": 1,
   "name": "saturating",
   "about": "Synapse with a gate of its own that saturates: a spike opens a fraction of what is still closed.",
   "cite": [
    "doi:10.1007/BF00961734"
   ],
   "parameters": {
    "tau_syn": {
     "default": "5 ms",
     "about": "decay of the gate"
    },
    "opening": {
     "default": 0.6,
     "about": "fraction of closed gates that a spike opens",
     "min": 0,
     "max": 1
    },
    "e_rev": {
     "default": "0 mV",
     "about": "reversal potential"
    }
   },
   "weightUnit": "nS",
   "reads": {
    "v_post": {
     "of": "post",
     "variable": "v",
     "unit": "mV"
    }
   },
   "state": {
    "gate": {
     "initial": 0,
     "unit": "1",
     "about": "fraction of open gates"
    }
   },
   "dynamics": {
    "gate": {
     "derivative": "-gate / tau_syn",
     "when": "step"
    }
   },
   "on": {
    "pre": {
     "gate": "gate + opening * (1 - gate)"
    }
   },
   "coupling": [
    {
     "into": "i_syn",
     "value": "weight * gate * (e_rev - v_post)",
     "unit": "pA"
    }
   ]
  }
 },
 {
  "name": "source-poisson",
  "spikes": "0 2545f4919e3779b9",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "source-poisson",
   "about": "Poisson process with a rate that changes in time.",
   "cite": [
    "doi:10.1017/CBO9781107447615"
   ],
   "parameters": {
    "rate_mean": {
     "default": "20 Hz",
     "about": "mean rate",
     "min": "0 Hz"
    },
    "depth": {
     "default": 0.5,
     "about": "depth of the modulation",
     "min": 0,
     "max": 1
    },
    "frequency": {
     "default": "4 Hz",
     "about": "frequency of the modulation"
    },
    "start": {
     "default": "0 ms",
     "about": "first possible time"
    },
    "stop": {
     "default": "1 s",
     "about": "time of the end"
    }
   },
   "source": {
    "process": "poisson",
    "rate": "rate_mean * (1 + depth * sin(2 * pi * frequency * t))",
    "bound": "rate_mean * (1 + depth)",
    "start": "start",
    "stop": "stop"
   }
  }
 },
 {
  "name": "source-renewal-changes",
  "spikes": "4 c0aac7b5c144cb4d",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "source-renewal-changes",
   "about": "Renewal process with gamma intervals, regular until a change.",
   "cite": [
    "doi:10.1162/neco.2007.19.11.2958"
   ],
   "parameters": {
    "order": {
     "default": 4,
     "about": "shape of the intervals until the change",
     "min": 0,
     "exclusive": true
    },
    "scale": {
     "default": "10 ms",
     "about": "scale of the intervals",
     "min": "0 ms",
     "exclusive": true
    },
    "t_change": {
     "default": "500 ms",
     "about": "time from which the process is Poisson"
    }
   },
   "source": {
    "process": "renewal",
    "interval": "scale * where(t < t_change, gamma_above(order, age / scale), gamma_above(1, age / scale))",
    "changes": [
     "t_change"
    ]
   }
  }
 },
 {
  "name": "source-renewal",
  "spikes": "4 09c416d8ef777ded",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "source-renewal",
   "about": "Renewal process: a dead time, then an exponential interval.",
   "cite": [
    "doi:10.1017/CBO9781107447615"
   ],
   "parameters": {
    "rate_mean": {
     "default": "20 Hz",
     "about": "mean rate"
    },
    "tau_refrac": {
     "default": "5 ms",
     "about": "dead time"
    }
   },
   "source": {
    "process": "renewal",
    "interval": "tau_refrac - (1 / rate_mean - tau_refrac) * log(rand())"
   }
  }
 },
 {
  "name": "source-times",
  "spikes": "55 55c74b03fb4c7932",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "source-times",
   "about": "Spikes at given times.",
   "parameters": {},
   "source": {
    "process": "times",
    "times": "times"
   }
  }
 },
 {
  "name": "spike-response-model",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "spike-response-model",
   "about": "Spike response model that remembers its last spike, with double exponential potentials and an escape rate.",
   "cite": [
    "doi:10.1017/CBO9780511815706"
   ],
   "parameters": {
    "tau_m": {
     "default": "10 ms",
     "about": "decay of a postsynaptic potential"
    },
    "tau_syn": {
     "default": "2.5 ms",
     "about": "rise of a postsynaptic potential"
    },
    "tau_eta": {
     "default": "10 ms",
     "about": "decay of the afterpotential"
    },
    "eta_reset": {
     "default": "15 mV",
     "about": "afterpotential right after a spike"
    },
    "v_threshold": {
     "default": "15 mV",
     "about": "threshold above rest"
    },
    "rho_0": {
     "default": "100 Hz",
     "about": "escape rate at the threshold"
    },
    "delta_u": {
     "default": "2 mV",
     "about": "sharpness of the threshold"
    },
    "tau_refrac": {
     "default": "2 ms",
     "about": "absolute refractory period"
    }
   },
   "receptors": {
    "psp": {
     "unit": "mV",
     "about": "a potential whose area is weight times tau_m",
     "on": {
      "y": "y + weight"
     }
    }
   },
   "state": {
    "y": {
     "initial": "0 mV",
     "unit": "mV",
     "about": "filtered input"
    },
    "psp_sum": {
     "initial": "0 mV",
     "unit": "mV",
     "about": "sum of the postsynaptic potentials"
    },
    "eta": {
     "initial": "0 mV",
     "unit": "mV",
     "about": "afterpotential"
    }
   },
   "expressions": {
    "u": {
     "value": "psp_sum - eta",
     "unit": "mV",
     "about": "membrane potential above rest"
    }
   },
   "dynamics": {
    "y": "-y / tau_syn",
    "psp_sum": "(y * tau_m / tau_syn - psp_sum) / tau_m",
    "eta": "-eta / tau_eta"
   },
   "spike": {
    "rate": "rho_0 * exp((u - v_threshold) / delta_u)",
    "reset": {
     "eta": "eta_reset"
    },
    "refractory": {
     "for": "tau_refrac"
    }
   },
   "outputs": {
    "potential": {
     "value": "u",
     "unit": "mV",
     "about": "membrane potential above rest"
    }
   }
  }
 },
 {
  "name": "spinnaker-if-curr-exp",
  "spikes": "91 09e34d6a05c06625",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "spinnaker-if-curr-exp",
   "about": "SpiNNaker's integrate-and-fire neuron with exponential currents, in s16.15 fixed point; products of 64 bits are taken in two halves.",
   "cite": [
    "doi:10.1109/JPROC.2014.2304638",
    "https://arxiv.org/abs/1904.11263"
   ],
   "parameters": {
    "r_m": {
     "default": 655360,
     "about": "tau_m over c_m, s16.15",
     "type": "integer",
     "min": -2147483648,
     "max": 2147483647
    },
    "e_m": {
     "default": 31170,
     "about": "exp(-dt/tau_m), s16.15",
     "type": "integer",
     "min": 0,
     "max": 32768
    },
    "decay_e": {
     "default": 3516421809,
     "about": "decay of excitation, u0.32",
     "type": "integer",
     "min": 0,
     "max": 4294967295
    },
    "init_e": {
     "default": 3892727435,
     "about": "first value of excitation, u0.32",
     "type": "integer",
     "min": 0,
     "max": 4294967295
    },
    "decay_i": {
     "default": 3516421809,
     "about": "decay of inhibition, u0.32",
     "type": "integer",
     "min": 0,
     "max": 4294967295
    },
    "init_i": {
     "default": 3892727435,
     "about": "first value of inhibition, u0.32",
     "type": "integer",
     "min": 0,
     "max": 4294967295
    },
    "v_rest": {
     "default": -2129920,
     "about": "resting potential, s16.15",
     "type": "integer",
     "min": -2147483648,
     "max": 2147483647
    },
    "v_reset": {
     "default": -2129920,
     "about": "reset, s16.15",
     "type": "integer",
     "min": -2147483648,
     "max": 2147483647
    },
    "v_threshold": {
     "default": -1638400,
     "about": "threshold, s16.15",
     "type": "integer",
     "min": -2147483648,
     "max": 2147483647
    },
    "i_offset": {
     "default": 0,
     "about": "constant current, s16.15",
     "type": "integer",
     "min": -2147483648,
     "max": 2147483647
    },
    "shift_e": {
     "default": 1,
     "about": "left shift of the excitatory ring buffer",
     "type": "integer",
     "min": 0,
     "max": 16
    },
    "shift_i": {
     "default": 1,
     "about": "left shift of the inhibitory ring buffer",
     "type": "integer",
     "min": 0,
     "max": 16
    },
    "refrac_ticks": {
     "default": 2,
     "about": "refractory ticks",
     "type": "integer",
     "min": 0,
     "max": 2147483647
    }
   },
   "receptors": {
    "excitatory": {
     "unit": "1",
     "about": "weight as it stands in the row",
     "on": {
      "ring_e": "ring_e + weight"
     },
     "sign": "positive"
    },
    "inhibitory": {
     "unit": "1",
     "about": "weight as it stands in the row",
     "on": {
      "ring_i": "ring_i + weight"
     },
     "sign": "positive"
    }
   },
   "state": {
    "ring_e": {
     "initial": 0,
     "unit": "1",
     "about": "ring buffer of excitation",
     "type": "integer",
     "bits": 16,
     "signed": false,
     "overflow": "saturate"
    },
    "ring_i": {
     "initial": 0,
     "unit": "1",
     "about": "ring buffer of inhibition",
     "type": "integer",
     "bits": 16,
     "signed": false,
     "overflow": "saturate"
    },
    "i_e": {
     "initial": 0,
     "unit": "1",
     "about": "excitatory current, s16.15",
     "type": "integer",
     "bits": 32,
     "overflow": "saturate"
    },
    "i_i": {
     "initial": 0,
     "unit": "1",
     "about": "inhibitory current, s16.15",
     "type": "integer",
     "bits": 32,
     "overflow": "saturate"
    },
    "v": {
     "initial": "v_rest",
     "unit": "1",
     "about": "membrane potential, s16.15",
     "type": "integer",
     "bits": 32,
     "overflow": "saturate"
    },
    "timer": {
     "initial": 0,
     "unit": "1",
     "about": "refractory ticks left",
     "type": "integer",
     "bits": 32
    }
   },
   "expressions": {
    "in_e": {
     "value": "ring_e * 2**shift_e",
     "unit": "1",
     "about": "arriving current, s16.15"
    },
    "first_e": {
     "value": "floor((floor(in_e / 65536) * init_e + floor((in_e % 65536) * init_e / 65536)) / 65536)",
     "unit": "1",
     "about": "arriving current times init, over 2**32, rounded down"
    },
    "kept_e": {
     "value": "floor((floor(i_e / 65536) * decay_e + floor((i_e % 65536) * decay_e / 65536)) / 65536)",
     "unit": "1",
     "about": "current times decay, over 2**32, rounded down"
    },
    "in_i": {
     "value": "ring_i * 2**shift_i",
     "unit": "1",
     "about": "arriving current, s16.15"
    },
    "first_i": {
     "value": "floor((floor(in_i / 65536) * init_i + floor((in_i % 65536) * init_i / 65536)) / 65536)",
     "unit": "1",
     "about": "arriving current times init, over 2**32, rounded down"
    },
    "kept_i": {
     "value": "floor((floor(i_i / 65536) * decay_i + floor((i_i % 65536) * decay_i / 65536)) / 65536)",
     "unit": "1",
     "about": "current times decay, over 2**32, rounded down"
    },
    "i_total": {
     "value": "i_e - i_i + i_offset",
     "unit": "1",
     "about": "total current, s16.15"
    },
    "alpha": {
     "value": "floor(i_total / 32768) * r_m + floor(((i_total % 32768) * r_m + 16384) / 32768) + v_rest",
     "unit": "1",
     "about": "potential in equilibrium; the product is rounded to nearest"
    },
    "distance": {
     "value": "alpha - v",
     "unit": "1",
     "about": "way to the equilibrium"
    },
    "v_next": {
     "value": "alpha - (floor(distance / 32768) * e_m + floor(((distance % 32768) * e_m + 16384) / 32768))",
     "unit": "1",
     "about": "potential after the tick"
    }
   },
   "step": [
    {
     "i_e": "i_e + first_e",
     "i_i": "i_i + first_i",
     "ring_e": "0",
     "ring_i": "0"
    },
    {
     "v": "where(timer > 0, v, v_next)",
     "timer": "where(timer > 0, timer - 1, timer)"
    },
    {
     "i_e": "kept_e",
     "i_i": "kept_i"
    }
   ],
   "spike": {
    "when": "v >= v_threshold",
    "reset": {
     "v": "v_reset",
     "timer": "refrac_ticks"
    }
   },
   "integrator": {
    "dt": "1 ms"
   }
  }
 },
 {
  "name": "stdp-pair",
  "spikes": "136 66fda772e185d474",
  "shown": [
   283.82624923735557,
   851.2739706523937,
   437.04673494921417,
   308.9391326296534,
   1790.9379489745713,
   432.34992510102325
  ],
  "model": {
   "kind": "plasticity",
   "contract": 1,
   "name": "stdp-pair",
   "about": "Pair-based spike-timing dependent plasticity, additive, all-to-all.",
   "cite": [
    "doi:10.1038/78829"
   ],
   "parameters": {
    "tau_pre": {
     "default": "20 ms",
     "about": "decay of the presynaptic trace"
    },
    "tau_post": {
     "default": "20 ms",
     "about": "decay of the postsynaptic trace"
    },
    "a_plus": {
     "default": 0.01,
     "about": "potentiation step, fraction of w_max"
    },
    "a_minus": {
     "default": 0.0105,
     "about": "depression step, fraction of w_max"
    },
    "w_max": {
     "default": "1 nA",
     "about": "upper bound of the weight"
    }
   },
   "traces": {
    "x_pre": {
     "of": "pre",
     "decay": "tau_pre"
    },
    "x_post": {
     "of": "post",
     "decay": "tau_post"
    }
   },
   "on": {
    "pre": {
     "x_pre": "x_pre + 1",
     "weight": "max(0*nA, weight - a_minus * w_max * x_post)"
    },
    "post": {
     "x_post": "x_post + 1",
     "weight": "min(w_max, weight + a_plus * w_max * x_pre)"
    }
   }
  }
 },
 {
  "name": "stdp-power-law",
  "spikes": "136 66fda772e185d474",
  "shown": [
   14.685426768416677,
   20.96319726099254,
   14.034009658823166,
   12.883579267071847,
   21.296422293313125,
   14.55204084462037
  ],
  "model": {
   "kind": "plasticity",
   "contract": 1,
   "name": "stdp-power-law",
   "about": "Pair-based plasticity whose steps depend on the weight, for a weight of any unit.",
   "cite": [
    "doi:10.1162/neco.2007.19.6.1437"
   ],
   "parameters": {
    "tau_pre": {
     "default": "20 ms",
     "about": "decay of the presynaptic trace"
    },
    "tau_post": {
     "default": "20 ms",
     "about": "decay of the postsynaptic trace"
    },
    "lambda_0": {
     "default": 0.01,
     "about": "learning rate"
    },
    "alpha": {
     "default": 1.05,
     "about": "asymmetry"
    }
   },
   "traces": {
    "x_pre": {
     "of": "pre",
     "decay": "tau_pre"
    },
    "x_post": {
     "of": "post",
     "decay": "tau_post"
    }
   },
   "on": {
    "pre": {
     "x_pre": "x_pre + 1",
     "weight": "weight - lambda_0 * alpha * weight * x_post"
    },
    "post": {
     "x_post": "x_post + 1",
     "weight": "weight + lambda_0 * weight * x_pre"
    }
   }
  }
 },
 {
  "name": "stdp-triplet",
  "spikes": "136 66fda772e185d474",
  "shown": [
   16.640060637476534,
   22.024093717442717,
   15.340234713381108,
   14.412363462278726,
   28.933404430388443,
   19.904675951513244
  ],
  "model": {
   "kind": "plasticity",
   "contract": 1,
   "name": "stdp-triplet",
   "about": "Triplet rule with fast and slow traces of both ends.",
   "cite": [
    "doi:10.1523/JNEUROSCI.1425-06.2006"
   ],
   "parameters": {
    "tau_plus": {
     "default": "16.8 ms",
     "about": "decay of r_1"
    },
    "tau_x": {
     "default": "101 ms",
     "about": "decay of r_2"
    },
    "tau_minus": {
     "default": "33.7 ms",
     "about": "decay of o_1"
    },
    "tau_y": {
     "default": "125 ms",
     "about": "decay of o_2"
    },
    "a2_plus": {
     "default": 5e-10,
     "about": "pair potentiation"
    },
    "a2_minus": {
     "default": 0.007,
     "about": "pair depression"
    },
    "a3_plus": {
     "default": 0.0062,
     "about": "triplet potentiation"
    },
    "a3_minus": {
     "default": 0.00023,
     "about": "triplet depression"
    },
    "w_max": {
     "default": "1 nS",
     "about": "upper bound of the weight"
    }
   },
   "weightUnit": "nS",
   "traces": {
    "r_1": {
     "of": "pre",
     "decay": "tau_plus"
    },
    "r_2": {
     "of": "pre",
     "decay": "tau_x"
    },
    "o_1": {
     "of": "post",
     "decay": "tau_minus"
    },
    "o_2": {
     "of": "post",
     "decay": "tau_y"
    }
   },
   "on": {
    "pre": {
     "r_1": "r_1 + 1",
     "r_2": "r_2 + 1",
     "weight": "weight - w_max * o_1 * (a2_minus + a3_minus * r_2)"
    },
    "post": {
     "o_1": "o_1 + 1",
     "o_2": "o_2 + 1",
     "weight": "weight + w_max * r_1 * (a2_plus + a3_plus * o_2)"
    }
   },
   "bounds": {
    "weight": {
     "min": "0*nS",
     "max": "w_max"
    }
   }
  }
 },
 {
  "name": "stochastic-release",
  "spikes": "136 66fda772e185d474",
  "shown": [
   0.9999999999999999,
   0.9999999999999999,
   0.9999999999999999,
   0.9000000000000001,
   1.5000000000000002,
   1.3
  ],
  "model": {
   "kind": "synapse",
   "contract": 1,
   "name": "stochastic-release",
   "about": "Vesicles that are released by chance and recover; each synapse has its own stream of random numbers.",
   "cite": [
    "doi:10.1162/089976698300017502"
   ],
   "parameters": {
    "p_release": {
     "default": 0.3,
     "about": "probability that a full site releases",
     "min": 0,
     "max": 1
    },
    "tau_rec": {
     "default": "100 ms",
     "about": "recovery of a site"
    },
    "n_sites": {
     "default": 5,
     "about": "release sites",
     "type": "integer",
     "min": 1
    }
   },
   "state": {
    "full": {
     "initial": 1,
     "unit": "1",
     "about": "probability that a site is full"
    }
   },
   "expressions": {
    "released": {
     "value": "min(poisson(n_sites * p_release * full), n_sites)",
     "unit": "1",
     "about": "released vesicles",
     "constantOverStep": true
    },
    "lucky": {
     "value": "int(rand() < p_release)",
     "unit": "1",
     "about": "whether the spike gets through at all",
     "constantOverStep": true
    }
   },
   "dynamics": {
    "full": {
     "derivative": "(1 - full) / tau_rec",
     "when": "event"
    }
   },
   "on": {
    "pre": {
     "full": "max(0, full - lucky * released / n_sites)"
    }
   },
   "deliver": "weight * lucky * released / n_sites"
  }
 },
 {
  "name": "structural",
  "spikes": "136 66fda772e185d474",
  "shown": [
   19.979405890995366,
   53.766249556900874,
   23.741178916873245,
   27.57069098133661,
   104.2718484859543,
   24.860444199705825
  ],
  "model": {
   "kind": "plasticity",
   "contract": 1,
   "name": "structural",
   "about": "Synapses that grow weak are removed, and as many are formed elsewhere.",
   "cite": [
    "doi:10.1371/journal.pcbi.1002689"
   ],
   "parameters": {
    "tau_pre": {
     "default": "20 ms",
     "about": "decay of the presynaptic trace"
    },
    "tau_post": {
     "default": "20 ms",
     "about": "decay of the postsynaptic trace"
    },
    "eta": {
     "default": "0.5 pA",
     "about": "step of the weight"
    },
    "w_prune": {
     "default": "0.1 pA",
     "about": "weight at which a synapse is lost"
    },
    "w_new": {
     "default": "1 pA",
     "about": "weight of a new synapse"
    },
    "interval": {
     "default": "100 ms",
     "about": "time between two tests"
    }
   },
   "weightUnit": "pA",
   "traces": {
    "x_pre": {
     "of": "pre",
     "decay": "tau_pre"
    },
    "x_post": {
     "of": "post",
     "decay": "tau_post"
    }
   },
   "state": {
    "age": {
     "initial": "0 ms",
     "unit": "ms",
     "about": "age of the synapse"
    }
   },
   "dynamics": {
    "age": {
     "derivative": "1",
     "when": "event"
    }
   },
   "on": {
    "pre": {
     "x_pre": "x_pre + 1",
     "weight": "weight - eta * x_post"
    },
    "post": {
     "x_post": "x_post + 1",
     "weight": "weight + eta * x_pre"
    }
   },
   "bounds": {
    "weight": {
     "min": "0*pA"
    }
   },
   "structure": {
    "every": "interval",
    "remove": "weight < w_prune and age > interval",
    "add": "replace",
    "initial": {
     "weight": "w_new",
     "age": "0*ms"
    }
   }
  }
 },
 {
  "name": "truenorth",
  "model": {
   "kind": "neuron",
   "contract": 1,
   "name": "truenorth",
   "about": "Neuron of TrueNorth: four axon types, stochastic and deterministic modes of weights, leak and threshold.",
   "cite": [
    "doi:10.1109/IJCNN.2013.6707077"
   ],
   "parameters": {
    "s_0": {
     "default": 1,
     "about": "weight of axon type 0",
     "type": "integer",
     "min": -256,
     "max": 255
    },
    "s_1": {
     "default": -1,
     "about": "weight of axon type 1",
     "type": "integer",
     "min": -256,
     "max": 255
    },
    "s_2": {
     "default": 2,
     "about": "weight of axon type 2",
     "type": "integer",
     "min": -256,
     "max": 255
    },
    "s_3": {
     "default": -2,
     "about": "weight of axon type 3",
     "type": "integer",
     "min": -256,
     "max": 255
    },
    "b_0": {
     "default": 0,
     "about": "one where axon type 0 acts by chance",
     "type": "integer",
     "min": 0,
     "max": 1
    },
    "b_1": {
     "default": 0,
     "about": "one where axon type 1 acts by chance",
     "type": "integer",
     "min": 0,
     "max": 1
    },
    "b_2": {
     "default": 0,
     "about": "one where axon type 2 acts by chance",
     "type": "integer",
     "min": 0,
     "max": 1
    },
    "b_3": {
     "default": 0,
     "about": "one where axon type 3 acts by chance",
     "type": "integer",
     "min": 0,
     "max": 1
    },
    "leak": {
     "default": 0,
     "about": "leak",
     "type": "integer",
     "min": -256,
     "max": 255
    },
    "leak_random": {
     "default": 0,
     "about": "one where the leak acts by chance",
     "type": "integer",
     "min": 0,
     "max": 1
    },
    "leak_reversal": {
     "default": 0,
     "about": "one where the leak acts along the sign of v",
     "type": "integer",
     "min": 0,
     "max": 1
    },
    "alpha": {
     "default": 1,
     "about": "positive threshold",
     "type": "integer",
     "min": 0,
     "max": 262143
    },
    "beta": {
     "default": 0,
     "about": "size of the negative threshold",
     "type": "integer",
     "min": 0,
     "max": 262143
    },
    "mask_bits": {
     "default": 0,
     "about": "low bits of the random part of the threshold",
     "type": "integer",
     "min": 0,
     "max": 18
    },
    "r_reset": {
     "default": 0,
     "about": "reset value",
     "type": "integer",
     "min": -262144,
     "max": 262143
    },
    "reset_mode": {
     "default": 0,
     "about": "zero to a value, one linear, two none",
     "type": "integer",
     "min": 0,
     "max": 2
    },
    "saturate": {
     "default": 1,
     "about": "one to stay at the negative threshold, zero to reset there",
     "type": "integer",
     "min": 0,
     "max": 1
    }
   },
   "receptors": {
    "axon_0": {
     "unit": "1",
     "about": "a spike on an axon of type 0; the weight is that of the type",
     "on": {
      "v": "v + where(b_0 == 1, sign(s_0) * int(abs(s_0) >= floor(256 * rand())), s_0)"
     }
    },
    "axon_1": {
     "unit": "1",
     "about": "a spike on an axon of type 1; the weight is that of the type",
     "on": {
      "v": "v + where(b_1 == 1, sign(s_1) * int(abs(s_1) >= floor(256 * rand())), s_1)"
     }
    },
    "axon_2": {
     "unit": "1",
     "about": "a spike on an axon of type 2; the weight is that of the type",
     "on": {
      "v": "v + where(b_2 == 1, sign(s_2) * int(abs(s_2) >= floor(256 * rand())), s_2)"
     }
    },
    "axon_3": {
     "unit": "1",
     "about": "a spike on an axon of type 3; the weight is that of the type",
     "on": {
      "v": "v + where(b_3 == 1, sign(s_3) * int(abs(s_3) >= floor(256 * rand())), s_3)"
     }
    }
   },
   "state": {
    "v": {
     "initial": 0,
     "unit": "1",
     "about": "membrane potential",
     "type": "integer",
     "bits": 20,
     "overflow": "saturate"
    }
   },
   "expressions": {
    "eta": {
     "value": "floor(2**18 * rand()) % 2**mask_bits",
     "unit": "1",
     "about": "random part of the threshold",
     "constantOverStep": true
    },
    "leak_word": {
     "value": "floor(256 * rand())",
     "unit": "1",
     "about": "pseudo-random word for the leak",
     "constantOverStep": true
    },
    "leak_step": {
     "value": "where(leak_random == 1, sign(leak) * int(abs(leak) >= leak_word), leak)",
     "unit": "1",
     "about": "size of the leak"
    },
    "v_leaked": {
     "value": "v + where(leak_reversal == 1, sign(v) * leak_step, leak_step)",
     "unit": "1",
     "about": "potential after the leak"
    },
    "floor_v": {
     "value": "where(saturate == 1, beta, beta + eta)",
     "unit": "1",
     "about": "negative threshold"
    }
   },
   "step": [
    {
     "v": "where(leak_reversal == 1 and sign(v_leaked) == -sign(v), 0, v_leaked)"
    }
   ],
   "spike": {
    "when": "v >= alpha + eta",
    "reset": {
     "v": "where(reset_mode == 0, r_reset, where(reset_mode == 1, v - (alpha + eta), v))"
    }
   },
   "events": {
    "underflow": {
     "when": "v < -floor_v",
     "do": {
      "v": "where(saturate == 1, 0 - beta, where(reset_mode == 0, 0 - r_reset, where(reset_mode == 1, v + beta + eta, v)))"
     },
     "about": "the negative threshold is passed"
    }
   },
   "integrator": {
    "dt": "1 ms"
   }
  }
 },
 {
  "name": "tsodyks-markram",
  "spikes": "136 66fda772e185d474",
  "shown": [
   1.5845682693338272,
   1.5947436810585063,
   1.580664076713344,
   1.5821634318201818,
   1.5947436810585063,
   1.5845682693338274
  ],
  "model": {
   "kind": "synapse",
   "contract": 1,
   "name": "tsodyks-markram",
   "about": "Short-term depression and facilitation, moved in closed form from spike to spike.",
   "cite": [
    "doi:10.1073/pnas.94.2.719",
    "doi:10.1162/089976698300017502"
   ],
   "parameters": {
    "u_0": {
     "default": 0.5,
     "about": "fraction that a first spike uses",
     "min": 0,
     "max": 1
    },
    "tau_rec": {
     "default": "800 ms",
     "about": "recovery from depression"
    },
    "tau_facil": {
     "default": "1000 ms",
     "about": "decay of facilitation"
    }
   },
   "state": {
    "u": {
     "initial": 0,
     "unit": "1",
     "about": "use of resources"
    },
    "x": {
     "initial": 1,
     "unit": "1",
     "about": "available resources"
    }
   },
   "expressions": {
    "u_plus": {
     "value": "u + u_0 * (1 - u)",
     "unit": "1",
     "about": "use at this spike"
    }
   },
   "dynamics": {
    "u": {
     "derivative": "-u / tau_facil",
     "when": "event"
    },
    "x": {
     "derivative": "(1 - x) / tau_rec",
     "when": "event"
    }
   },
   "on": {
    "pre": {
     "u": "u_plus",
     "x": "x - u_plus * x"
    }
   },
   "deliver": "weight * u_plus * x"
  }
 },
 {
  "name": "tsodyks-uziel-markram",
  "spikes": "136 66fda772e185d474",
  "shown": [
   1.5787461934129399,
   1.588867432587001,
   1.5748513956523267,
   1.5763414795046127,
   1.5888674325870011,
   1.5787461934129399
  ],
  "model": {
   "kind": "synapse",
   "contract": 1,
   "name": "tsodyks-uziel-markram",
   "about": "Short-term plasticity with resources that are active, recovering and available.",
   "cite": [
    "doi:10.1523/JNEUROSCI.20-01-j0003.2000"
   ],
   "parameters": {
    "u_0": {
     "default": 0.5,
     "about": "fraction that a first spike uses",
     "min": 0,
     "max": 1
    },
    "tau_rec": {
     "default": "800 ms",
     "about": "recovery from depression"
    },
    "tau_facil": {
     "default": "1000 ms",
     "about": "decay of facilitation"
    },
    "tau_syn": {
     "default": "3 ms",
     "about": "inactivation"
    }
   },
   "state": {
    "u": {
     "initial": 0,
     "unit": "1",
     "about": "use of resources"
    },
    "y": {
     "initial": 0,
     "unit": "1",
     "about": "active resources"
    },
    "z": {
     "initial": 0,
     "unit": "1",
     "about": "recovering resources"
    }
   },
   "expressions": {
    "u_plus": {
     "value": "u + u_0 * (1 - u)",
     "unit": "1",
     "about": "use at this spike"
    },
    "available": {
     "value": "1 - y - z",
     "unit": "1",
     "about": "available resources"
    }
   },
   "dynamics": {
    "u": {
     "derivative": "-u / tau_facil",
     "when": "event"
    },
    "y": {
     "derivative": "-y / tau_syn",
     "when": "event"
    },
    "z": {
     "derivative": "y / tau_syn - z / tau_rec",
     "when": "event"
    }
   },
   "on": {
    "pre": {
     "u": "u_plus",
     "y": "y + u_plus * available"
    }
   },
   "deliver": "weight * u_plus * available"
  }
 },
 {
  "name": "vogels",
  "spikes": "136 66fda772e185d474",
  "shown": [
   20.621341970143856,
   28.661214848987434,
   20.59336792412974,
   17.104328698890154,
   35.54916572154207,
   22.84396288580552
  ],
  "model": {
   "kind": "plasticity",
   "contract": 1,
   "name": "vogels",
   "about": "Inhibitory plasticity that balances excitation and holds the target at a rate.",
   "cite": [
    "doi:10.1126/science.1211095"
   ],
   "parameters": {
    "tau": {
     "default": "20 ms",
     "about": "decay of both traces"
    },
    "rate_target": {
     "default": "3 Hz",
     "about": "wanted rate of the target"
    },
    "eta": {
     "default": "0.01 nS",
     "about": "learning rate"
    },
    "w_max": {
     "default": "100 nS",
     "about": "upper bound of the weight"
    }
   },
   "weightUnit": "nS",
   "traces": {
    "x_pre": {
     "of": "pre",
     "decay": "tau"
    },
    "x_post": {
     "of": "post",
     "decay": "tau"
    }
   },
   "expressions": {
    "alpha": {
     "value": "2 * rate_target * tau",
     "unit": "1",
     "about": "depression at each presynaptic spike"
    }
   },
   "on": {
    "pre": {
     "x_pre": "x_pre + 1",
     "weight": "weight + eta * (x_post - alpha)"
    },
    "post": {
     "x_post": "x_post + 1",
     "weight": "weight + eta * x_pre"
    }
   },
   "bounds": {
    "weight": {
     "min": "0*nS",
     "max": "w_max"
    }
   }
  }
 }
] as const;
