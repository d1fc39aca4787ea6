import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'protobufjs';

/** A span as its receiver sees it; ids in hex. */
export interface ReceivedSpan {
  /** `service.name`: which process sent it. */
  service: string;
  traceId: string;
  spanId: string;
  /** Empty for the first span of a trace. */
  parentSpanId: string;
  name: string;
  attributes: Record<string, string>;
}

/** What is read here of `opentelemetry/proto/collector/trace/v1` (OTLP 1). */
const schema = parse(`
  syntax = "proto3";
  message Request { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1;
    bytes span_id = 2;
    bytes parent_span_id = 4;
    string name = 5;
    repeated KeyValue attributes = 9;
  }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue { oneof value { string string_value = 1; int64 int_value = 3; } }
`).root.lookupType('Request');

interface KeyValue {
  key: string;
  value: { stringValue?: string; intValue?: string };
}
interface SentSpan {
  traceId: Uint8Array;
  spanId: Uint8Array;
  parentSpanId: Uint8Array;
  name: string;
  attributes: KeyValue[];
}
interface Request {
  resourceSpans: {
    resource: { attributes: KeyValue[] };
    scopeSpans: { spans: SentSpan[] }[];
  }[];
}

/** A small receiver of OTLP over HTTP: takes what processes send, and keeps the spans. */
export class TraceReceiver {
  readonly spans: ReceivedSpan[] = [];

  private constructor(private readonly server: Server) {}

  static async listen(): Promise<TraceReceiver> {
    const server = createServer();
    const receiver = new TraceReceiver(server);
    server.on('request', (request: IncomingMessage, response) => {
      receiver.take(request).then(
        () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end(),
        () => response.writeHead(400).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async take(request: IncomingMessage): Promise<void> {
    if (request.url !== '/v1/traces' || request.method !== 'POST') throw new Error('not asked for');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const message = schema.decode(Buffer.concat(chunks));
    const { resourceSpans } = schema.toObject(message, {
      ...{ longs: String, arrays: true, defaults: true },
    }) as Request;
    for (const { resource, scopeSpans } of resourceSpans) {
      const service = String(valuesOf(resource.attributes)['service.name']);
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
        this.spans.push({
          service,
          traceId: hexOf(span.traceId),
          spanId: hexOf(span.spanId),
          parentSpanId: hexOf(span.parentSpanId),
          name: span.name,
          attributes: valuesOf(span.attributes),
        });
      }
    }
  }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function valuesOf(attributes: KeyValue[]): Record<string, string> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue || String(value.intValue)]),
  );
}
