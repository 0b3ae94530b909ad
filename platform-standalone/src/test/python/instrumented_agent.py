"""An agent of two calls, recorded by the libraries that people use, one after the other, in conversations named after them.

Usage: instrumented_agent.py HTTP_ENDPOINT GRPC_ENDPOINT API_KEY OPENAI_BASE_URL
"""

import sys

import openai
from openinference.instrumentation.openai import OpenAIInstrumentor as OpenInference
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GrpcExporter
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as HttpExporter
from opentelemetry.instrumentation.openai import OpenAIInstrumentor as OpenLlmetry
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

http_endpoint, grpc_endpoint, api_key, base_url = sys.argv[1:]

PARAMETERS = {"type": "object", "properties": {"order": {"type": "integer"}}}
TOOLS = [{"type": "function", "function": {"name": "look_up", "description": "Looks an order up", "parameters": PARAMETERS}}]


def converse(client, name):
    messages = [{"role": "system", "content": "You help the customers of a shop."}, {"role": "user", "content": f"Where is the order that {name} recorded?"}]
    asked = client.chat.completions.create(model="gpt-4o", messages=messages, tools=TOOLS, temperature=0.2).choices[0].message
    call = asked.tool_calls[0]
    messages.append({"role": "assistant", "content": None, "tool_calls": [
        {"id": call.id, "type": "function", "function": {"name": call.function.name, "arguments": call.function.arguments}}]})
    messages.append({"role": "tool", "tool_call_id": call.id, "content": "It arrives on Monday."})
    client.chat.completions.create(model="gpt-4o", messages=messages, tools=TOOLS, temperature=0.2)


def record(name, processor, *instrumentors):
    """The conversation is named on the outermost span alone, which ends last."""
    provider = TracerProvider(resource=Resource.create({"service.name": "shop"}))
    provider.add_span_processor(processor)
    for instrumentor in instrumentors:
        instrumentor.instrument(tracer_provider=provider)
    client = openai.OpenAI(base_url=base_url, api_key="sk-none", max_retries=0)
    with provider.get_tracer("shop").start_as_current_span("agent", attributes={"session.id": "conversation-" + name}):
        converse(client, name)
    provider.shutdown()
    for instrumentor in reversed(instrumentors):
        instrumentor.uninstrument()


authorization = {"authorization": "Bearer " + api_key}
http = HttpExporter(http_endpoint + "/v1/traces", headers=authorization, compression=Compression.Gzip)
record("openinference", BatchSpanProcessor(http), OpenInference())

grpc = GrpcExporter(grpc_endpoint, insecure=True, headers=authorization)
record("openllmetry", BatchSpanProcessor(grpc), OpenLlmetry())

each = HttpExporter(http_endpoint + "/v1/traces", headers=authorization)
record("both", SimpleSpanProcessor(each), OpenInference(), OpenLlmetry())

# Importing this wraps the client for everybody.
from langfuse import Langfuse, propagate_attributes  # noqa: E402
from langfuse.openai import OpenAI as LangfuseOpenAI  # noqa: E402

langfuse = Langfuse(public_key="downshift", secret_key=api_key, base_url=http_endpoint)
with propagate_attributes(session_id="conversation-langfuse"):
    converse(LangfuseOpenAI(base_url=base_url, api_key="sk-none", max_retries=0), "langfuse")
langfuse.flush()
langfuse.shutdown()
print("done")
