// The names of values to narrow by: the library names what is content, the catalogue the rest.
import type { CityGroup } from "./address";
import type { SizeBand } from "./cities";
import type { CityRole, FacetGroup, FraElement, Kind, Layer } from "./bindings";
import { library } from "./library.svelte";
import { country, languageName, t } from "./words.svelte";

/** Groups whose values are articles or goals and are known by their number too. */
const withNumber: readonly string[] = ["udhr", "eu_charter", "sdg"];

/** What a record is, in a word or two. An answer the editors wrote unasked is nobody else's, and says so. */
export function kindName(kind: Kind, editorial: boolean): string {
  return editorial ? t("kind_editorial") : t(`kind.${kind}`);
}

/** The name of a decade in which cities declared themselves; `none` where no declaration was found. */
export function decadeName(value: string): string {
  return value === "none" ? t("cities.no_declaration") : t("cities.decade", { year: value });
}

/** The name of a value; `label` is what the library says, where it says anything. */
export function facetLabel(group: FacetGroup | CityGroup, value: string, label: string | null): string {
  if (withNumber.includes(group) && label !== null && label !== value) {
    return t("facet.numbered", { number: value, name: label });
  }
  if (label !== null) return label;
  switch (group) {
    case "size":
      return t(`cities.size.${value as SizeBand}`);
    case "since":
      return decadeName(value);
    case "kind":
      return t(`kind.${value as Kind}`);
    case "layer":
      return t(`facet.layer.${value as Layer}`);
    case "fra":
      return t(`fra.${value as FraElement}`);
    case "city_role":
      return t(`role.${value as CityRole}`);
    case "language":
      return languageName(value);
    case "country":
      return country(value);
    case "section":
      return library.sectionName(value);
    default:
      return value;
  }
}
