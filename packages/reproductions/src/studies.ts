import { brette2007 } from "./brette-2007/study.ts";
import { bretteGerstner2005 } from "./brette-gerstner-2005/study.ts";
import { brunel2000 } from "./brunel-2000/study.ts";
import { clopath2010 } from "./clopath-2010/study.ts";
import { diehlCook2015 } from "./diehl-cook-2015/study.ts";
import { hanuschkin2010 } from "./hanuschkin-2010/study.ts";
import { hodgkinHuxley1952 } from "./hodgkin-huxley-1952/study.ts";
import { izhikevich2003 } from "./izhikevich-2003/study.ts";
import { izhikevich2004 } from "./izhikevich-2004/study.ts";
import { izhikevich2006 } from "./izhikevich-2006/study.ts";
import { izhikevich2007 } from "./izhikevich-2007/study.ts";
import { masquelier2008 } from "./masquelier-2008/study.ts";
import { morrison2007 } from "./morrison-2007/study.ts";
import { morrisonStraube2007 } from "./morrison-straube-2007/study.ts";
import { naud2008 } from "./naud-2008/study.ts";
import { nestSingleNeuron } from "./nest-single-neuron/study.ts";
import { pfisterGerstner2006 } from "./pfister-gerstner-2006/study.ts";
import { potjansDiesmann2014 } from "./potjans-diesmann-2014/study.ts";
import { song2000 } from "./song-2000/study.ts";
import type { Study } from "./study.ts";
import { tsodyks1998 } from "./tsodyks-1998/study.ts";
import { tsodyks2000 } from "./tsodyks-2000/study.ts";
import { vogels2011 } from "./vogels-2011/study.ts";

/** All studies. */
export const studies: readonly Study[] = [
  brunel2000,
  hodgkinHuxley1952,
  izhikevich2003,
  izhikevich2004,
  izhikevich2006,
  izhikevich2007,
  masquelier2008,
  diehlCook2015,
  bretteGerstner2005,
  naud2008,
  brette2007,
  nestSingleNeuron,
  potjansDiesmann2014,
  pfisterGerstner2006,
  tsodyks1998,
  clopath2010,
  song2000,
  vogels2011,
  tsodyks2000,
  morrison2007,
  morrisonStraube2007,
  hanuschkin2010,
];
