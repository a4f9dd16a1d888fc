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
export const spikeTimes: SpikeTimes = {"about":"Exact times of all spikes, in ms.","networks":{}};
