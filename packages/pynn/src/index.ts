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
