//! A judge of HTML that shares no code with the writer: which elements and attributes there are.

/// Every start tag that may occur, its attributes' values left out.
const ALLOWED: [&str; 26] = [
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "em",
    "strong",
    "code",
    "ul",
    "ol",
    "ol start",
    "li",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th scope",
    "td",
    "pre",
    "sup",
    "a class rel href",
    "a class href data-source",
    "a href data-record",
    "a href data-record data-anchor",
];

/// What is wrong with a piece of HTML; none where every element and attribute is one of ours,
/// every element is closed in its place, and every address is of a kind that may be followed.
pub fn wrong(html: &str) -> Option<String> {
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>']) {
        let Some(tag) = rest[at..].strip_prefix('<') else {
            return Some(format!("a bare `>` in {html}"));
        };
        let Some(end) = tag.find('>') else { return Some(format!("an open tag in {html}")) };
        let (inside, after) = (&tag[..end], &tag[end + 1..]);
        if let Some(name) = inside.strip_prefix('/') {
            if open.pop().as_deref() != Some(name) {
                return Some(format!("</{name}> closes nothing in {html}"));
            }
        } else {
            let Some((signature, values)) = parts(inside) else {
                return Some(format!("<{inside}> has a bare value"));
            };
            if !ALLOWED.contains(&signature.as_str()) {
                return Some(format!("<{inside}> is none of ours"));
            }
            for (name, value) in values {
                if name == "href" && !followable(&value) {
                    return Some(format!("the address {value} may not be followed"));
                }
            }
            let name = signature.split(' ').next().unwrap_or_default().to_owned();
            if name == "a" && open.contains(&name) {
                return Some(format!("a link in a link in {html}"));
            }
            open.push(name);
        }
        rest = after;
    }
    (!open.is_empty()).then(|| format!("{open:?} stay open in {html}"))
}

/// The element and attribute names of a tag, and the attributes' values; none where a value is not quoted.
fn parts(inside: &str) -> Option<(String, Vec<(String, String)>)> {
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    let (mut signature, mut values) = (name.to_owned(), Vec::new());
    while !rest.is_empty() {
        let (attribute, after) = rest.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        signature.push(' ');
        signature.push_str(attribute);
        values.push((attribute.to_owned(), value.to_owned()));
        rest = after.trim_start();
    }
    Some((signature, values))
}

fn followable(address: &str) -> bool {
    ["http://", "https://", "mailto:", "#/record/", "#source-"]
        .iter()
        .any(|s| address.starts_with(s))
}
