// The page of a peer: the project's own first screen as plain markup, so that every peer is readable before its script is there.

/** The whole page. `classes` dresses the first screen, `body` comes after it. */
export function page({ texts, style, script, classes = {}, body = '' }) {
  const dressed = (name) => (classes[name] ? ` class="${classes[name]}"` : '');
  const said = (key) => texts[key].replace('{phone}', '03 53 01 12 34').replace('{minutes}', '6');
  const fact = (number) => `<li><b>${said(`welcome.fact${number}_title`)}</b> ${said(`welcome.fact${number}_text`)}</li>`;
  return `<!doctype html>
<html lang="fr"${dressed('html')}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${texts['frame.title']}</title>
<meta name="description" content="${texts['welcome.lead']}">
<link rel="icon" href="data:,">
${style}
<script type="module" src="${script}"></script>
</head>
<body${dressed('body')}>
<div id="app"${dressed('app')}>
<main id="main"${dressed('main')}>
<h1${dressed('title')}>${texts['welcome.title']}</h1>
<p${dressed('lead')}>${texts['welcome.lead']}</p>
<ol${dressed('facts')}>${[1, 2, 3].map(fact).join('')}</ol>
<p${dressed('text')}>${said('welcome.who_text')} <a href="/mes-donnees">${said('welcome.who_more')}</a></p>
<a id="start"${dressed('button')} href="/preinscription/besoins">${said('welcome.start')}</a>
</main>
</div>
${body}</body>
</html>
`;
}
