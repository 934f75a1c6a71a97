/** The page in the dashboard's webview: draws what the extension sends, and tells it what the user wants. */
import type { Simulation } from '../../../server/src/protocol';
import type { DashboardData, FromPage, ToPage } from '../common/health/dashboard-data';
import { useWords } from '../common/texts';
import { h } from './dom';
import { emptyPage, page, whatIfText } from './page';
import { freshState, type PageState } from './page-state';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): PageState | undefined;
  setState(state: PageState): void;
};

const vscode = acquireVsCodeApi();
const send = (message: FromPage): void => vscode.postMessage(message);
const live = h('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });

let state: PageState = { ...freshState, ...vscode.getState() };
let data: DashboardData | null = null;
let locale = 'en';
let simulation: Simulation | undefined;

function show(next: DashboardData | null): void {
  const isOther = next?.folder !== data?.folder;
  data = next;
  if (!data) return draw();
  const known = new Set(
    data.topics.flatMap(({ checks }) => checks.filter((one) => one.canBeMet).map(({ id }) => id)),
  );
  const isFirst = state.folder === undefined || state.folder === data.folder;
  const ticks = isOther && !isFirst ? [] : state.ticks.filter((id) => known.has(id));
  keep({ folder: data.folder, ticks });
  simulate();
  draw();
}

function keep(change: Partial<PageState>): void {
  state = { ...state, ...change };
  vscode.setState(state);
}

function update(change: Partial<PageState>): void {
  keep(change);
  if (change.ticks) simulate();
  draw();
}

function simulate(): void {
  simulation = undefined;
  if (data && state.ticks.length > 0) send({ type: 'simulate', folder: data.folder, checks: state.ticks });
}

/** The whole page is drawn again; what had the focus and how far the page was scrolled stay. */
function draw(): void {
  const focused = document.activeElement?.id ?? '';
  const scrolled = document.scrollingElement?.scrollTop ?? 0;
  const context = data && { data, state, simulation, send, update, locale };
  document.body.replaceChildren(context ? page(context) : emptyPage(send), live);
  if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
  if (document.scrollingElement) document.scrollingElement.scrollTop = scrolled;
  live.textContent = context ? whatIfText(context) : '';
}

window.addEventListener('message', ({ data: message }: MessageEvent<ToPage>) => {
  if (message.type === 'show') {
    useWords(message.labels);
    locale = message.locale;
    document.documentElement.lang = locale;
    show(message.data);
    return;
  }
  // An answer to ticks that have changed meanwhile says nothing any more.
  if (message.folder !== data?.folder || message.checks.join() !== state.ticks.join()) return;
  simulation = message.result;
  draw();
});

send({ type: 'ready', ...(state.folder === undefined ? {} : { folder: state.folder }) });
