/**
 * Membrane components, morphologies, and single-compartment neurons in the compact notation; facts from NeuroML 2.3.1.
 */
export const membraneTypes = `
= baseChannelPopulation
F ionChannel:baseIonChannel
E i:current
R v:voltage
= channelPopulation < baseChannelPopulation
P number:none erev:voltage
K vShift:voltage=0mV
d channelg < ionChannel/g
d geff = channelg * number
d i = geff * (erev - v)
: ChildInstance component=ionChannel
= baseChannelDensity
F ionChannel:baseIonChannel
E iDensity:currentDensity
R v:voltage
= baseChannelDensityCond < baseChannelDensity
P condDensity:conductanceDensity
E gDensity:conductanceDensity
= channelDensity < baseChannelDensityCond
P erev:voltage
K vShift:voltage=0mV
d channelf < ionChannel/fopen
d gDensity = condDensity * channelf
d iDensity = gDensity * (erev - v)
: ChildInstance component=ionChannel
= channelDensityVShift < channelDensity
P vShift:voltage
= variableParameter
C inhomogeneousValue:inhomogeneousValue
= inhomogeneousValue
= channelDensityNonUniform < baseChannelDensity
C variableParameter:variableParameter
K ZERO_CURR_DENS:currentDensity=0A_per_m2
d iDensity = ZERO_CURR_DENS
: ChildInstance component=ionChannel
= channelDensityNonUniformNernst < baseChannelDensity
C variableParameter:variableParameter
K ZERO_CURR_DENS:currentDensity=0A_per_m2
d iDensity = ZERO_CURR_DENS
: ChildInstance component=ionChannel
= channelDensityNonUniformGHK < baseChannelDensity
C variableParameter:variableParameter
K ZERO_CURR_DENS:currentDensity=0A_per_m2
d iDensity = ZERO_CURR_DENS
: ChildInstance component=ionChannel
= pointCellCondBased < baseCellMembPotCap
P v0:voltage thresh:voltage
L populations:baseChannelPopulation
A synapses:basePointCurrent
E spiking:none
s v:voltage spiking:none
d iChannels:current + populations[*]/i
d iSyn + synapses[*]/i
d iMemb = iChannels + iSyn
' v = iMemb / C
0 v = v0; spiking = 0
? v .gt. thresh .and. spiking .lt. 0.5 > spiking = 1; ^spike
? v .lt. thresh > spiking = 0
= distal
P x:none y:none z:none diameter:none
K MICRON:length=1um
d radius = MICRON * diameter / 2
d xLength = MICRON * x
d yLength = MICRON * y
d zLength = MICRON * z
= proximal < distal
= segment
C distal:distal proximal:proximal
E surfaceArea:area radDist:length length:length
d radDist < distal/radius
d dx < distal/xLength
d dy < distal/yLength
d dz < distal/zLength
d px < proximal/xLength
d py < proximal/yLength
d pz < proximal/zLength
d length = sqrt((dx - px)^2 + (dy - py)^2 + (dz - pz)^2)
c surfaceArea = length .gt. 0 ? 2 * radDist * 3.14159265 * length | 4 * radDist * radDist * 3.14159265
= segmentGroup
L members:member includes:include
= member
= include
= morphology
L segments:segment segmentGroups:segmentGroup
= specificCapacitance
P value:specificCapacitance
E specCap:specificCapacitance
d specCap = value
= initMembPotential
P value:voltage
= spikeThresh
P value:voltage
= membraneProperties
C initMembPotential:initMembPotential spikeThresh:spikeThresh
L specificCapacitances:specificCapacitance populations:baseChannelPopulation
L channelDensities:baseChannelDensity
E totChanCurrent:current totSpecCap:specificCapacitance iCa:current
R surfaceArea:area
d totSpecCap + specificCapacitances[*]/specCap
d totChanPopCurrent:current + populations[*]/i
d totChanDensCurrentDensity:currentDensity + channelDensities[*]/iDensity
d totChanCurrent = totChanPopCurrent + (totChanDensCurrentDensity * surfaceArea)
d totChanPopCurrentCa:current + populations[ion='ca']/i
d totChanDensCurrentDensityCa:currentDensity + channelDensities[ion='ca']/iDensity
d iCa = totChanPopCurrentCa + (totChanDensCurrentDensityCa * surfaceArea)
= resistivity
P value:resistivity
= intracellularProperties
L resistivities:resistivity speciesList:species
E caConc:concentration caConcExt:concentration
d caConc + speciesList[ion='ca']/concentration
d caConcExt + speciesList[ion='ca']/extConcentration
= biophysicalProperties
C membraneProperties:membraneProperties intracellularProperties:intracellularProperties
E totSpecCap:specificCapacitance
d totSpecCap < membraneProperties/totSpecCap
= cell < baseCellMembPot
C morphology:morphology biophysicalProperties:biophysicalProperties
A synapses:basePointCurrent
E spiking:none iChannels:current iSyn:current totSpecCap:specificCapacitance surfaceArea:area
E iCa:current caConc:concentration caConcExt:concentration
s v:voltage spiking:none
d initMembPot < biophysicalProperties/membraneProperties/initMembPotential/value
d thresh < biophysicalProperties/membraneProperties/spikeThresh/value
d surfaceArea + morphology/segments[*]/surfaceArea
d totSpecCap < biophysicalProperties/totSpecCap
d totCap = totSpecCap * surfaceArea
d iChannels < biophysicalProperties/membraneProperties/totChanCurrent
d iSyn + synapses[*]/i
d iCa < biophysicalProperties/membraneProperties/iCa
d caConc ~ biophysicalProperties/intracellularProperties/caConc
d caConcExt ~ biophysicalProperties/intracellularProperties/caConcExt
' v = (iChannels + iSyn) / totCap
0 spiking = 0; v = initMembPot
? v .gt. thresh .and. spiking .lt. 0.5 > spiking = 1; ^spike
? v .lt. thresh > spiking = 0
`;
