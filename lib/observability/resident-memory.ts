/** The most memory that the process ever had resident. */
export function peakResidentBytes(): number {
  // libuv reports KiB on every system, also where getrusage(2) counts bytes.
  return process.resourceUsage().maxRSS * 1024;
}
