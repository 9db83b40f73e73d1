// What stands behind an outside address: the host a reader should see before anything is opened.

/** The host of an address without `www.`, or the address where it has none. */
export function hostOf(address: string): string {
  try {
    const url = new URL(address);
    if (url.protocol === "mailto:") return url.pathname;
    return url.hostname.replace(/^www\./, "") || address;
  } catch {
    return address;
  }
}

/** Whether an address would be fetched without encryption. */
export function unencrypted(address: string): boolean {
  return /^http:/i.test(address);
}
