import type { SetValue } from "@spikeloom/simulate";
import { type Answers, type CallsOf, done } from "../answer.ts";
import type { ArrayFolder } from "../array-folder.ts";
import { LINK_VALUE } from "../errors.ts";
import type { Setting, SimulationCall } from "../generated/simulation.ts";

type Sets = "setState" | "setInput" | "setSynapses" | "setModulator" | "trigger" | "sendSpikes";

/** Implementation of each call that changes a simulation. */
export const sets: Pick<Answers<CallsOf<SimulationCall>>, Sets> = {
  async setState({ population, variable, value }, { loaded, arrays }) {
    const { sim } = loaded.running("set_state");
    await sim.setState(population, variable, settingOf(value, arrays, "set_state.value"));
    return done;
  },
  async setInput({ population, input, value }, { loaded, arrays }) {
    const { sim } = loaded.running("set_input");
    await sim.setInput(population, settingOf(value, arrays, "set_input.value"), { input });
    return done;
  },
  async setSynapses({ projection, variable, value }, { loaded, arrays }) {
    const { sim } = loaded.running("set_synapses");
    await sim.setSynapses(projection, variable, settingOf(value, arrays, "set_synapses.value"));
    return done;
  },
  async setModulator({ projection, modulator, value }, { loaded }) {
    await loaded.running("set_modulator").sim.setModulator(projection, modulator, quantity(value));
    return done;
  },
  async trigger({ projection, event }, { loaded }) {
    await loaded.running("trigger").sim.trigger(projection, event);
    return done;
  },
  async sendSpikes({ population, neurons }, { loaded, arrays }) {
    const { sim } = loaded.running("send_spikes");
    await sim.sendSpikes(population, arrays.indices(neurons, "send_spikes.neurons"));
    return done;
  },
};

function settingOf(setting: Setting | undefined, arrays: ArrayFolder, place: string): SetValue {
  const value = setting?.value;
  if (value?.case === "quantity") return quantity(value.value);
  if (value?.case === "quantities") return value.value.each.map(quantity);
  if (value?.case === "numbers") {
    const { values, unit } = value.value;
    return { values: arrays.doubles(values, place), unit: unit === "" ? "1" : unit };
  }
  throw LINK_VALUE({ place, expected: "a quantity, quantities or numbers", got: "none" });
}

/** A plain number stands for itself: a dimensionless value. */
function quantity(text: string): string | number {
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) ? number : text;
}
