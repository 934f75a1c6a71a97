/** The dashboard from top to bottom: score and stages, trend, next steps, topics, exports. */
import type { ExportFormat, Simulation } from '../../../server/src/protocol';
import type { DashboardData } from '../common/health/dashboard-data';
import { trendSection } from './chart';
import { t } from '../common/texts';
import { h, type Child } from './dom';
import { topicsSection, type TopicsContext } from './topics';

export interface PageContext extends TopicsContext {
  readonly locale: string;
}

export function page(context: PageContext): Element {
  const { data, locale } = context;
  return h(
    'main',
    {},
    header(context),
    summary(data),
    data.gates.map(({ check, reason }) =>
      h(
        'p',
        { class: 'gate' },
        h('strong', {}, t('Caps the grade'), ': '),
        link(reason, () => context.send({ type: 'reveal', folder: data.folder, check })),
      ),
    ),
    stepsSection(context),
    trendSection(data.history, locale),
    h('div', { class: 'whatif', id: 'whatif' }, whatIf(context)),
    topicsSection(context),
    problems(data),
    footer(context),
  );
}

export function emptyPage(send: TopicsContext['send']): Element {
  return h(
    'main',
    {},
    h('h1', {}, t('Project Health')),
    h(
      'p',
      {},
      t('Nothing is graded yet: there is no folder with a Python file, or the first grading still runs.'),
    ),
    h('button', { onclick: () => send({ type: 'grade' }) }, t('Grade This Workspace')),
  );
}

function header({ data, send }: PageContext): Element {
  const choose = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) send({ type: 'folder', folder: event.target.value });
  };
  const facts = [
    data.profile,
    t('grading model {0}', data.model),
    t('{0} of {1} topics graded', data.topicsScored, data.topicsApplicable),
    ...(data.truncated ? [t('{0} of {1} files graded', data.truncated.graded, data.truncated.total)] : []),
  ];
  return h(
    'header',
    {},
    h('h1', {}, t('Project Health'), ': ', data.name),
    data.folders.length > 1 &&
      h(
        'label',
        {},
        t('Folder'),
        ' ',
        h(
          'select',
          { id: 'folder', onchange: choose },
          data.folders.map(({ folder, label }) =>
            h('option', { value: folder, selected: folder === data.folder }, label),
          ),
        ),
      ),
    h('p', { class: 'faint', title: data.profileEvidence.join('; ') }, facts.join(' · ')),
  );
}

function summary(data: DashboardData): Element {
  return h(
    'section',
    { class: 'summary', 'aria-label': t('Summary') },
    h('p', { class: 'score' }, data.overallText),
    h(
      'div',
      {},
      ladder(data),
      nextStage(data),
      h('p', { class: 'faint' }, t('Production projects we measured: median 88, lowest tenth 68.')),
    ),
  );
}

function ladder({ stages }: DashboardData): Element {
  return h(
    'ol',
    { class: 'ladder', 'aria-label': t('Stages') },
    stages.map(({ title, reached, here, missing }) =>
      h(
        'li',
        {
          class: reached ? 'reached' : 'open',
          'aria-current': here ? 'step' : undefined,
          title: reached || missing.length === 0 ? undefined : t('Still open: {0}', missing.join(', ')),
        },
        reached && h('span', { 'aria-hidden': 'true' }, '✔ '),
        title,
        reached && h('span', { class: 'unseen' }, ` (${here ? t('you are here') : t('reached')})`),
      ),
    ),
  );
}

/** What is left until the next stage, for everybody who does not point at it. */
function nextStage({ stages }: DashboardData): Element | null {
  const next = stages.find(({ reached, missing }) => !reached && missing.length > 0);
  return next ? h('p', {}, t('Left for {0}: {1}', next.title, next.missing.join(' · '))) : null;
}

