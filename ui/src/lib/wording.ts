// The paragraphs of an article or a goal as the library has them: some begin with the number the text gives them.

/** A paragraph with its number taken apart: `1.` of an article, `11.a` of a goal. */
export function numberedParagraph(paragraph: string): { number: string | null; text: string } {
  const found = /^(\d{1,2}\.(?:\d{1,2}|[a-d])?)\s+(.*)$/s.exec(paragraph);
  const [, number, text] = found ?? [];
  return number === undefined || text === undefined ? { number: null, text: paragraph } : { number, text };
}
