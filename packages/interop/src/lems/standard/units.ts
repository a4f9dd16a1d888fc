/** Dimensions of NeuroML as powers of mass, length, time, current, temperature and amount. */
export const dimensions: Readonly<Record<string, readonly number[]>> = {
  time: [0, 0, 1],
  per_time: [0, 0, -1],
  voltage: [1, 2, -3, -1],
  per_voltage: [-1, -2, 3, 1],
  conductance: [-1, -2, 3, 2],
  conductanceDensity: [-1, -4, 3, 2],
  capacitance: [-1, -2, 4, 2],
  specificCapacitance: [-1, -4, 4, 2],
  resistance: [1, 2, -3, -2],
  // The schema exchanges mass and length here; nothing depends on it.
  resistivity: [2, 2, -3, -2],
  charge: [0, 0, 1, 1],
  charge_per_mole: [0, 0, 1, 1, 0, -1],
  current: [0, 0, 0, 1],
  currentDensity: [0, -2, 0, 1],
  length: [0, 1],
  area: [0, 2],
  volume: [0, 3],
  concentration: [0, -3, 0, 0, 0, 1],
  substance: [0, 0, 0, 0, 0, 1],
  permeability: [0, 1, -1],
  temperature: [0, 0, 0, 0, 1],
  idealGasConstantDims: [1, 2, -2, 0, -1, -1],
  conductance_per_voltage: [-2, -4, 6, 3],
  rho_factor: [0, -1, -1, -1, 0, 1],
};

/** Units of NeuroML: symbol, dimension, power of ten in SI, and if needed scale and offset. */
export const units: readonly (readonly [string, string, number, number?, number?])[] = [
  ...["s:0", "ms:-3"].map((each) => unit(each, "time")),
  ["min", "time", 0, 60],
  ["hour", "time", 0, 3600],
  ...["per_s:0", "Hz:0", "per_ms:3"].map((each) => unit(each, "per_time")),
  ["per_min", "per_time", 0, 0.01666666667],
  ["per_hour", "per_time", 0, 0.00027777777778],
  ...["V:0", "mV:-3"].map((each) => unit(each, "voltage")),
  ...["per_V:0", "per_mV:3"].map((each) => unit(each, "per_voltage")),
  ...["ohm:0", "kohm:3", "Mohm:6"].map((each) => unit(each, "resistance")),
  ...["ohm_m:0", "kohm_cm:1", "ohm_cm:-2"].map((each) => unit(each, "resistivity")),
  ...["S:0", "mS:-3", "uS:-6", "nS:-9", "pS:-12"].map((each) => unit(each, "conductance")),
  ...["S_per_m2:0", "mS_per_cm2:1", "S_per_cm2:4", "uS_per_cm2:-2"].map((each) =>
    unit(each, "conductanceDensity"),
  ),
  ...["F:0", "uF:-6", "nF:-9", "pF:-12"].map((each) => unit(each, "capacitance")),
  ...["F_per_m2:0", "uF_per_cm2:-2"].map((each) => unit(each, "specificCapacitance")),
  ["C", "charge", 0],
  ["e", "charge", 0, 1.602176634e-19],
  ...["C_per_mol:0", "nA_ms_per_amol:6", "pC_per_umol:-6"].map((each) =>
    unit(each, "charge_per_mole"),
  ),
  ...["A:0", "uA:-6", "nA:-9", "pA:-12"].map((each) => unit(each, "current")),
  ...["A_per_m2:0", "uA_per_cm2:-2", "mA_per_cm2:1"].map((each) => unit(each, "currentDensity")),
  ...["m:0", "cm:-2", "um:-6"].map((each) => unit(each, "length")),
  ...["m2:0", "cm2:-4", "um2:-12"].map((each) => unit(each, "area")),
  ...["m3:0", "cm3:-6", "litre:-3", "um3:-18"].map((each) => unit(each, "volume")),
  ...["mol_per_m3:0", "mol_per_cm3:6", "M:3", "mM:0"].map((each) => unit(each, "concentration")),
  ["mol", "substance", 0],
  ...["m_per_s:0", "cm_per_s:-2", "um_per_ms:-3", "cm_per_ms:1"].map((each) =>
    unit(each, "permeability"),
  ),
  ["K", "temperature", 0],
  ["degC", "temperature", 0, 1, 273.15],
  ["J_per_K_per_mol", "idealGasConstantDims", 0],
  ["fJ_per_K_per_umol", "idealGasConstantDims", -9],
  ["S_per_V", "conductance_per_voltage", 0],
  ["nS_per_mV", "conductance_per_voltage", -6],
  ["mol_per_m_per_A_per_s", "rho_factor", 0],
  ["mol_per_cm_per_uA_per_ms", "rho_factor", 11],
  ["umol_per_cm_per_nA_per_ms", "rho_factor", 8],
];

function unit(text: string, dimension: string): readonly [string, string, number] {
  const [symbol = "", power = "0"] = text.split(":");
  return [symbol, dimension, Number(power)];
}
