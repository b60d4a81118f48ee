// Loaded before the server, it takes the server's traces and sends them on by OTLP over HTTP:
//
//   TRACING=on NODE_OPTIONS="--import ./otel.mjs" npm start
//
// Where to, how much and under which name is said by the variables of OpenTelemetry, such as
// OTEL_EXPORTER_OTLP_ENDPOINT (http://127.0.0.1:4318), OTEL_TRACES_SAMPLER=parentbased_traceidratio,
// OTEL_TRACES_SAMPLER_ARG=0.1, OTEL_SERVICE_NAME and OTEL_SDK_DISABLED=true.
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

if (process.env.OTEL_SDK_DISABLED !== 'true') {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': process.env.OTEL_SERVICE_NAME ?? 'mastodoor' }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  // What waits is sent before the process ends.
  process.once('beforeExit', () => void provider.shutdown());
}
