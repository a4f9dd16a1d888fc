// Written by tools/build-fixtures.ts.
import type { SimultaneousExamples, SpikeTimes } from "../fixture.ts";

/** Examples of the order of simultaneous events. */
export const simultaneous: SimultaneousExamples = {
 "about": "Order of simultaneous events in continuous time: specs/program/continuous.md. All times are exact in binary; numbers are in ms and in internal units.",
 "within": 1e-11,
 "examples": [
  {
   "name": "end-of-refractory",
   "about": "a jump at the end of a refractory period takes effect, an earlier one is lost",
   "network": {
    "format": "spikeloom-network",
    "version": 1,
    "dt": "0.1 ms",
    "convention": "nest",
    "models": {
     "given": {
      "kind": "neuron",
      "contract": 1,
      "name": "given",
      "about": "Emits given spikes.",
      "parameters": {},
      "source": {
       "process": "times",
       "times": "times"
      }
     },
     "leaky": {
      "kind": "neuron",
      "contract": 1,
      "name": "leaky",
      "about": "Leaky integrator with a threshold.",
      "parameters": {
       "tau": {
        "default": "10 ms",
        "about": "time constant"
       },
       "bias": {
        "default": "0 mV",
        "about": "resting value"
       },
       "tau_refrac": {
        "default": "2 ms",
        "about": "refractory period"
       }
      },
      "receptors": {
       "delta": {
        "unit": "mV",
        "about": "jump",
        "on": {
         "v": "v + weight"
        }
       }
      },
      "inputs": {
       "i_inj": {
        "unit": "nA",
        "about": "current"
       }
      },
      "state": {
       "v": {
        "initial": "0 mV",
        "unit": "mV",
        "about": "potential"
       }
      },
      "dynamics": {
       "v": "(bias - v + i_inj * 10*Mohm) / tau"
      },
      "spike": {
       "when": "v >= 15*mV",
       "reset": {
        "v": "0*mV"
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
    "populations": {
     "s": {
      "model": "given",
      "size": 1,
      "times": [
       [
        "1.03125 ms"
       ]
      ]
     },
     "w": {
      "model": "given",
      "size": 1,
      "times": [
       [
        "3.0 ms",
        "3.03125 ms"
       ]
      ]
     },
     "n": {
      "model": "leaky",
      "size": 1
     }
    },
    "projections": [
     {
      "name": "s->n",
      "from": "s",
      "to": "n",
      "connector": {
       "kind": "all-to-all"
      },
      "weight": "20 mV",
      "delay": "0.5 ms"
     },
     {
      "name": "w->n",
      "from": "w",
      "to": "n",
      "connector": {
       "kind": "all-to-all"
      },
      "weight": "8 mV",
      "delay": "0.5 ms"
     }
    ],
    "record": [
     {
      "population": "n",
      "variables": [
       "spikes",
       "v"
      ]
     }
    ]
   },
   "duration": "5 ms",
   "spikes": {
    "n": [
     [
      0,
      1.53125
     ]
    ]
   },
   "samples": [
    {
     "population": "n",
     "variable": "v",
     "time": 3.5,
     "values": [
      0
     ]
    },
    {
     "population": "n",
     "variable": "v",
     "time": 3.6,
     "values": [
      7.945188629975428
     ]
    }
   ]
  },
  {
   "name": "spike-at-end-of-refractory",
   "about": "a condition reached in a refractory period gives a spike at its end",
   "network": {
    "format": "spikeloom-network",
    "version": 1,
    "dt": "0.1 ms",
    "convention": "nest",
    "models": {
     "given": {
      "kind": "neuron",
      "contract": 1,
      "name": "given",
      "about": "Emits given spikes.",
      "parameters": {},
      "source": {
       "process": "times",
       "times": "times"
      }
     },
     "leaky": {
      "kind": "neuron",
      "contract": 1,
      "name": "leaky",
      "about": "Leaky integrator with a threshold.",
      "parameters": {
       "tau": {
        "default": "10 ms",
        "about": "time constant"
       },
       "bias": {
        "default": "0 mV",
        "about": "resting value"
       },
       "tau_refrac": {
        "default": "2 ms",
        "about": "refractory period"
       }
      },
      "receptors": {
       "delta": {
        "unit": "mV",
        "about": "jump",
        "on": {
         "v": "v + weight"
        }
       }
      },
      "inputs": {
       "i_inj": {
        "unit": "nA",
        "about": "current"
       }
      },
      "state": {
       "v": {
        "initial": "0 mV",
        "unit": "mV",
        "about": "potential"
       }
      },
      "dynamics": {
       "v": "(bias - v + i_inj * 10*Mohm) / tau"
      },
      "spike": {
       "when": "v >= 15*mV",
       "reset": {
        "v": "0*mV"
       },
       "refractory": {
        "for": "tau_refrac"
       }
      }
     }
    },
    "populations": {
     "s": {
      "model": "given",
      "size": 1,
      "times": [
       [
        "1.03125 ms",
        "2.03125 ms"
       ]
      ]
     },
     "n": {
      "model": "leaky",
      "size": 1
     }
    },
    "projections": [
     {
      "name": "s->n",
      "from": "s",
      "to": "n",
      "connector": {
       "kind": "all-to-all"
      },
      "weight": "20 mV",
      "delay": "0.5 ms"
     }
    ],
    "record": [
     {
      "population": "n",
      "variables": [
       "spikes"
      ]
     }
    ]
   },
   "duration": "5 ms",
   "spikes": {
    "n": [
     [
      0,
      1.53125
     ],
     [
      0,
      3.53125
     ]
    ]
   }
  },
  {
   "name": "arrivals-before-spikes",
   "about": "simultaneous arrivals are added before the condition is tested",
   "network": {
    "format": "spikeloom-network",
    "version": 1,
    "dt": "0.1 ms",
    "convention": "nest",
    "models": {
     "given": {
      "kind": "neuron",
      "contract": 1,
      "name": "given",
      "about": "Emits given spikes.",
      "parameters": {},
      "source": {
       "process": "times",
       "times": "times"
      }
     },
     "leaky": {
      "kind": "neuron",
      "contract": 1,
      "name": "leaky",
      "about": "Leaky integrator with a threshold.",
      "parameters": {
       "tau": {
        "default": "10 ms",
        "about": "time constant"
       },
       "bias": {
        "default": "0 mV",
        "about": "resting value"
       },
       "tau_refrac": {
        "default": "2 ms",
        "about": "refractory period"
       }
      },
      "receptors": {
       "delta": {
        "unit": "mV",
        "about": "jump",
        "on": {
         "v": "v + weight"
        }
       }
      },
      "inputs": {
       "i_inj": {
        "unit": "nA",
        "about": "current"
       }
      },
      "state": {
       "v": {
        "initial": "0 mV",
        "unit": "mV",
        "about": "potential"
       }
      },
      "dynamics": {
       "v": "(bias - v + i_inj * 10*Mohm) / tau"
      },
      "spike": {
       "when": "v >= 15*mV",
       "reset": {
        "v": "0*mV"
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
    "populations": {
     "a": {
      "model": "given",
      "size": 1,
      "times": [
       [
        "1.03125 ms"
       ]
      ]
     },
     "b": {
      "model": "given",
      "size": 1,
      "times": [
       [
        "1.03125 ms"
       ]
      ]
     },
     "n": {
      "model": "leaky",
      "size": 1
     },
     "m": {
      "model": "leaky",
      "size": 1
     }
    },
    "projections": [
     {
      "name": "a->n",
      "from": "a",
      "to": "n",
      "connector": {
       "kind": "all-to-all"
      },
      "weight": "20 mV",
      "delay": "0.5 ms"
     },
     {
      "name": "b->n",
      "from": "b",
      "to": "n",
      "connector": {
       "kind": "all-to-all"
      },
      "weight": "-10 mV",
      "delay": "0.5 ms"
     },
     {
      "name": "a->m",
      "from": "a",
      "to": "m",
      "connector": {
       "kind": "all-to-all"
      },
      "weight": "10 mV",
      "delay": "0.5 ms"
     },
     {
      "name": "b->m",
      "from": "b",
      "to": "m",
      "connector": {
       "kind": "all-to-all"
      },
      "weight": "10 mV",
      "delay": "0.5 ms"
     }
    ],
    "record": [
     {
      "population": "n",
      "variables": [
       "spikes",
       "v"
      ]
     },
     {
      "population": "m",
      "variables": [
       "spikes",
       "v"
      ]
     }
    ]
   },
   "duration": "3 ms",
   "spikes": {
    "n": [],
    "m": [
     [
      0,
      1.53125
     ]
    ]
   },
   "samples": [
    {
     "population": "n",
     "variable": "v",
     "time": 1.6,
     "values": [
      9.931485787469285
     ]
    },
    {
     "population": "m",
     "variable": "v",
     "time": 1.6,
     "values": [
      0
     ]
    }
   ]
  },
  {
   "name": "spikes-by-number",
   "about": "simultaneous spikes are ordered by the number of the neuron",
   "network": {
    "format": "spikeloom-network",
    "version": 1,
    "dt": "0.1 ms",
    "convention": "nest",
    "models": {
     "given": {
      "kind": "neuron",
      "contract": 1,
      "name": "given",
      "about": "Emits given spikes.",
      "parameters": {},
      "source": {
       "process": "times",
       "times": "times"
      }
     },
     "leaky": {
      "kind": "neuron",
      "contract": 1,
      "name": "leaky",
      "about": "Leaky integrator with a threshold.",
      "parameters": {
       "tau": {
        "default": "10 ms",
        "about": "time constant"
       },
       "bias": {
        "default": "0 mV",
        "about": "resting value"
       },
       "tau_refrac": {
        "default": "2 ms",
        "about": "refractory period"
       }
      },
      "receptors": {
       "delta": {
        "unit": "mV",
        "about": "jump",
        "on": {
         "v": "v + weight"
        }
       }
      },
      "inputs": {
       "i_inj": {
        "unit": "nA",
        "about": "current"
       }
      },
      "state": {
       "v": {
        "initial": "0 mV",
        "unit": "mV",
        "about": "potential"
       }
      },
      "dynamics": {
       "v": "(bias - v + i_inj * 10*Mohm) / tau"
      },
      "spike": {
       "when": "v >= 15*mV",
       "reset": {
        "v": "0*mV"
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
    "populations": {
     "s": {
      "model": "given",
      "size": 1,
      "times": [
       [
        "1.03125 ms"
       ]
      ]
     },
     "n": {
      "model": "leaky",
      "size": 4
     }
    },
    "projections": [
     {
      "name": "s->n",
      "from": "s",
      "to": "n",
      "connector": {
       "kind": "all-to-all"
      },
      "weight": "20 mV",
      "delay": {
       "formula": "where(j == 1, 0.75, 0.5) * ms"
      }
     }
    ],
    "record": [
     {
      "population": "n",
      "variables": [
       "spikes"
      ]
     }
    ]
   },
   "duration": "3 ms",
   "spikes": {
    "n": [
     [
      0,
      1.53125
     ],
     [
      2,
      1.53125
     ],
     [
      3,
      1.53125
     ],
     [
      1,
      1.78125
     ]
    ]
   }
  },
  {
   "name": "pre-before-post",
   "about": "an arrival acts on a weight before a spike of the target at the same time",
   "network": {
    "format": "spikeloom-network",
    "version": 1,
    "dt": "0.1 ms",
    "convention": "brian2",
    "models": {
     "given": {
      "kind": "neuron",
      "contract": 1,
      "name": "given",
      "about": "Emits given spikes.",
      "parameters": {},
      "source": {
       "process": "times",
       "times": "times"
      }
     },
     "leaky": {
      "kind": "neuron",
      "contract": 1,
      "name": "leaky",
      "about": "Leaky integrator with a threshold.",
      "parameters": {
       "tau": {
        "default": "10 ms",
        "about": "time constant"
       },
       "bias": {
        "default": "0 mV",
        "about": "resting value"
       },
       "tau_refrac": {
        "default": "2 ms",
        "about": "refractory period"
       }
      },
      "receptors": {
       "delta": {
        "unit": "mV",
        "about": "jump",
        "on": {
         "v": "v + weight"
        }
       }
      },
      "inputs": {
       "i_inj": {
        "unit": "nA",
        "about": "current"
       }
      },
      "state": {
       "v": {
        "initial": "0 mV",
        "unit": "mV",
        "about": "potential"
       }
      },
      "dynamics": {
       "v": "(bias - v + i_inj * 10*Mohm) / tau"
      },
      "spike": {
       "when": "v >= 15*mV",
       "reset": {
        "v": "0*mV"
       },
       "refractory": {
        "for": "tau_refrac",
        "hold": [
         "v"
        ]
       }
      }
     },
     "rule": {
      "kind": "plasticity",
      "contract": 1,
      "name": "rule",
      "about": "Doubles a weight at a spike of the target that follows an arrival, and halves it at an arrival that follows a spike.",
      "cite": [
       "doi:10.1038/78829"
      ],
      "weightUnit": "mV",
      "parameters": {},
      "state": {
       "before": {
        "initial": 0,
        "unit": "1",
        "about": "arrivals"
       },
       "after": {
        "initial": 0,
        "unit": "1",
        "about": "spikes of the target"
       }
      },
      "on": {
       "pre": {
        "before": "before + 1",
        "weight": "where(after > 0.5, weight / 2, weight)"
       },
       "post": {
        "after": "after + 1",
        "weight": "where(before > 0.5, weight * 2, weight)"
       }
      }
     }
    },
    "populations": {
     "s": {
      "model": "given",
      "size": 1,
      "times": [
       [
        "1.03125 ms"
       ]
      ]
     },
     "w": {
      "model": "given",
      "size": 1,
      "times": [
       [
        "1.03125 ms"
       ]
      ]
     },
     "n": {
      "model": "leaky",
      "size": 1
     }
    },
    "projections": [
     {
      "name": "s->n",
      "from": "s",
      "to": "n",
      "connector": {
       "kind": "all-to-all"
      },
      "weight": "20 mV",
      "delay": "0.5 ms"
     },
     {
      "name": "w->n",
      "from": "w",
      "to": "n",
      "connector": {
       "kind": "all-to-all"
      },
      "weight": "1 mV",
      "delay": "0.5 ms",
      "plasticity": "rule"
     }
    ],
    "record": [
     {
      "population": "n",
      "variables": [
       "spikes"
      ]
     }
    ]
   },
   "duration": "3 ms",
   "spikes": {
    "n": [
     [
      0,
      1.53125
     ]
    ]
   },
   "weights": {
    "w->n": [
     2
    ]
   }
  },
  {
   "name": "left-limits",
   "about": "samples and counts at a time contain nothing of that time",
   "network": {
    "format": "spikeloom-network",
    "version": 1,
    "dt": "0.1 ms",
    "convention": "nest",
    "models": {
     "given": {
      "kind": "neuron",
      "contract": 1,
      "name": "given",
      "about": "Emits given spikes.",
      "parameters": {},
      "source": {
       "process": "times",
       "times": "times"
      }
     },
     "leaky": {
      "kind": "neuron",
      "contract": 1,
      "name": "leaky",
      "about": "Leaky integrator with a threshold.",
      "parameters": {
       "tau": {
        "default": "10 ms",
        "about": "time constant"
       },
       "bias": {
        "default": "0 mV",
        "about": "resting value"
       },
       "tau_refrac": {
        "default": "2 ms",
        "about": "refractory period"
       }
      },
      "receptors": {
       "delta": {
        "unit": "mV",
        "about": "jump",
        "on": {
         "v": "v + weight"
        }
       }
      },
      "inputs": {
       "i_inj": {
        "unit": "nA",
        "about": "current"
       }
      },
      "state": {
       "v": {
        "initial": "0 mV",
        "unit": "mV",
        "about": "potential"
       }
      },
      "dynamics": {
       "v": "(bias - v + i_inj * 10*Mohm) / tau"
      },
      "spike": {
       "when": "v >= 15*mV",
       "reset": {
        "v": "0*mV"
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
    "populations": {
     "s": {
      "model": "given",
      "size": 1,
      "times": [
       [
        "0.5 ms"
       ]
      ]
     },
     "n": {
      "model": "leaky",
      "size": 1
     }
    },
    "projections": [
     {
      "name": "s->n",
      "from": "s",
      "to": "n",
      "connector": {
       "kind": "all-to-all"
      },
      "weight": "10 mV",
      "delay": "0.5 ms"
     }
    ],
    "record": [
     {
      "population": "s",
      "variables": [
       "spikes"
      ]
     },
     {
      "population": "n",
      "variables": [
       "v"
      ]
     }
    ]
   },
   "duration": "2 ms",
   "spikes": {
    "s": [
     [
      0,
      0.5
     ]
    ]
   },
   "samples": [
    {
     "population": "n",
     "variable": "v",
     "time": 1,
     "values": [
      0
     ]
    },
    {
     "population": "n",
     "variable": "v",
     "time": 1.1,
     "values": [
      9.900498337491682
     ]
    }
   ]
  },
  {
   "name": "inputs-before-arrivals",
   "about": "a current that begins at the time of a spike acts on the potential after it",
   "network": {
    "format": "spikeloom-network",
    "version": 1,
    "dt": "0.1 ms",
    "convention": "nest",
    "models": {
     "given": {
      "kind": "neuron",
      "contract": 1,
      "name": "given",
      "about": "Emits given spikes.",
      "parameters": {},
      "source": {
       "process": "times",
       "times": "times"
      }
     },
     "leaky": {
      "kind": "neuron",
      "contract": 1,
      "name": "leaky",
      "about": "Leaky integrator with a threshold.",
      "parameters": {
       "tau": {
        "default": "10 ms",
        "about": "time constant"
       },
       "bias": {
        "default": "0 mV",
        "about": "resting value"
       },
       "tau_refrac": {
        "default": "2 ms",
        "about": "refractory period"
       }
      },
      "receptors": {
       "delta": {
        "unit": "mV",
        "about": "jump",
        "on": {
         "v": "v + weight"
        }
       }
      },
      "inputs": {
       "i_inj": {
        "unit": "nA",
        "about": "current"
       }
      },
      "state": {
       "v": {
        "initial": "0 mV",
        "unit": "mV",
        "about": "potential"
       }
      },
      "dynamics": {
       "v": "(bias - v + i_inj * 10*Mohm) / tau"
      },
      "spike": {
       "when": "v >= 15*mV",
       "reset": {
        "v": "0*mV"
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
    "populations": {
     "s": {
      "model": "given",
      "size": 1,
      "times": [
       [
        "1.03125 ms"
       ]
      ]
     },
     "n": {
      "model": "leaky",
      "size": 1
     }
    },
    "projections": [
     {
      "name": "s->n",
      "from": "s",
      "to": "n",
      "connector": {
       "kind": "all-to-all"
      },
      "weight": "10 mV",
      "delay": "0.5 ms"
     }
    ],
    "stimuli": [
     {
      "kind": "steps",
      "into": "n",
      "times": [
       "1.53125 ms"
      ],
      "values": [
       "1 nA"
      ]
     }
    ],
    "record": [
     {
      "population": "n",
      "variables": [
       "v"
      ]
     }
    ]
   },
   "duration": "3 ms",
   "samples": [
    {
     "population": "n",
     "variable": "v",
     "time": 1.6,
     "values": [
      10
     ]
    },
    {
     "population": "n",
     "variable": "v",
     "time": 2,
     "values": [
      10
     ]
    }
   ]
  }
 ]
};

/** Spike times of networks in continuous time, by name. */
export const spikeTimes: SpikeTimes = {"about":"Exact times of all spikes, in ms: neurons and times by time, and their tolerance. Written by tools/python/spike_times.py.","networks":{"adex":{"neurons":[0,1,2,0,1,2,0,1,2],"times":[13.971531886106971,13.971531886106971,13.971531886106971,23.993344570788913,23.993344570788913,23.993344570788913,35.1160425767706,35.1160425767706,35.1160425767706],"within":1e-9},"coincidence":{"neurons":[0,5,3,1,3,2,0,4,1,4,2,5,5,0,2,1,3,4,3,1,5,0,3,5,5,1,1,3,1,2,1,0,1,0,1,2,4,2,0,3,3,2,3,0,5,0,2,0,4,2,0,3],"times":[1.4076747200553914,1.4864883244783667,2.26681074544057,2.4420996056532083,3.3071506743542054,4.468647589752022,4.638848565295376,5.293699464953871,5.789923056775718,6.333981994068349,7.238148724605221,7.850201249500413,9.225185347691697,13.047025046124409,13.713488901803046,17.21879184175596,18.020069585862153,18.7320087184697,20.84694758239617,22.31021309227966,23.958708100023607,25.200060229325345,25.7237627575886,26.024690361696084,28.356330941295372,28.612900710599597,29.99430300054327,30.06752811000543,31.570358059740858,32.033586942474436,33.55420439385235,35.85181136005136,37.064441883010595,38.5786374263267,39.11015816423725,40.16123240528724,41.079259638954554,41.94023960702169,43.07939115928747,43.70806691140035,44.989894508978395,45.00168810915494,45.04153480444512,45.743270618969184,47.05104855740004,50.933540858723056,50.99171261715906,52.272352691876364,52.99126139364407,53.770021696447884,54.80736584949226,55.41102692382343],"within":1e-9,"shown":[10.655046240684204,10.051632740034021,9.158765125029387,9.560904443249612,7.906425549696376,7.754076820732938]},"hodgkin-huxley":{"neurons":[0,1,2,0,1,2,0,1,2],"times":[6.900789836037017,6.900789836037017,6.900789836037017,21.82225755189024,21.82225755189024,21.82225755189024,36.4714962915446,36.4714962915446,36.4714962915446],"within":1e-9},"mat2":{"neurons":[0,1,2,0,1,2,0,1,2,0,1,2,0,1,2],"times":[6.903862477588963,6.903862477588963,6.903862477588963,11.620965330857699,11.620965330857699,11.620965330857699,17.767080317865002,17.767080317865002,17.767080317865002,24.84715418648603,24.84715418648603,24.84715418648603,32.42052165628191,32.42052165628191,32.42052165628191],"within":1e-9},"nengo-lif-rate":{"neurons":[],"times":[],"within":1e-9},"pinsky-rinzel":{"neurons":[0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2],"times":[7.171646464983448,7.171646464983448,7.171646464983448,9.308657372756944,9.308657372756944,9.308657372756944,14.62596158735178,14.62596158735178,14.62596158735178,17.687309716362662,17.687309716362662,17.687309716362662,21.38250240412367,21.38250240412367,21.38250240412367,27.391612840392945,27.391612840392945,27.391612840392945,34.09252988824827,34.09252988824827,34.09252988824827,55.156498472629615,55.156498472629615,55.156498472629615],"within":0.000025},"receptors-linear":{"neurons":[0,1,2,0,1,2,2,1,0,2,1,0,2,1,0],"times":[6.6839410816752585,6.720799325941676,6.7402275397925955,13.14664804909124,13.173191332334484,13.191840620122269,19.859490971234635,19.867316658043237,19.873866256587185,27.116572406862606,27.1789234409149,27.24155601276327,35.5366094816161,35.740560970837095,35.97445933077235],"within":1e-9},"refractory-held":{"neurons":[0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2],"times":[8.646431135879093,8.646431135879093,8.646431135879093,13.441669983382262,13.441669983382262,13.441669983382262,18.236908830885433,18.236908830885433,18.236908830885433,23.032147678388608,23.032147678388608,23.032147678388608,27.827386525891782,27.827386525891782,27.827386525891782,32.62262537339495,32.62262537339495,32.62262537339495,37.417864220898124,37.417864220898124,37.417864220898124],"within":1e-9},"refractory-spikes-only":{"neurons":[0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2],"times":[8.646431135879093,8.646431135879093,8.646431135879093,11.441669983382264,11.441669983382264,11.441669983382264,14.236908830885435,14.236908830885435,14.236908830885435,17.032147678388604,17.032147678388604,17.032147678388604,19.827386525891775,19.827386525891775,19.827386525891775,22.622625373394946,22.622625373394946,22.622625373394946,25.417864220898117,25.417864220898117,25.417864220898117,28.21310306840129,28.21310306840129,28.21310306840129,31.00834191590446,31.00834191590446,31.00834191590446,33.80358076340763,33.80358076340763,33.80358076340763,36.5988196109108,36.5988196109108,36.5988196109108,39.39405845841397,39.39405845841397,39.39405845841397],"within":1e-9},"refractory-steps":{"neurons":[0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2],"times":[8.646431135879093,8.646431135879093,8.646431135879093,13.441669983382262,13.441669983382262,13.441669983382262,18.236908830885433,18.236908830885433,18.236908830885433,23.032147678388608,23.032147678388608,23.032147678388608,27.827386525891782,27.827386525891782,27.827386525891782,32.62262537339495,32.62262537339495,32.62262537339495,37.417864220898124,37.417864220898124,37.417864220898124],"within":1e-9},"refractory-while":{"neurons":[0,1,2,0,1,2,0,1,2,0,1,2,0,1,2],"times":[7.260969707100553,7.260969707100553,7.260969707100553,14.129144216976007,14.129144216976007,14.129144216976007,20.981712457627328,20.981712457627328,20.981712457627328,27.83400110930358,27.83400110930358,27.83400110930358,34.68628482453718,34.68628482453718,34.68628482453718],"within":1e-9},"source-poisson":{"neurons":[2,1,2,2,1,1],"times":[6.840387720108693,21.94657427740981,27.110832762890624,33.42058500439469,47.540959233273554,52.74315621290305],"within":1e-9},"source-renewal":{"neurons":[2,1,2],"times":[14.234523422146742,34.62787527450325,39.83174527821457],"within":1e-9},"source-renewal-changes":{"neurons":[0,1,0,2],"times":[19.802689412505575,37.52214122370234,41.049366022716306,56.60077717960906],"within":1e-9},"stdp-pair":{"neurons":[0,5,3,1,3,2,0,4,1,4,2,5,5,0,2,1,3,4,3,1,5,0,3,5,5,1,1,3,1,2,1,0,1,0,1,2,4,2,0,3,3,2,3,0,5,0,2,0,4,2,0,3],"times":[1.4076747200553914,1.4864883244783667,2.26681074544057,2.4420996056532083,3.3071506743542054,4.468647589752022,4.638848565295376,5.293699464953871,5.789923056775718,6.333981994068349,7.238148724605221,7.850201249500413,9.225185347691697,13.047025046124409,13.713488901803046,17.21879184175596,18.020069585862153,18.7320087184697,20.84694758239617,22.31021309227966,23.958708100023607,25.200060229325345,25.7237627575886,26.024690361696084,28.356330941295372,28.612900710599597,29.99430300054327,30.06752811000543,31.570358059740858,32.033586942474436,33.55420439385235,35.85181136005136,37.064441883010595,38.5786374263267,39.11015816423725,40.16123240528724,41.079259638954554,41.94023960702169,43.07939115928747,43.70806691140035,44.989894508978395,45.00168810915494,45.04153480444512,45.743270618969184,47.05104855740004,50.933540858723056,50.99171261715906,52.272352691876364,52.99126139364407,53.770021696447884,54.80736584949226,55.41102692382343],"within":1e-9,"shown":[199.02028214355,223.87363208444754,394.54089104576263,261.9022468321705,79.7253069791367,144.82045806838192]}}};
