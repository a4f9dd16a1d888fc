/** Group of SpikeLoom's own data, which is not part of NWB. */
export const ownGroup = "spikeloom";
