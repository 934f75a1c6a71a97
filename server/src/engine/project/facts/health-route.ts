/** Paths by which load balancers and orchestrators ask whether a service is up. */
export const healthRoute =
  /(?:^|[/^_-])(?:health\w*|ready|readyz|readiness|live|livez|liveness|ping|status)(?:[/$_-]|$)/i;
