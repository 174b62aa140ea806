// What is newer than the floor and is used all the same: why nothing is lost where it is missing. Short, and held to what
// is used: a line that nothing needs any more fails.

const UNREAD = 'a declaration that is not read changes nothing else';

/** Of the stylesheet. `tests/e2e/older_browser.test.mjs` takes all of these away and looks at the page. */
export const style = {
  'content-visibility': 'a rule for print: what is folded is printed folded',
  'content-visibility: visible': 'as above',
  ':details-content': 'a rule of its own, for print: what is folded is printed folded',
  ':has': 'a rule of its own: the box that is ticked says itself that it is',
  'overscroll-behavior-y': `${UNREAD}: drawn down, the page asks before it is left`,
  'overscroll-behavior-y: contain': 'as above',
  hyphens: `${UNREAD}: a long word is broken without a hyphen`,
  'text-size-adjust': `${UNREAD}; the older name stands before it`,
  'print-color-adjust': `${UNREAD}; the older name stands before it`,
  'print-color-adjust: exact': 'as above',
  'text-wrap': `${UNREAD}: lines end where they end`,
  'text-wrap: balance': 'as above',
  'text-wrap: pretty': 'as above',
  'field-sizing': `${UNREAD}: the list of languages is as wide as its longest name`,
  'field-sizing: content': 'as above',
  'accent-color': `${UNREAD}: a ticked box has the colour of the browser`,
  'cursor: pointer': `${UNREAD}: a phone has no cursor`,
  'cursor: progress': 'as above',
  '@media scripting': 'a rule that is not read: the form is shown below the sentence that says that it needs JavaScript',
  '@media forced-colors': 'who has no forced colours needs no rule for them',
  'forced-color-adjust': 'stands in that rule alone',
  'forced-color-adjust: none': 'as above',
};

/** Of the scripts. */
export const script = {
  print: 'a call that fails is caught in `browser::page::print`: what cannot be printed can be read',
  capture: 'an option of `addEventListener`, not the attribute of that name',
  'event beforeinstallprompt': 'an event that never comes',
  byobRequest: 'of `wasm-streams`, which Leptos brings and nothing calls',
  respond: 'as above',
  'event beforeunload': 'where it never comes, nobody is asked before leaving',
};

/** Of names that the app asks for. */
export const source = {
  canShare: 'asked for in `browser::file`, which saves the file where it is missing',
  share: 'as above',
  sync: 'asked for in `browser::service_worker`: the page itself sends where it is missing',
  periodicSync: 'as above',
  trustedTypes: 'asked for in `browser::service_worker`: a text is enough where it is missing',
  createPolicy: 'stands behind `trustedTypes`',
  createScriptURL: 'stands behind `trustedTypes`',
  durability: 'an option of a transaction: where it is not read, what was written is read back all the same',
};

/** Of elements and attributes. */
export const markup = {
  autocapitalize: 'an attribute that is not read: the keyboard begins with a small letter',
  translate: 'an attribute that is not read: a translation changes a name on the screen, not what was typed',
  autocorrect: 'an attribute that is not read: the keyboard may propose another word for a name',
};
