import { type Day, dayOf, msPerDay, startOfDay, toCivil, toDay } from '../time/time';

/**
 * The Vietnamese lunar calendar at UTC+7: a month begins on the day of the new moon, month 11 holds
 * the winter solstice, and in a year of thirteen months the first without a principal term is the
 * leap month. The Chinese calendar follows the same rules at UTC+8 and so differs on some days.
 * New moons and the sun's longitude after J. Meeus, "Astronomical Algorithms" (1998), ch. 25 and 49;
 * seconds to minutes in our century.
 */

/** The day that begins lunar month `month` (1–12, leap months aside) of the lunar year of `year`. */
export function lunarMonthStart(year: number, month: number): Day {
  // Months 11 and 12 close the lunar year and are counted from its own winter solstice.
  const solsticeYear = month >= 11 ? year : year - 1;
  const first = monthOfSolstice(solsticeYear);
  const steps = (month + 1) % 12;
  const leap = leapPosition(first, monthOfSolstice(solsticeYear + 1));
  return newMoonDay(first + steps + (leap !== undefined && leap <= steps ? 1 : 0));
}

/** The day of a lunar date, as 10/3 (Giỗ Tổ) of 2026. */
export function lunarDate(year: number, month: number, day: number): Day {
  return lunarMonthStart(year, month) + day - 1;
}

/** How many months after month 11 the leap month stands, where the thirteen-month year has one. */
function leapPosition(first: number, next: number): number | undefined {
  if (next - first < 13) return undefined;
  for (let position = 1; position < 13; position++) {
    const [start, end] = [newMoonDay(first + position), newMoonDay(first + position + 1)];
    if (sunSign(start) === sunSign(end)) return position;
  }
  return undefined;
}

/** Number of the new moon that begins the month in which the winter solstice of `year` falls. */
function monthOfSolstice(year: number): number {
  const winterSign = 9;
  let solstice = toDay({ year, month: 12, day: 19 });
  while (sunSign(solstice + 1) !== winterSign) solstice++;
  let moon = Math.round((startOfDay(solstice) - meanNewMoonMs) / meanMonthMs) + 1;
  while (newMoonDay(moon) > solstice) moon--;
  return moon;
}

/** The thirty-degree sign (0–11) in which the sun stands when a day begins. */
function sunSign(day: Day): number {
  return Math.floor(sunLongitude(startOfDay(day)) / 30);
}

/**
 * Apparent longitude of the sun in degrees, 0 ≤ λ < 360.
 * @param instant milliseconds since 1970
 */
export function sunLongitude(instant: number): number {
  const centuries = (instant + deltaT(instant) - epochMs) / msPerDay / 36_525;
  const anomaly = 357.52911 + 35_999.05029 * centuries - 0.0001537 * centuries ** 2;
  const centre =
    (1.914602 - 0.004817 * centuries - 0.000014 * centuries ** 2) * sin(anomaly) +
    (0.019993 - 0.000101 * centuries) * sin(2 * anomaly) +
    0.000289 * sin(3 * anomaly);
  const mean = 280.46646 + 36_000.76983 * centuries + 0.0003032 * centuries ** 2;
  const node = 125.04 - 1934.136 * centuries;
  const apparent = mean + centre - 0.00569 - 0.00478 * sin(node);
  return ((apparent % 360) + 360) % 360;
}

/** J2000.0, epoch milliseconds (of dynamical time). */
const epochMs = 946_728_000_000;
const meanMonthMs = 29.530588861 * msPerDay;
const meanNewMoonMs = epochMs + 5.09766 * msPerDay;

/** The Vietnamese day on which the `moon`-th new moon after January 2000 falls. */
function newMoonDay(moon: number): Day {
  return dayOf(newMoonAt(moon));
}

/** The instant of the `moon`-th new moon after January 2000, milliseconds since 1970. */
export function newMoonAt(moon: number): number {
  const dynamical = epochMs + newMoonDaysAfterEpoch(moon) * msPerDay;
  return Math.round(dynamical - deltaT(dynamical));
}