function stepsSection({ data, send }: PageContext): Element {
  if (data.steps.length === 0)
    return h('section', {}, h('h2', {}, t('Do next')), h('p', {}, t('Every check that applies is met.')));
  const items = data.steps.map((step) => {
    const { action } = step;
    const points = step.gain >= 0.5 ? `${t('+{0} points', Math.round(step.gain))} · ` : '';
    return h(
      'li',
      {},
      h(
        'div',
        { class: 'step' },
        h('div', {}, h('strong', {}, step.title), h('div', { class: 'faint' }, step.reason)),
        h('span', { class: 'effort' }, `${points}${t('{0} min', step.minutes)}`),
        action === null
          ? h(
              'button',
              {
                class: 'secondary',
                'aria-label': t('Show: {0}', step.title),
                onclick: () => send({ type: 'reveal', folder: data.folder, check: step.check }),
              },
              t('Show'),
            )
          : h(
              'button',
              {
                'aria-label': t('Preview: {0}', step.title),
                onclick: () => send({ type: 'run', folder: data.folder, action }),
              },
              t('Preview'),
            ),
      ),
    );
  });
  return h(
    'section',
    { 'aria-labelledby': 'next' },
    h('h2', { id: 'next' }, t('Do next')),
    h('ol', { class: 'steps' }, items),
  );
}

function whatIf(context: TopicsContext): Child {
  if (context.state.ticks.length === 0) return null;
  const clear = (): void => context.update({ ticks: [] });
  return [
    h('strong', {}, whatIfText(context)),
    h('button', { class: 'secondary', id: 'clear', onclick: clear }, t('Clear')),
  ];
}

/** Also read out when it changes. */
export function whatIfText({ data, state, simulation }: TopicsContext): string {
  const count = state.ticks.length;
  if (count === 0) return '';
  const after = simulation ? simulatedText(data, simulation) : t('computing…');
  return count === 1
    ? t('What if 1 check were met: {0}', after)
    : t('What if {0} checks were met: {1}', count, after);
}

function simulatedText(data: DashboardData, { overall, grade, gradeShown, stageTitle }: Simulation): string {
  if (overall === null) return t('no score');
  const score = gradeShown && grade !== null ? `${grade} ${overall}` : `${overall}/100`;
  const gain = data.overall === null ? '' : ` (${signed(overall - data.overall)})`;
  return stageTitle === null ? `${score}${gain}` : `${score}${gain}, ${t('stage {0}', stageTitle)}`;
}

function signed(points: number): string {
  return points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '±0';
}

function problems({ problems: all, folder }: DashboardData): Element | null {
  if (all.length === 0) return null;
  return h(
    'section',
    { 'aria-labelledby': 'problems', 'data-folder': folder },
    h('h2', { id: 'problems' }, t('Problems')),
    h(
      'ul',
      {},
      all.map(({ path, line, message }) =>
        h('li', {}, path === '' ? message : `${path}:${line}: ${message}`),
      ),
    ),
  );
}

function footer({ data, send }: PageContext): Element {
  const formats: readonly (readonly [ExportFormat, string])[] = [
    ['html', 'HTML'],
    ['markdown', 'Markdown'],
    ['json', 'JSON'],
    ['sarif', 'SARIF'],
    ['badge', t('Badge')],
  ];
  return h(
    'footer',
    {},
    h('span', { id: 'export' }, t('Export'), ' '),
    formats.map(([format, label]) =>
      h(
        'button',
        {
          class: 'secondary',
          'aria-label': t('Export as {0}', label),
          onclick: () => send({ type: 'export', folder: data.folder, format }),
        },
        label,
      ),
    ),
    h(
      'button',
      { class: 'secondary', onclick: () => send({ type: 'copy', folder: data.folder }) },
      t('Copy Summary'),
    ),
    link(t('How this is computed'), () => send({ type: 'explain' })),
  );
}

function link(text: string, onclick: () => void): Element {
  return h('button', { class: 'link', onclick }, text);
}
