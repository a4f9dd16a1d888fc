export type { AnalogSignal, Block, Segment, Simulation, SpikeTrain } from "@spikeloom/pynn";
export { type DefaultSetupOptions, setup } from "./setup.ts";
