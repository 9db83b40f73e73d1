// Slides in larger text than they were made for: what then no longer fits goes on on a slide of its own, at the end
// of a sentence or between two lines. Every window comes to the same slides from the same deck. Pure.
import type {
  ComparedItem,
  ComparedValue,
  ComparisonRow,
  Slide,
  SlideContent,
  SlideParagraph,
} from "./bindings";

/** How much larger text is meant to be at each step up, against what a slide is made for. */
const factors = [1, 1.3, 1.6, 2, 2.4];
/** What a slide is made for: lines, and letters a line. */
const made = { lines: 8, letters: 45 };
/** The same of a comparison, whose smaller letters share the width. */
const compared = { lines: 16, letters: 60 };

/** The slides at this step of larger text. */
export function enlarged(slides: readonly Slide[], step: number): Slide[] {
  const factor = factors[Math.min(factors.length - 1, Math.max(0, step))] ?? 1;
  const parts = slides.flatMap((slide) => {
    const contents = split(slide.content, factor, slide.language);
    if (contents.length < 2) return [slide];
    return contents.map((content, i) => ({
      ...slide,
      // The first keeps its name, so that one stays at it when the text becomes larger or smaller.
      key: i === 0 ? slide.key : `${slide.key}.${i}`,
      content,
    }));
  });
  return numbered(parts);
}

/** Each slide numbered among those that are shown of the same part: what is hidden is not counted. */
function numbered(slides: readonly Slide[]): Slide[] {
  const partOf = (slide: Slide) => `${slide.item} ${slide.part} ${slide.heading?.text ?? ""}`;
  const found: Slide[] = [];
  let run: Slide[] = [];
  const close = () => {
    const of = run.length;
    found.push(...run.map((slide, i) => ({ ...slide, page: { number: i + 1, of } })));
    run = [];
  };
  for (const slide of slides) {
    if (run[0] !== undefined && partOf(run[0]) !== partOf(slide)) close();
    run.push(slide);
  }
  close();
  return found;
}

function split(content: SlideContent, factor: number, language: string): SlideContent[] {
  const few = <T>(all: readonly T[], put: (some: T[]) => SlideContent) => runs(all, factor).map(put);
  switch (content.kind) {
    case "text":
      if (factor === 1) return [content];
      return pages(content.paragraphs, factor, language).map((paragraphs) => ({ ...content, paragraphs }));
    case "table":
      return few(content.rows, (rows) => ({ ...content, rows }));
    case "timeline":
      return few(content.milestones, (milestones) => ({ ...content, milestones }));
    case "structures":
      return few(content.groups, (groups) => ({ ...content, groups }));
    case "programmes":
      return few(content.programmes, (programmes) => ({ ...content, programmes }));
    case "figures":
      return few(content.figures, (figures) => ({ ...content, figures }));
    case "comparison":
      return tables(content, factor);
    case "discussion":
      return few(content.questions, (questions) => ({ ...content, questions }));
    case "sources":
      return few(content.sources, (sources) => ({ ...content, sources }));
    case "title":
    case "map":
    case "quotation":
    case "link":
    case "image":
    case "missing":
      return [content];
  }
}

/** As many runs as the factor asks for, as even as they can be. */
function runs<T>(all: readonly T[], factor: number): T[][] {
  const count = Math.min(Math.max(1, all.length), Math.ceil(factor));
  return Array.from({ length: count }, (_, i) =>
    all.slice(Math.round((i * all.length) / count), Math.round(((i + 1) * all.length) / count)),
  ).filter((run) => run.length > 0);
}

type Comparison = Extract<SlideContent, { kind: "comparison" }>;

/** Rows of a comparison by as many as can be read, each as high as its fullest cell; at every size, for a row with
 * three columns is soon higher than it looks. */
function tables(content: Comparison, factor: number): Comparison[] {
  const letters = compared.letters / factor / content.cities.length;
  const room = compared.lines / factor;
  const lineOf = (item: ComparedItem) => Math.ceil(lengthOf(item.value) / letters);
  const heightOf = (row: ComparisonRow) =>
    1 + Math.max(1, ...row.cells.map((cell) => cell.reduce((sum, item) => sum + lineOf(item), 0)));
  const found: Comparison[] = [];
  let [rows, used]: [ComparisonRow[], number] = [[], 0];
  for (const row of content.rows) {
    if (rows.length > 0 && used + heightOf(row) > room) {
      found.push({ ...content, rows });
      [rows, used] = [[], 0];
    }
    rows.push(row);
    used += heightOf(row);
  }
  return [...found, { ...content, rows }];
}

/** About how many letters a slide says this with. */
function lengthOf(value: ComparedValue): number {
  switch (value.is) {
    case "words":
      return value.text.length;
    case "element":
      return value.element.name.length + (value.element.presence === "present" ? 0 : 14);
    case "milestone":
      return value.milestone.text.length + 16;
    case "figure":
      return value.figure.value.length + value.figure.label.length + 20;
    case "programme":
      return value.programme.title.text.length;
    case "theme":
    case "right":
      return value.label.length + 4;
    case "source":
      return value.source.title.length;
    case "role":
    case "date":
    case "process":
    case "initiative":
    case "number":
      return 16;
  }
}

/** Paragraphs by as much as a slide holds; what is longer goes on after a sentence. */
function pages(paragraphs: readonly SlideParagraph[], factor: number, language: string): SlideParagraph[][] {
  const [lines, letters] = [made.lines / factor, made.letters / factor];
  const linesOf = (text: string) => Math.ceil(text.length / letters);
  const found: SlideParagraph[][] = [];
  let page: SlideParagraph[] = [];
  let used = 0;
  const turn = () => {
    if (page.length > 0) found.push(page);
    [page, used] = [[], 0];
  };
  for (const paragraph of paragraphs) {
    const sentences = [...new Intl.Segmenter(language, { granularity: "sentence" }).segment(paragraph.text)];
    let begun = false;
    for (const { segment } of sentences) {
      if (used > 0 && used + linesOf(segment) > lines) turn();
      const last = page.at(-1);
      if (last !== undefined && begun && used > 0)
        page[page.length - 1] = { ...last, text: last.text + segment };
      else page.push({ ...paragraph, text: segment, continued: paragraph.continued || begun });
      begun = true;
      used += linesOf(segment);
    }
    // A heading stands with what follows it.
    if (paragraph.style === "subheading" && page.length > 1 && used + 2 > lines) {
      const heading = page.pop();
      turn();
      if (heading !== undefined) [page, used] = [[heading], 1];
    }
  }
  turn();
  return found;
}
