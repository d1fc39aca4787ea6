/** A browser and its system, by the names that people know; nothing else of the header is kept. */
export interface Device {
  browser: string;
  os: string;
}

/** In order: each later one's header names the earlier ones too. */
const browsers: [RegExp, string][] = [
  [/\bCoc_Coc_browser\//i, 'Coc Coc'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Edg|EdgA|EdgiOS)\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/.+\bSafari\//, 'Safari'],
];

const systems: [RegExp, string][] = [
  [/\b(iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** Pure. @param userAgent of the request; unknown ones are `other` */
export function describeDevice(userAgent: string | undefined): Device {
  const text = (userAgent ?? '').slice(0, 500);
  const nameIn = (known: [RegExp, string][]) =>
    known.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
  return { browser: nameIn(browsers), os: nameIn(systems) };
}
