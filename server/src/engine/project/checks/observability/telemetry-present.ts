/** Errors and timings of a service reach somebody. */
import { findInSteps } from '../../../steps';
import { defineCheck, fail, notApplicable, pass } from '../../check';
import type { ImportMetric } from '../../metrics/types';
import { thresholds } from '../../model';

export default defineCheck({
  meta: {
    name: 'telemetry-present',
    topic: 'observability',
    title: 'Errors and metrics reported',
    step: 'Report errors and metrics',
    kind: 'practice',
    why: 'Without it, users tell you that the service is down.',
    howToFix:
      'Add error reporting (sentry-sdk), traces (opentelemetry) or metrics (prometheus-client) where the service starts.',
  },
  *run(facts) {
    const { code, codeLines } = facts.sources;
    if (facts.profile.profile !== 'service') return notApplicable('not a service');
    const file = yield* findInSteps(code, ({ metrics }) => metrics.imports.some(isTelemetry));
    const found = file?.metrics.imports.find(isTelemetry);
    if (file && found)
      return pass(`${found.module} in ${file.path}`, [
        { path: file.path, line: found.line, text: found.module },
      ]);
    const declared = facts.dependencies.declared.find((one) => telemetryDistribution.test(one.name));
    if (declared)
      return pass(`${declared.name} in ${declared.path}`, [
        { path: declared.path, line: declared.line, text: declared.name },
      ]);
    return codeLines < thresholds.telemetryLines
      ? notApplicable(`fewer than ${thresholds.telemetryLines} lines`)
      : fail('no error reporting, tracing or metrics');
  },
});

function isTelemetry({ module }: ImportMetric): boolean {
  return telemetryModule.test(module);
}

const telemetryModule =
  /^(?:sentry_sdk|raven|opentelemetry|prometheus_client|prometheus_(?:fastapi|flask)_\w+|starlette_exporter|statsd|datadog|ddtrace|newrelic|logfire|elasticapm|rollbar|bugsnag|honeybadger|airbrake|scout_apm|aws_xray_sdk|aws_lambda_powertools|applicationinsights|azure\.monitor)(?:\.|$)/;

/** Agents that are started around the program are never imported. */
const telemetryDistribution =
  /^(?:sentry-sdk|opentelemetry-[\w-]+|prometheus-[\w-]+|django-prometheus|statsd|datadog|ddtrace|newrelic|logfire|elastic-apm|rollbar|bugsnag)$/;
