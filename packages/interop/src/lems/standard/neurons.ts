/** Neurons with a single equation for the potential, in the compact notation; facts from NeuroML 2.3.1. */
export const neuronTypes = `
= baseCell < baseStandalone
= baseSpikingCell < baseCell
O spike:out
= baseCellMembPot < baseSpikingCell
E v:voltage
= baseCellMembPotDL < baseSpikingCell
E V:none
= baseIaf < baseCellMembPot
P thresh:voltage reset:voltage
= baseCellMembPotCap < baseCellMembPot
P C:capacitance
E iMemb:current iSyn:current
= baseIafCapCell < baseCellMembPotCap
P thresh:voltage reset:voltage
= iafTauCell < baseIaf
P leakReversal:voltage tau:time
s v:voltage
' v = (leakReversal - v) / tau
0 v = leakReversal
? v .gt. thresh > v = reset; ^spike
= iafTauRefCell < iafTauCell
P refract:time
s v:voltage lastSpikeTime:time
0 v = leakReversal
r refractory
> lastSpikeTime = t; v = reset
? t .gt. lastSpikeTime + refract > @integrating
e
i integrating
' v = (leakReversal - v) / tau
? v .gt. thresh > ^spike; @refractory
e
= iafCell < baseIafCapCell
P leakConductance:conductance leakReversal:voltage
A synapses:basePointCurrent
s v:voltage
d iSyn + synapses[*]/i
d iMemb = leakConductance * (leakReversal - v) + iSyn
' v = iMemb / C
0 v = leakReversal
? v .gt. thresh > v = reset; ^spike
= iafRefCell < iafCell
P refract:time
s v:voltage lastSpikeTime:time
d iSyn + synapses[*]/i
d iMemb = leakConductance * (leakReversal - v) + iSyn
0 v = leakReversal
r refractory
> lastSpikeTime = t; v = reset
? t .gt. lastSpikeTime + refract > @integrating
e
i integrating
' v = iMemb / C
? v .gt. thresh > ^spike; @refractory
e
= izhikevichCell < baseCellMembPot
P v0:voltage a:none b:none c:none d:none thresh:voltage
K MSEC:time=1ms
K MVOLT:voltage=1mV
A synapses:basePointCurrentDL
E U:none
s v:voltage U:none
d ISyn + synapses[*]/I
' v = (0.04 * v^2 / MVOLT + 5 * v + (140.0 - U + ISyn) * MVOLT) / MSEC
' U = a * (b * v / MVOLT - U) / MSEC
0 v = v0; U = v0 * b / MVOLT
? v .gt. thresh > v = c * MVOLT; U = U + d; ^spike
= izhikevich2007Cell < baseCellMembPotCap
P v0:voltage k:conductance_per_voltage vr:voltage vt:voltage vpeak:voltage
P a:per_time b:conductance c:voltage d:current
A synapses:basePointCurrent
E u:current
s v:voltage u:current
d iSyn + synapses[*]/i
d vb = k * (v - vr) * (v - vt)
d iMemb = vb + iSyn - u
' v = iMemb / C
' u = a * (b * (v - vr) - u)
0 v = v0; u = 0
? v .gt. vpeak > v = c; u = u + d; ^spike
= adExIaFCell < baseCellMembPotCap
P gL:conductance EL:voltage VT:voltage thresh:voltage reset:voltage delT:voltage
P tauw:time refract:time a:conductance b:current
A synapses:basePointCurrent
E w:current
s v:voltage w:current lastSpikeTime:time
d iSyn + synapses[*]/i
d iMemb = -1 * gL * (v - EL) + gL * delT * exp((v - VT) / delT) - w + iSyn
0 v = EL; w = 0
r refractory
> lastSpikeTime = t; v = reset; w = w + b
' w = (a * (v - EL) - w) / tauw
? t .gt. lastSpikeTime + refract > @integrating
e
i integrating
' v = iMemb / C
' w = (a * (v - EL) - w) / tauw
? v .gt. thresh > ^spike; @refractory
e
= fitzHughNagumoCell < baseCellMembPotDL
P I:none
K SEC:time=1s
E W:none
s V:none W:none
' V = (V - V^3 / 3 - W + I) / SEC
' W = 0.08 * (V + 0.7 - 0.8 * W) / SEC
= fitzHughNagumo1969Cell < baseCellMembPotDL
P a:none b:none I:none phi:none V0:none W0:none
K TS:time=1s
E W:none
s V:none W:none
' V = (V - V^3 / 3 - W + I) / TS
' W = phi * (V + a - b * W) / TS
0 V = V0; W = W0
= hindmarshRose1984Cell < baseCellMembPotCap
P a:none b:none c:none d:none r:none s:none x1:none v_scaling:voltage x0:none y0:none z0:none
K MSEC:time=1ms
A synapses:basePointCurrent
E x:none y:none z:none phi:none chi:none rho:none spiking:none
s v:voltage y:none z:none spiking:none
d iSyn + synapses[*]/i
d x = v / v_scaling
d phi = y - a * x^3 + b * x^2
d chi = c - d * x^2 - y
d rho = s * (x - x1) - z
d iMemb = (C * (v_scaling * (phi - z) / MSEC)) + iSyn
' v = iMemb / C
' y = chi / MSEC
' z = r * rho / MSEC
0 v = x0 * v_scaling; y = y0; z = z0
? v .gt. 0 .and. spiking .lt. 0.5 > spiking = 1; ^spike
? v .lt. 0 > spiking = 0
= pinskyRinzelCA3Cell < baseCellMembPot
P iSoma:currentDensity iDend:currentDensity gLs:conductanceDensity gLd:conductanceDensity
P gNa:conductanceDensity gKdr:conductanceDensity gCa:conductanceDensity gKahp:conductanceDensity
P gKC:conductanceDensity gc:conductanceDensity eNa:voltage eCa:voltage eK:voltage eL:voltage pp:none
P cm:specificCapacitance alphac:none betac:none gNmda:conductanceDensity gAmpa:conductanceDensity qd0:none
K MSEC:time=1ms
K SEC:time=1s
K MVOLT:voltage=1mV
K UAMP_PER_CM2:currentDensity=1uA_per_cm2
K Smax:none=125.0
K Vsyn:voltage=60.0mV
K betaqd:none=0.001
E Vs:voltage Vd:voltage ICad:currentDensity Cad:none hs:none ns:none sd:none cd:none qd:none Si:none Wi:none
s Vs:voltage Vd:voltage Cad:none hs:none ns:none sd:none cd:none qd:none Si:none Wi:none
d v = Vs
d ICad = gCa * sd * sd * (Vd - eCa)
d alphams_Vs = 0.32 * (-46.9 - Vs / MVOLT) / (exp((-46.9 - Vs / MVOLT) / 4.0) - 1.0)
d betams_Vs = 0.28 * (Vs / MVOLT + 19.9) / (exp((Vs / MVOLT + 19.9) / 5.0) - 1.0)
d Minfs_Vs = alphams_Vs / (alphams_Vs + betams_Vs)
d alphans_Vs = 0.016 * (-24.9 - Vs / MVOLT) / (exp((-24.9 - Vs / MVOLT) / 5.0) - 1.0)
d betans_Vs = 0.25 * exp(-1.0 - 0.025 * Vs / MVOLT)
d alphahs_Vs = 0.128 * exp((-43.0 - Vs / MVOLT) / 18.0)
d betahs_Vs = 4.0 / (1.0 + exp((-20.0 - Vs / MVOLT) / 5.0))
d alphasd_Vd = 1.6 / (1.0 + exp(-0.072 * (Vd / MVOLT - 5.0)))
d betasd_Vd = 0.02 * (Vd / MVOLT + 8.9) / (exp((Vd / MVOLT + 8.9) / 5.0) - 1.0)
c Sisat = Si .gt. Smax ? Smax | Si
d Iampa = gAmpa * Wi * (Vd - Vsyn)
d Inmda = gNmda * Sisat * (Vd - Vsyn) / (1.0 + 0.28 * exp(-0.062 * (Vd / MVOLT - 60.0)))
d Isyn = Iampa + Inmda
c alphaqd = 0.00002 * Cad .gt. 0.01 ? 0.01 | 0.00002 * Cad
c chid = Cad / 250 .gt. 1 ? 1 | Cad / 250
c alphacd_Vd = Vd .lt. -10 * MVOLT ? exp((Vd / MVOLT + 50.0) / 11 - (Vd / MVOLT + 53.5) / 27) / 18.975 | 2.0 * exp((-53.5 - Vd / MVOLT) / 27.0)
c betacd_Vd = Vd .lt. -10 * MVOLT ? 2.0 * exp((-53.5 - Vd / MVOLT) / 27.0) - alphacd_Vd | 0
d iSomatic = -gLs * (Vs - eL) - gNa * (Minfs_Vs^2) * hs * (Vs - eNa) - gKdr * ns * (Vs - eK)
d iDendritic = -gLd * (Vd - eL) - ICad - gKahp * qd * (Vd - eK) - gKC * cd * chid * (Vd - eK)
' Vs = (iSomatic + (gc / pp) * (Vd - Vs) + iSoma / pp) / cm
' Vd = (iDendritic + iDend / (1.0 - pp) - Isyn / (1.0 - pp) + (gc * (Vs - Vd)) / (1.0 - pp)) / cm
' Cad = (-0.13 * ICad / UAMP_PER_CM2 - 0.075 * Cad) / MSEC
' hs = (alphahs_Vs - (alphahs_Vs + betahs_Vs) * hs) / MSEC
' ns = (alphans_Vs - (alphans_Vs + betans_Vs) * ns) / MSEC
' sd = (alphasd_Vd - (alphasd_Vd + betasd_Vd) * sd) / MSEC
' cd = (alphacd_Vd - (alphacd_Vd + betacd_Vd) * cd) / MSEC
' qd = (alphaqd - (alphaqd + betaqd) * qd) / MSEC
' Si = -Si / (150.0 * SEC)
' Wi = -Wi / (2.0 * SEC)
0 Vs = eL; Vd = eL; qd = qd0
`;
