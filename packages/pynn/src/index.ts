export type { StandardCellNames } from "./api/cells/cell-names.ts";
export type { CellNames, PynnCellType } from "./api/cells/cell-type.ts";
export type { Connector } from "./api/connectors/connector.ts";
export type { CurrentSource } from "./api/currents.ts";
export type { Assembly, Group, Population, PopulationView } from "./api/groups/group.ts";
export type { NeuronId } from "./api/groups/neuron-id.ts";
export type { Connection, Projection } from "./api/projection/projection.ts";
export type { RandomDistribution } from "./api/random/random-distribution.ts";
export type { Rng } from "./api/random/rng.ts";
export type { AnalogSignal, Block, Segment, SpikeTrain } from "./api/recording/neo.ts";
export { type SetupOptions, setup } from "./api/setup.ts";
export type { Simulation } from "./api/simulation.ts";
export type { Space } from "./api/space/space.ts";
export type { Structure } from "./api/space/structures.ts";
export type { PynnSynapseType } from "./api/synapses/synapse-type.ts";
export { SESSION_MODEL, SESSION_NAME, SESSION_TURN, SESSION_VALUE } from "./errors.ts";
export { type PynnCell, type PynnParameter, pynnCells } from "./map/cells.ts";
export { type PynnPart, pynnResponses } from "./map/point-neuron.ts";
export {
  type PynnDependence,
  type PynnRulePart,
  type PynnSynapse,
  pynnDependences,
  pynnSynapses,
  pynnTimings,
} from "./map/synapses.ts";
export { createSession, type SessionMeans } from "./session/create-session.ts";
export type {
  CellType,
  Column,
  Columns,
  CurrentRequest,
  Lists,
  PopulationRequest,
  ProjectionRequest,
  PynnSession,
  RecordedSignal,
  RecordedSpikeColumns,
  SessionOptions,
  SynapseType,
} from "./session/session.ts";
