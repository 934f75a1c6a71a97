/**
 * Past gradings as a line, with each change's cause. The drawing has one name for screen readers; the table below it
 * holds the same numbers for everybody who cannot or does not want to point at dots.
 */
import type { Cause, PastGrading } from '../common/health/history';
import { t } from '../common/texts';
import { h } from './dom';

const [width, height] = [640, 132];
const [left, right, top, bottom] = [28, 12, 10, 18];
/** Lowest score of each letter. */
const bounds = [
  ['A', 90],
  ['B', 75],
  ['C', 60],
  ['D', 40],
] as const;
const shown = 40;

export function trendSection(history: readonly PastGrading[], locale: string): Element {
  const points = history.slice(-shown);
  const last = points.at(-1);
  const children =
    last === undefined || points.length < 2
      ? [h('p', { class: 'faint' }, t('This is the first grading. The line starts with the next change.'))]
      : [
          chart(points, locale),
          h('p', {}, t('Last change'), ': ', changeText(points, points.length - 1)),
          h('details', {}, h('summary', {}, t('All gradings as a table')), table(points, locale)),
        ];
  return h(
    'section',
    { 'aria-labelledby': 'trend' },
    h('h2', { id: 'trend' }, t('Trend'), h('span', { class: 'faint' }, ` ${countText(history.length)}`)),
    children,
  );
}

function countText(count: number): string {
  return count === 1 ? t('1 grading') : t('{0} gradings', count);
}

function chart(points: readonly PastGrading[], locale: string): Element {
  const x = (index: number): number =>
    left + (index * (width - left - right)) / Math.max(1, points.length - 1);
  const y = (score: number): number => top + ((100 - score) * (height - top - bottom)) / 100;
  const places = points.map(({ overall }, index) => [x(index), y(overall ?? 0)] as const);
  const from = points[0]?.overall ?? 0;
  const to = points.at(-1)?.overall ?? 0;
  return h(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': t('Score over {0} gradings: {1} at first, {2} now', points.length, from, to),
    },
    bounds.map(([letter, score]) => [
      h('line', { class: 'grid', x1: left, x2: width - right, y1: y(score), y2: y(score) }),
      h('text', { class: 'axis', x: 4, y: y(score) + 4 }, `${letter} ${score}`),
    ]),
    h('line', { class: 'base', x1: left, x2: width - right, y1: y(0), y2: y(0) }),
    h('polyline', { class: 'line', points: places.map((place) => place.join(',')).join(' ') }),
    places.map(([cx, cy], index) => {
      const isFall = delta(points, index) < 0 && points[index]?.cause === 'code';
      const title = h(
        'title',
        {},
        `${dateText(points[index]?.at ?? 0, locale)}: ${changeText(points, index)}`,
      );
      return isFall
        ? h('path', { class: 'fall', d: `M${cx - 5},${cy - 4}h10l-5,9z` }, title)
        : h('circle', { class: 'dot', cx, cy, r: index === points.length - 1 ? 5 : 3.5 }, title);
    }),
    axisDates(points, locale),
  );
}

function axisDates(points: readonly PastGrading[], locale: string): Element[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  const day = (at: number): string =>
    new Date(at).toLocaleDateString(locale, { month: 'short', day: 'numeric' });
  return [
    h('text', { class: 'axis', x: left, y: height - 3 }, day(first.at)),
    h('text', { class: 'axis end', x: width - right, y: height - 3 }, day(last.at)),
  ];
}

function table(points: readonly PastGrading[], locale: string): Element {
  const rows = points.map((point, index) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, dateText(point.at, locale)),
      h('td', {}, String(point.overall ?? '–')),
      h('td', {}, changeText(points, index)),
    ),
  );
  const head = [t('When'), t('Score'), t('Change and cause')].map((title) =>
    h('th', { scope: 'col' }, title),
  );
  return h('table', { class: 'plain' }, h('thead', {}, h('tr', {}, head)), h('tbody', {}, rows.reverse()));
}

function delta(points: readonly PastGrading[], index: number): number {
  return (points[index]?.overall ?? 0) - (points[index - 1]?.overall ?? points[index]?.overall ?? 0);
}

/** `+4, configuration: Linter configured`. */
export function changeText(points: readonly PastGrading[], index: number): string {
  const point = points[index];
  if (!point) return '';
  const cause = causeText(point.cause);
  const because = point.checks.length > 0 ? `${cause}: ${point.checks.join(', ')}` : cause;
  // Scores of two models say nothing about each other, and the first one follows nothing.
  if (point.cause === 'model' || point.cause === 'first' || index === 0) return because;
  const change = Math.round(delta(points, index));
  const sign = change > 0 ? `+${change}` : change < 0 ? `−${-change}` : '±0';
  return `${sign}, ${because}`;
}

function causeText(cause: Cause): string {
  switch (cause) {
    case 'first':
      return t('first grading');
    case 'code':
      return t('code');
    case 'configuration':
      return t('configuration');
    case 'measured':
      return t('newly measured');
    case 'acknowledged':
      return t('acknowledged');
    case 'model':
      return t('another grading model: not comparable');
  }
}

function dateText(at: number, locale: string): string {
  return new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
}
