/** The table of topics: sortable, each row unfolds into its checks, each open check can be ticked for a what-if. */
import type { CheckState, Simulation } from '../../../server/src/protocol';
import type { DashboardCheck, DashboardData, DashboardTopic } from '../common/health/dashboard-data';
import { t } from '../common/texts';
import { h } from './dom';
import type { PageState, Send } from './page-state';

export interface TopicsContext {
  readonly data: DashboardData;
  readonly state: PageState;
  readonly simulation: Simulation | undefined;
  readonly send: Send;
  /** Draws again after the state has changed. */
  readonly update: (change: Partial<PageState>) => void;
}

type SortKey = PageState['sort'];

export function topicsSection(context: TopicsContext): Element {
  const { data, state } = context;
  const head = [
    column(context, 'topic', t('Topic')),
    column(context, 'score', t('Score')),
    h('th', { scope: 'col', class: 'bar' }, h('span', { class: 'unseen' }, t('Bar'))),
    h('th', { scope: 'col' }, t('Evidence')),
    h('th', { scope: 'col', class: 'count' }, t('Not measured')),
  ];
  const topics = sorted(data.topics, state.sort);
  return h(
    'section',
    { 'aria-labelledby': 'topics' },
    h('h2', { id: 'topics' }, t('Topics')),
    h('p', { class: 'faint' }, t('Unfold a topic and tick checks to see what the score would be.')),
    h(
      'table',
      { class: 'topics' },
      h('thead', {}, h('tr', {}, head)),
      topics.map((topic) => topicRows(context, topic)),
    ),
  );
}

function column({ state, update }: TopicsContext, key: SortKey, title: string): Element {
  const isSorted = state.sort === key;
  return h(
    'th',
    { scope: 'col', 'aria-sort': isSorted ? (key === 'score' ? 'ascending' : 'other') : 'none' },
    h(
      'button',
      { class: 'sort', id: `sort-${key}`, onclick: () => update({ sort: key }) },
      title,
      isSorted ? ' ↓' : '',
    ),
  );
}

/** By their order in the model, or lowest score first with the unscored last. */
function sorted(topics: readonly DashboardTopic[], key: SortKey): readonly DashboardTopic[] {
  if (key === 'topic') return topics;
  return [...topics].sort((a, b) => (a.score ?? 101) - (b.score ?? 101));
}

function topicRows(context: TopicsContext, topic: DashboardTopic): Element {
  const { state, update, simulation } = context;
  const isOpen = state.open.includes(topic.id);
  const toggle = (): void =>
    update({ open: isOpen ? state.open.filter((id) => id !== topic.id) : [...state.open, topic.id] });
  const after = simulation?.topics.find(({ id }) => id === topic.id)?.score ?? null;
  const changed = after !== null && after !== topic.score;
  const panel = `checks-${topic.id}`;
  return h(
    'tbody',
    {},
    h(
      'tr',
      { class: 'topic' },
      h(
        'th',
        { scope: 'row' },
        h(
          'button',
          {
            class: 'unfold',
            id: `topic-${topic.id}`,
            'aria-expanded': String(isOpen),
            'aria-controls': panel,
            onclick: toggle,
          },
          h('span', { class: 'twistie', 'aria-hidden': 'true' }, isOpen ? '▾' : '▸'),
          topic.title,
        ),
      ),
      h('td', { class: 'number' }, topic.scoreText, changed && h('span', { class: 'then' }, ` → ${after}`)),
      h('td', { class: 'bar' }, bar(topic.score, changed ? after : null)),
      h('td', {}, topic.evidence),
      h('td', { class: 'count faint' }, topic.notMeasured > 0 ? String(topic.notMeasured) : ''),
    ),
    isOpen &&
      h(
        'tr',
        { id: panel },
        h(
          'td',
          { colspan: 5 },
          h(
            'ul',
            { class: 'checks' },
            topic.checks.map((check) => checkItem(context, check)),
          ),
        ),
      ),
  );
}

/** Decoration: the number beside it says the same. */
function bar(score: number | null, after: number | null): Element | null {
  if (score === null && after === null) return null;
  return h(
    'svg',
    { viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    h('rect', { class: 'track', width: 100, height: 8 }),
    after !== null && h('rect', { class: 'after', width: after, height: 8 }),
    h('rect', { class: 'value', width: score ?? 0, height: 8 }),
  );
}

function checkItem(context: TopicsContext, check: DashboardCheck): Element {
  const { data, state, update, send } = context;
  const { id, title, canBeMet, action, evidence, reason } = check;
  const ticked = state.ticks.includes(id);
  const tick = (): void =>
    update({ ticks: ticked ? state.ticks.filter((one) => one !== id) : [...state.ticks, id] });
  const [icon, word] = stateText(check.state);
  const name = canBeMet
    ? h(
        'label',
        {},
        h('input', { type: 'checkbox', id: `tick-${id}`, checked: ticked, onchange: tick }),
        h('span', { class: 'unseen' }, t('What if this were met:'), ' '),
        title,
      )
    : h('span', { class: 'title' }, title);
  return h(
    'li',
    { class: `check ${check.state}` },
    h('span', { class: 'icon', 'aria-hidden': 'true' }, icon),
    h(
      'div',
      {},
      h(
        'div',
        {},
        name,
        h('span', { class: 'word' }, ` ${word}`),
        h('span', { class: 'faint' }, ` ${reason}`),
      ),
      check.state === 'fail' || check.state === 'partial'
        ? h('div', { class: 'faint' }, check.howToFix)
        : null,
      evidence.length > 0 &&
        h(
          'div',
          { class: 'evidence' },
          evidence.map(({ path, line, text }) =>
            path === ''
              ? h('span', { class: 'faint' }, text)
              : h(
                  'button',
                  {
                    class: 'link',
                    onclick: () => send({ type: 'open', folder: data.folder, path, line }),
                    title: text,
                  },
                  `${path}:${line}`,
                ),
          ),
        ),
      action !== null &&
        h(
          'button',
          {
            class: 'secondary',
            'aria-label': t('Preview: {0}', title),
            onclick: () => send({ type: 'run', folder: data.folder, action }),
          },
          t('Preview'),
        ),
    ),
  );
}

/** The shapes alone tell the states apart. */
function stateText(state: CheckState): readonly [string, string] {
  switch (state) {
    case 'pass':
      return ['✔', t('met')];
    case 'partial':
      return ['◐', t('partly met')];
    case 'fail':
      return ['○', t('not met')];
    case 'not-applicable':
      return ['–', t('not applicable')];
    case 'not-measured':
      return ['?', t('not measured')];
    case 'acknowledged':
      return ['✓', t('acknowledged')];
  }
}
