// SPDX-License-Identifier: Apache-2.0
'use strict';

const byId = (id) => document.getElementById(id);
const LONGEST_URL = 50000;
const LONGEST_CELL = 300;

const query = byId('query');
let running = null;

/** An element with properties and children; text stays text. */
function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

const childText = (element, name) => {
  const child = [...element.children].find((c) => c.localName === name);
  return child ? child.textContent.trim() : '';
};

// ---- services

for (const service of ['tap', 'dav', 'vospace']) {
  byId(service + '-url').textContent = new URL(service, document.baseURI).href;
}

async function copy(button) {
  const url = byId(button.dataset.copies);
  try {
    await navigator.clipboard.writeText(url.textContent);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  } catch {
    getSelection().selectAllChildren(url);
  }
}

for (const button of document.querySelectorAll('button[data-copies]')) {
  button.addEventListener('click', () => copy(button));
}

/** Where there are no workspaces nothing is said of them. */
async function showWorkspaces() {
  try {
    const there = (await fetch('vospace/availability', { cache: 'no-store' })).ok;
    document.querySelectorAll('.workspaces').forEach((item) => { item.hidden = !there; });
  } catch {
    // The health of the gateway says so.
  }
}

async function showHealth() {
  const health = byId('health');
  try {
    const up = (await fetch('health', { cache: 'no-store' })).ok;
    health.className = 'health ' + (up ? 'up' : 'down');
    health.textContent = up ? 'All services up' : 'The database does not answer';
  } catch {
    health.className = 'health down';
    health.textContent = 'The gateway does not answer';
  }
}

async function showWho() {
  const who = byId('who');
  try {
    // With the cookie of a session that has ended the answer is 401, and the cookie goes.
    const response = await fetch('me', { cache: 'no-store' });
    const me = response.ok ? await response.json() : { anonymous: true };
    if (me.anonymous) {
      who.replaceChildren(make('a', { href: 'sign-in', textContent: 'Sign in' }));
    } else {
      Object.assign(byId('home'), { hidden: false, href: 'dav/home/' + encodeURIComponent(me.name) + '/' });
      who.replaceChildren('Signed in as ', make('a', { href: 'account', textContent: me.name, title: 'Your account' }));
    }
  } catch {
    // The link that is there leads to the same places.
  }
}

// ---- tables