/** The same in days of dynamical time after J2000.0. */
export function newMoonDaysAfterEpoch(k: number): number {
  const t = k / 1236.85;
  const mean =
    5.09766 + 29.530588861 * k + 0.00015437 * t ** 2 - 0.00000015 * t ** 3 + 0.00000000073 * t ** 4;
  const args: Arguments = {
    eccentricity: 1 - 0.002516 * t - 0.0000074 * t ** 2,
    sun: 2.5534 + 29.1053567 * k - 0.0000014 * t ** 2 - 0.00000011 * t ** 3,
    moon: 201.5643 + 385.81693528 * k + 0.0107582 * t ** 2 + 0.00001238 * t ** 3,
    latitude: 160.7108 + 390.67050284 * k - 0.0016118 * t ** 2 - 0.00000227 * t ** 3,
  };
  const node = 124.7746 - 1.56375588 * k + 0.0020672 * t ** 2 + 0.00000215 * t ** 3;
  return mean + periodicTerms(args) - 0.00017 * sin(node) + planetaryTerms(k, t);
}

interface Arguments {
  eccentricity: number;
  sun: number;
  moon: number;
  latitude: number;
}

/** Meeus, table 49.A: amplitude in days; multiples of the sun's and moon's anomaly and the latitude. */
const periodic: readonly (readonly [days: number, sun: number, moon: number, latitude: number])[] =
  [
    [-0.4072, 0, 1, 0],
    [0.17241, 1, 0, 0],
    [0.01608, 0, 2, 0],
    [0.01039, 0, 0, 2],
    [0.00739, -1, 1, 0],
    [-0.00514, 1, 1, 0],
    [0.00208, 2, 0, 0],
    [-0.00111, 0, 1, -2],
    [-0.00057, 0, 1, 2],
    [0.00056, 1, 2, 0],
    [-0.00042, 0, 3, 0],
    [0.00042, 1, 0, 2],
    [0.00038, 1, 0, -2],
    [-0.00024, -1, 2, 0],
    [-0.00007, 2, 1, 0],
    [0.00004, 0, 2, -2],
    [0.00004, 3, 0, 0],
    [0.00003, 1, 1, -2],
    [0.00003, 0, 2, 2],
    [-0.00003, 1, 1, 2],
    [0.00003, -1, 1, 2],
    [-0.00002, -1, 1, -2],
    [-0.00002, 1, 3, 0],
    [0.00002, 0, 4, 0],
  ];

function periodicTerms({ eccentricity, sun, moon, latitude }: Arguments): number {
  return periodic.reduce(
    (sum, [days, ofSun, ofMoon, ofLatitude]) =>
      sum +
      days *
        eccentricity ** Math.abs(ofSun) *
        sin(ofSun * sun + ofMoon * moon + ofLatitude * latitude),
    0,
  );
}

/** Meeus, p. 352: amplitude in days, degrees, degrees per lunation. */
const planetary: readonly (readonly [days: number, start: number, perMoon: number])[] = [
  [0.000325, 299.77, 0.107408],
  [0.000165, 251.88, 0.016321],
  [0.000164, 251.83, 26.651886],
  [0.000126, 349.42, 36.412478],
  [0.00011, 84.66, 18.206239],
  [0.000062, 141.74, 53.303771],
  [0.00006, 207.14, 2.453732],
  [0.000056, 154.84, 7.30686],
  [0.000047, 34.52, 27.261239],
  [0.000042, 207.19, 0.121824],
  [0.00004, 291.34, 1.844379],
  [0.000037, 161.72, 24.198154],
  [0.000035, 239.56, 25.513099],
  [0.000023, 331.55, 3.592518],
];

function planetaryTerms(k: number, t: number): number {
  return planetary.reduce(
    (sum, [days, start, perMoon], index) =>
      sum + days * sin(start + perMoon * k - (index === 0 ? 0.009173 * t ** 2 : 0)),
    0,
  );
}

/** Dynamical time minus universal time, ms (Espenak and Meeus, 2005–2050; a minute or so till 2100). */
function deltaT(instant: number): number {
  const years = toCivil(dayOf(instant)).year - toCivil(dayOf(epochMs)).year;
  return (62.92 + 0.32217 * years + 0.005589 * years ** 2) * 1000;
}

function sin(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180);
}
