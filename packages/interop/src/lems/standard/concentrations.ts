/**
 * Calcium concentrations, and channels and neurons that depend on them, in the compact notation; facts from NeuroML
 * 2.3.1.
 */
export const concentrationTypes = `
= concentrationModel
E concentration:concentration extConcentration:concentration
R surfaceArea:area initialConcentration:concentration initialExtConcentration:concentration
s concentration:concentration extConcentration:concentration
0 concentration = initialConcentration; extConcentration = initialExtConcentration
= decayingPoolConcentrationModel < concentrationModel
P restingConc:concentration decayConstant:time shellThickness:length
K Faraday:charge_per_mole=96485.3C_per_mol
R iCa:current
s concentration:concentration extConcentration:concentration
d effectiveRadius:length = sqrt(surfaceArea / (4 * 3.14159))
d innerRadius = effectiveRadius - shellThickness
d shellVolume = (4 * effectiveRadius^3 * 3.14159 / 3) - (4 * innerRadius^3 * 3.14159 / 3)
' concentration = iCa / (2 * Faraday * shellVolume) - ((concentration - restingConc) / decayConstant)
0 concentration = initialConcentration; extConcentration = initialExtConcentration
? concentration .lt. 0 > concentration = 0
= fixedFactorConcentrationModel < concentrationModel
P restingConc:concentration decayConstant:time rho:rho_factor
R iCa:current
s concentration:concentration extConcentration:concentration
' concentration = (iCa / surfaceArea) * rho - ((concentration - restingConc) / decayConstant)
0 concentration = initialConcentration; extConcentration = initialExtConcentration
? concentration .lt. 0 > concentration = 0
= fixedFactorConcentrationModelTraub < concentrationModel
P restingConc:concentration beta:per_time phi:rho_factor
R iCa:current
s concentration:concentration extConcentration:concentration
' concentration = (iCa / surfaceArea) * 1e-9 * phi - ((concentration - restingConc) * beta)
0 concentration = initialConcentration; extConcentration = initialExtConcentration
? concentration .lt. 0 > concentration = 0
= species
P initialConcentration:concentration initialExtConcentration:concentration
F concentrationModel:concentrationModel
E concentration:concentration extConcentration:concentration
d concentration < concentrationModel/concentration
d extConcentration < concentrationModel/extConcentration
: ChildInstance component=concentrationModel
= channelPopulationNernst < baseChannelPopulation
P number:none
K R:idealGasConstantDims=8.3144621J_per_K_per_mol
K zCa:none=2
K F:charge_per_mole=96485.3C_per_mol
K vShift:voltage=0mV
E erev:voltage
R temperature:temperature caConc:concentration caConcExt:concentration
d singleChannelConductance < ionChannel/g
d totalConductance = singleChannelConductance * number
d erev = (R * temperature / (zCa * F)) * log(caConcExt / caConc)
d i = totalConductance * (erev - v)
: ChildInstance component=ionChannel
= channelDensityNernst < baseChannelDensityCond
K R:idealGasConstantDims=8.3144621J_per_K_per_mol
K zCa:none=2
K F:charge_per_mole=96485.3C_per_mol
E erev:voltage
R temperature:temperature caConc:concentration caConcExt:concentration
d channelf < ionChannel/fopen
c gDensity = caConcExt .gt. 0 ? condDensity * channelf | 0
c erev = caConcExt .gt. 0 ? (R * temperature / (zCa * F)) * log(caConcExt / caConc) | 0
c iDensity = caConcExt .gt. 0 ? gDensity * (erev - v) | 0
: ChildInstance component=ionChannel
= channelDensityNernstCa2 < baseChannelDensityCond
K R:idealGasConstantDims=8.3144621J_per_K_per_mol
K zCa:none=2
K F:charge_per_mole=96485.3C_per_mol
E erev:voltage
R temperature:temperature caConc2:concentration caConcExt2:concentration
d channelf < ionChannel/fopen
c gDensity = caConcExt2 .gt. 0 ? condDensity * channelf | 0
c erev = caConcExt2 .gt. 0 ? (R * temperature / (zCa * F)) * log(caConcExt2 / caConc2) | 0
c iDensity = caConcExt2 .gt. 0 ? gDensity * (erev - v) | 0
: ChildInstance component=ionChannel
= channelDensityGHK < baseChannelDensity
P permeability:permeability
K R:idealGasConstantDims=8.3144621J_per_K_per_mol
K zCa:none=2
K F:charge_per_mole=96485.3C_per_mol
R temperature:temperature caConc:concentration caConcExt:concentration
d K = (zCa * F) / (R * temperature)
d expKv = exp(-1 * K * v)
d channelf < ionChannel/fopen
c iDensity:currentDensity = caConcExt .gt. 0 ? -1 * channelf * permeability * zCa * F * K * v * (caConc - (caConcExt * expKv)) / (1 - expKv) | 0
: ChildInstance component=ionChannel
= channelDensityGHK2 < baseChannelDensityCond
K VOLT_SCALE:voltage=1mV
K CONC_SCALE:concentration=1mM
K TEMP_SCALE:temperature=1K
R temperature:temperature caConc:concentration caConcExt:concentration
d V = v / VOLT_SCALE
d ca_conc_i = caConc / CONC_SCALE
d ca_conc_ext = caConcExt / CONC_SCALE
d T = temperature / TEMP_SCALE
d channelf < ionChannel/fopen
d gDensity = condDensity * channelf
d tmp = (25 * T) / (293.15 * 2)
d driven = tmp * (1 - ((ca_conc_i / ca_conc_ext) * exp(V / tmp))) * VOLT_SCALE
c pOpen = V / tmp .eq. 0 ? driven * (1 - (V / tmp) / 2) | driven * ((V / tmp) / (exp(V / tmp) - 1))
c iDensity = ca_conc_ext .gt. 0 ? gDensity * pOpen | 0
: ChildInstance component=ionChannel
= pointCellCondBasedCa < baseCellMembPotCap
P v0:voltage thresh:voltage
L populations:baseChannelPopulation concentrationModels:concentrationModel
A synapses:basePointCurrent
E iCa:current caConc:concentration spiking:none
s v:voltage spiking:none
d iChannels:current + populations[*]/i
d iCa + populations[ion='ca']/i
d caConc + concentrationModels[species='ca']/concentration
d iSyn + synapses[*]/i
d iMemb = iChannels + iSyn
' v = iMemb / C
0 v = v0; spiking = 0
? v .gt. thresh .and. spiking .lt. 0.5 > spiking = 1; ^spike
? v .lt. thresh > spiking = 0
= membraneProperties2CaPools < membraneProperties
E iCa2:current
d totSpecCap + specificCapacitances[*]/specCap
d totChanPopCurrent:current + populations[*]/i
d totChanDensCurrentDensity:currentDensity + channelDensities[*]/iDensity
d totChanCurrent = totChanPopCurrent + (totChanDensCurrentDensity * surfaceArea)
d totChanPopCurrentCa:current + populations[ion='ca']/i
d totChanDensCurrentDensityCa:currentDensity + channelDensities[ion='ca']/iDensity
d iCa = totChanPopCurrentCa + (totChanDensCurrentDensityCa * surfaceArea)
d totChanPopCurrentCa2:current + populations[ion='ca2']/i
d totChanDensCurrentDensityCa2:currentDensity + channelDensities[ion='ca2']/iDensity
d iCa2 = totChanPopCurrentCa2 + (totChanDensCurrentDensityCa2 * surfaceArea)
= intracellularProperties2CaPools < intracellularProperties
E caConc2:concentration caConcExt2:concentration
d caConc2 + speciesList[ion='ca2']/concentration
d caConcExt2 + speciesList[ion='ca2']/extConcentration
d caConc + speciesList[ion='ca']/concentration
d caConcExt + speciesList[ion='ca']/extConcentration
= biophysicalProperties2CaPools
C membraneProperties2CaPools:membraneProperties2CaPools
C intracellularProperties2CaPools:intracellularProperties2CaPools
E totSpecCap:specificCapacitance
d totSpecCap < membraneProperties2CaPools/totSpecCap
= cell2CaPools < cell
C biophysicalProperties2CaPools:biophysicalProperties2CaPools
A synapses:basePointCurrent
E iCa2:current caConc2:concentration caConcExt2:concentration
s v:voltage spiking:none
d initMembPot < biophysicalProperties2CaPools/membraneProperties2CaPools/initMembPotential/value
d thresh < biophysicalProperties2CaPools/membraneProperties2CaPools/spikeThresh/value
d surfaceArea + morphology/segments[*]/surfaceArea
d totSpecCap < biophysicalProperties2CaPools/totSpecCap
d totCap = totSpecCap * surfaceArea
d iChannels < biophysicalProperties2CaPools/membraneProperties2CaPools/totChanCurrent
d iSyn + synapses[*]/i
d iCa < biophysicalProperties2CaPools/membraneProperties2CaPools/iCa
d caConc ~ biophysicalProperties2CaPools/intracellularProperties2CaPools/caConc
d caConcExt ~ biophysicalProperties2CaPools/intracellularProperties2CaPools/caConcExt
d iCa2 < biophysicalProperties2CaPools/membraneProperties2CaPools/iCa2
d caConc2 ~ biophysicalProperties2CaPools/intracellularProperties2CaPools/caConc2
d caConcExt2 ~ biophysicalProperties2CaPools/intracellularProperties2CaPools/caConcExt2
' v = (iChannels + iSyn) / totCap
0 spiking = 0; v = initMembPot
? v .gt. thresh .and. spiking .lt. 0.5 > spiking = 1; ^spike
? v .lt. thresh > spiking = 0
`;