async function parsed(url, type) {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${url}: ${response.status}`);
  }
  // Styles of the other page are of no use here, and the policy of this one would complain of them.
  const text = (await response.text()).replace(/<style[\s\S]*?<\/style>/g, '');
  return new DOMParser().parseFromString(text, type);
}

/** A type in words: what its cells are rather than how they are carried. */
function kindOf(datatype, size, xtype) {
  if (xtype) {
    return xtype;
  }
  if (/char$/i.test(datatype)) {
    return 'text';
  }
  return datatype + (size ? `[${size}]` : '');
}

function columnEntry(column) {
  const name = childText(column, 'name');
  const unit = childText(column, 'unit');
  const type = [...column.children].find((c) => c.localName === 'dataType');
  const size = type && type.getAttribute('arraysize');
  const button = make('button', { type: 'button', className: 'column-name', textContent: name, title: 'Insert into the query' });
  button.addEventListener('click', () => insert(name));
  const kind = type ? kindOf(type.textContent.trim(), size, type.getAttribute('extendedType')) : '';
  return [
    make('dt', {}, button, make('span', { className: 'unit', textContent: [unit, kind].filter(Boolean).join(' · ') })),
    make('dd', { textContent: [childText(column, 'description'), childText(column, 'ucd')].filter(Boolean).join(' — ') }),
  ];
}

function tableEntry(table) {
  const name = childText(table, 'name');
  const columns = [...table.children].filter((c) => c.localName === 'column');
  const use = make('button', { type: 'button', className: 'quiet', textContent: 'First rows' });
  use.addEventListener('click', () => {
    query.value = `SELECT TOP 100 *\nFROM ${name}`;
    run();
  });
  const details = make('details', {},
    make('summary', {}, make('code', { textContent: name })),
    make('p', { textContent: childText(table, 'description') }),
    make('p', {}, use),
    make('dl', {}, ...columns.flatMap(columnEntry)));
  details.dataset.words = details.textContent.toLowerCase();
  return details;
}

async function showTables() {
  const place = byId('tables');
  try {
    const document = await parsed('tap/tables?detail=max', 'text/xml');
    const schemas = [...document.documentElement.children].filter((c) => c.localName === 'schema');
    const own = (schema) => childText(schema, 'name').toLowerCase() === 'tap_schema';
    schemas.sort((a, b) => own(a) - own(b));
    place.replaceChildren(...schemas.flatMap((schema) => [
      make('h3', { textContent: childText(schema, 'name'), title: childText(schema, 'description') }),
      ...[...schema.children].filter((c) => c.localName === 'table').map(tableEntry),
    ]));
  } catch {
    place.replaceChildren(make('p', { className: 'muted', textContent: 'The list of tables could not be read.' }));
  }
}

byId('filter').addEventListener('input', (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const details of byId('tables').querySelectorAll('details')) {
    details.hidden = wanted !== '' && !details.dataset.words.includes(wanted);
  }
});

function insert(text) {
  query.setRangeText(text, query.selectionStart, query.selectionEnd, 'end');
  query.focus();
}

// ---- examples

async function showExamples() {
  const list = byId('examples');
  try {
    const document = await parsed('tap/examples', 'application/xhtml+xml');
    for (const example of document.querySelectorAll('[typeof="example"]')) {
      const name = example.querySelector('[property="name"]').textContent.trim();
      const text = example.querySelector('[property="query"]').textContent.trim();
      list.append(make('option', { value: text, textContent: name }));
    }
  } catch {
    list.closest('label').hidden = true;
  }
  if (query.value === '' && list.options.length > 1) {
    query.value = list.options[1].value;
  }
}

byId('examples').addEventListener('change', (event) => {
  if (event.target.value) {
    query.value = event.target.value;
    query.focus();
  }
});

// ---- query

function say(text, kind = '') {
  byId('status').className = ('status ' + kind).trim();
  byId('status').textContent = text;
}

/** Integers that a JavaScript number cannot hold keep their digits, where the browser lets us see them. */
function exactIntegers(key, value, context) {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) && context?.source
    ? context.source : value;
}

function markFault(message) {
  const at = /line (\d+), column (\d+)/i.exec(message);
  if (!at) {
    return;
  }
  const lines = query.value.split('\n');
  const line = Math.min(Number(at[1]), lines.length) - 1;
  const start = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0) + Number(at[2]) - 1;
  const word = /^\w+/.exec(query.value.slice(start));
  query.focus();
  query.setSelectionRange(start, start + Math.max(1, word ? word[0].length : 1));
}

function cell(value) {
  if (value === null) {
    return make('td', { className: 'null', textContent: '–', title: 'no value' });
  }
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const shown = text.length > LONGEST_CELL ? text.slice(0, LONGEST_CELL) + '…' : text;
  return make('td', { className: typeof value === 'number' ? 'number' : '', textContent: shown, title: text.slice(0, 2000) });
}

function tableOf(answer) {
  const isNumber = (field) => !field.arraysize && /^(unsignedByte|short|int|long|float|double)$/.test(field.datatype);
  const heads = answer.metadata.map((field) => make('th',
    { scope: 'col', title: field.description ?? '', className: isNumber(field) ? 'number' : '' },
    field.name, make('span', { textContent: field.unit ?? '' })));
  const rows = answer.data.map((row) => make('tr', {}, ...row.map(cell)));
  return make('table', {}, make('thead', {}, make('tr', {}, ...heads)), make('tbody', {}, ...rows));
}

function show(answer, milliseconds) {
  const place = byId('result');
  if (answer.status === 'ERROR' || !answer.metadata) {
    const message = answer.message ?? 'The query failed.';
    say(message, 'error');
    markFault(message);
  } else {
    const count = answer.data.length;
    const summary = `${count.toLocaleString('en')} row${count === 1 ? '' : 's'} in ${(milliseconds / 1000).toFixed(2)} s`;
    if (answer.status === 'OVERFLOW') {
      say(`${summary}. There are more rows: these are the first ${count.toLocaleString('en')}. Raise the limit, or take the whole answer as a file.`, 'warn');
    } else {
      say(summary);
    }
  }
  if (answer.metadata) {
    place.replaceChildren(tableOf(answer));
    place.scrollTop = 0;
    place.hidden = false;
  }
}

function offerDownloads(text) {
  const downloads = byId('downloads');
  for (const link of downloads.querySelectorAll('a')) {
    link.href = 'tap/sync?' + new URLSearchParams({ LANG: 'ADQL', RESPONSEFORMAT: link.dataset.format, QUERY: text });
    link.download = link.dataset.file;
    downloads.hidden = link.href.length > LONGEST_URL;
  }
}

async function run() {
  const text = query.value;
  if (text.trim() === '') {
    return;
  }
  if (running) {
    running.abort();
  }
  const mine = new AbortController();
  running = mine;
  byId('stop').hidden = false;
  byId('downloads').hidden = true;
  byId('result').hidden = true;
  say('Running …');
  const began = performance.now();
  try {
    const response = await fetch('tap/sync', {
      method: 'POST',
      body: new URLSearchParams({ LANG: 'ADQL', RESPONSEFORMAT: 'json', MAXREC: byId('maxrec').value, QUERY: text }),
      signal: mine.signal,
    });
    const answer = JSON.parse(await response.text(), exactIntegers);
    show(answer, performance.now() - began);
    if (response.ok) {
      offerDownloads(text);
    }
  } catch (failure) {
    if (running === mine) {
      say(failure.name === 'AbortError' ? 'Stopped.' : 'The gateway did not give an answer that can be read.', 'error');
    }
  } finally {
    if (running === mine) {
      running = null;
      byId('stop').hidden = true;
    }
  }
}

byId('form').addEventListener('submit', (event) => {
  event.preventDefault();
  run();
});
byId('stop').addEventListener('click', () => running?.abort());
query.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  }
});

showWho();
showWorkspaces();
showHealth();
setInterval(showHealth, 60000);
showTables();
showExamples();
