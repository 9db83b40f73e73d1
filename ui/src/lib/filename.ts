// A title as the name of a file, for whatever is put into one.

/** Without what no folder takes; this name where nothing is left of it. */
export function fileName(title: string, otherwise: string): string {
  const plain = title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, " ").replace(/\s+/g, " ");
  return (
    plain
      .replace(/^[. ]+|[. ]+$/g, "")
      .slice(0, 80)
      .trim() || otherwise
  );
}
