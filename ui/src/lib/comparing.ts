// Cities side by side, field by field: a row stands when it says something about at least two of them. What is
// said in words, and how, is the matter of the screen. Pure.
import type { CityCase, CityPractice, CityRole, Element, Figure, FraElement, Initiative } from "./bindings";
import type { Milestone, PartialDate, Process, Reading, Source } from "./bindings";

/** One thing a city has in a row. */
export type Item =
  | { is: "role"; role: CityRole }
  | { is: "date"; date: PartialDate; sources: string[] }
  | { is: "words"; text: string; sources: string[] }
  | { is: "process"; process: Process }
  | { is: "initiative"; initiative: Initiative }
  | { is: "number"; number: number }
  | { is: "element"; element: Element; sources: string[] }
  | { is: "milestone"; milestone: Milestone; sources: string[] }
  | { is: "figure"; figure: Figure; sources: string[] }
  | { is: "practice"; practice: CityPractice }
  | { is: "theme"; theme: string; label: string }
  | { is: "right"; article: number; label: string }
  | { is: "source"; source: Source; sources: string[] };

export const rowNames = [
  "population",
  "standing",
  "declared",
  "body",
  "process",
  "initiative",
  "foundation",
  "structure",
  "tool",
  "first",
  "latest",
  "breach",
  "practices",
  "figures",
  "themes",
  "rights",
  "critical",
] as const;
export type RowName = (typeof rowNames)[number];

/** All have the same; all of whom something is known have the same; they differ. */
export type Likeness = "same" | "same_found" | "differs";

/** A row: for each city what it has, in the order of the cities. */
export interface Row {
  name: RowName;
  cells: Item[][];
  likeness: Likeness;
}

/** What makes two items the same; texts of different cities hardly ever are. */
export function sameness(item: Item): string {
  switch (item.is) {
    case "role":
      return item.role;
    case "date":
      return item.date;
    case "words":
      return item.text;
    case "process":
      return item.process;
    case "initiative":
      return item.initiative;
    case "number":
      return String(item.number);
    case "element":
      return item.element.name;
    case "milestone":
      return `${item.milestone.date} ${item.milestone.text}`;
    case "figure":
      return `${item.figure.label} ${item.figure.value} ${item.figure.as_of}`;
    case "practice":
      return item.practice.id;
    case "theme":
      return item.theme;
    case "right":
      return String(item.article);
    case "source":
      return item.source.url ?? item.source.title;
  }
}

/** The rows that say something about at least two of the cities. */
export function rowsOf(readings: readonly Reading[], cases: readonly CityCase[]): Row[] {
  const rows: Row[] = [];
  for (const name of rowNames) {
    const cells = readings.map((reading) =>
      itemsOf(
        name,
        reading,
        cases.find((one) => one.id === reading.record.id),
      ),
    );
    if (cells.filter((cell) => cell.length > 0).length < 2) continue;
    rows.push({ name, cells, likeness: likenessOf(cells) });
  }
  return rows;
}

/** What is not known of a city is no difference to the others, and no likeness. */
function likenessOf(cells: readonly Item[][]): Likeness {
  const known = cells.filter((cell) => cell.length > 0);
  const [first, ...others] = known.map((cell) => cell.map(sameness).sort().join("\n"));
  if (others.some((other) => other !== first)) return "differs";
  return known.length === cells.length ? "same" : "same_found";
}

/** Of a row of several things each: the ones that only one city has. What all lack or two share is not among them. */
export function onlyHere(row: Row): ReadonlySet<Item> {
  const counts = new Map<string, number>();
  for (const cell of row.cells) {
    for (const one of new Set(cell.map(sameness))) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return new Set(row.cells.flat().filter((item) => counts.get(sameness(item)) === 1));
}

function itemsOf(name: RowName, { record, labels }: Reading, known: CityCase | undefined): Item[] {
  if (record.kind !== "city") return [];
  const declaration = record.declaration === "not_found" ? null : record.declaration.found;
  const elements = (group: FraElement): Item[] =>
    record.elements
      // "Not found" is said by the empty cell.
      .filter((one) => one.element === group && one.presence !== "not_found")
      .map((element) => ({ is: "element", element, sources: element.sources }));
  const step = (milestone: Milestone | undefined): Item[] =>
    milestone === undefined ? [] : [{ is: "milestone", milestone, sources: milestone.sources }];
  const label = (group: string, value: string) =>
    labels.find((one) => one.group === group && one.value === value)?.label ?? value;
  switch (name) {
    case "population":
      return record.place.population === null ? [] : [{ is: "number", number: record.place.population }];
    case "standing":
      return record.roles.map((role) => ({ is: "role", role }));
    case "declared":
      return declaration === null
        ? []
        : [{ is: "date", date: declaration.date, sources: declaration.sources }];
    case "body":
      return declaration === null
        ? []
        : [{ is: "words", text: declaration.body, sources: declaration.sources }];
    case "process":
      return declaration === null ? [] : [{ is: "process", process: declaration.process }];
    case "initiative":
      return declaration === null ? [] : [{ is: "initiative", initiative: declaration.initiative }];
    case "foundation":
    case "structure":
    case "tool":
      return elements(name);
    case "first":
      return step(record.milestones[0]);
    case "latest":
      return record.milestones.length < 2 ? [] : step(record.milestones.at(-1));
    case "breach":
      return record.milestones.filter((one) => one.breach).flatMap(step);
    case "practices":
      return (known?.practices ?? []).map((practice) => ({ is: "practice", practice }));
    case "figures":
      return record.figures.map((figure) => ({ is: "figure", figure, sources: figure.sources }));
    case "themes":
      return record.facets.themes.map((theme) => ({ is: "theme", theme, label: label("theme", theme) }));
    case "rights":
      return record.facets.udhr.map((article) => ({
        is: "right",
        article,
        label: label("udhr", String(article)),
      }));
    case "critical":
      return record.sources
        .filter((source) => source.stance === "critical")
        .map((source) => ({ is: "source", source, sources: [source.id] }));
  }
}

/** The sources that these rows stand on, for each city in the order in which they are first cited. */
export function citedIn(rows: readonly Row[], readings: readonly Reading[]): Source[][] {
  return readings.map(({ record }, i) => {
    const ids = new Set(
      rows.flatMap((row) => (row.cells[i] ?? []).flatMap((item) => ("sources" in item ? item.sources : []))),
    );
    return [...ids]
      .map((id) => record.sources.find((source) => source.id === id))
      .filter((source) => source !== undefined);
  });
}
