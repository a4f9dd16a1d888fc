/** The group of what SpikeLoom reads again, which is no part of NWB. */
export const ownGroup = "spikeloom";
