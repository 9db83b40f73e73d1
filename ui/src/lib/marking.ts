// Marks words inside a rendered paragraph without touching its elements (CSS Custom Highlight API).

/** Marks every occurrence of the words; the answer takes the marks away. */
export function mark(element: HTMLElement | null, words: readonly string[]): () => void {
  const wanted = words.map((word) => word.trim().toLowerCase()).filter((word) => word !== "");
  if (element === null || wanted.length === 0 || !("highlights" in CSS)) return () => undefined;
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(element.querySelector(".text") ?? element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = (node.textContent ?? "").toLowerCase();
    // Letters that change length in lower case would shift the marks: rather none than wrong ones.
    if (text.length !== (node.textContent ?? "").length) continue;
    for (const word of wanted) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
  return () => CSS.highlights.delete("found");
}
