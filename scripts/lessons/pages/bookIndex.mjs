// Writes the book's first page, with a card and a picture for each lesson.
import { hasTag, joined } from "../notebook.mjs";

/** Returns the pictures of a lesson's card: those of its cell tagged `cover`, or the first in the lesson. */
export function coverOf(notebook) {
  const covers = notebook.cells.filter((cell) => hasTag(cell, "cover"));
  const pictures = [...covers, ...notebook.cells].flatMap(({ outputs }) => (outputs ?? []).map(picturesOf));
  return pictures.find((sources) => sources.length > 0) ?? [];
}

function picturesOf({ data = {} }) {
  for (const type of ["image/png", "image/jpeg"]) {
    if (data[type]) return [`data:${type};base64,${joined(data[type]).replaceAll("\n", "")}`];
  }
  if (data["image/svg+xml"]) {
    return [`data:image/svg+xml;base64,${Buffer.from(joined(data["image/svg+xml"])).toString("base64")}`];
  }
  const html = joined(data["text/html"]);
  return [...html.matchAll(/<img src="(data:image[^"]+)"/g)].slice(0, 6).map(([, source]) => source);
}

/**
 * Returns the HTML of the index.
 * @param cards lessons with `href` and `cover`
 */
export function indexPage(cards) {
  const items = cards.map(({ number, title, about, href, cover }) => {
    const pictures = cover.map((source) => `<img src="${source}" alt="">`).join("");
    return `<li><a href="${href}"><div class="cover">${pictures}</div><h2>${number} · ${title}</h2><p>${about}</p></a></li>`;
  });
  const contents = cards.map(
    ({ number, href, title }) => `<li value="${number}"><a href="${href}">${title}</a></li>`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>AMFMN lab: the course</title>
<link rel="stylesheet" href="assets/book.css">
</head>
<body>
<nav class="contents">
<a class="home" href="index.html">AMFMN lab</a>
<ol>
${contents.join("\n")}
</ol>
</nav>
<main>
<h1>Finding aerial images by describing them</h1>
<p>A course on cross-modal remote-sensing retrieval with AMFMN (Yuan et al., TGRS 2021), in TypeScript notebooks. These pages
show each lesson with its results. To change and run it yourself, clone the project and run <code>npm start</code>.</p>
<ul class="cards">
${items.join("\n")}
</ul>
</main>
</body>
</html>
`;
}
