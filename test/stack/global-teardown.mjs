export default function globalTeardown() {
  return globalThis.endTestParts();
}
