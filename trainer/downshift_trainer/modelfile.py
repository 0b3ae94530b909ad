"""The Modelfile with which Ollama runs an exported model."""

from .rendering import DEFAULT_SYSTEM

TEMPLATE = '''# A model fine-tuned by Downshift on one task: `ollama create NAME -f Modelfile`.
FROM ./{gguf}
TEMPLATE """{{{{- if not .System }}}}<|im_start|>system
{system}{{{{ if .Tools }}}}

Tools:
{{{{ .Tools }}}}{{{{ end }}}}<|im_end|>
{{{{ else }}}}<|im_start|>system
{{{{ .System }}}}{{{{ if .Tools }}}}

Tools:
{{{{ .Tools }}}}{{{{ end }}}}<|im_end|>
{{{{ end }}}}
{{{{- range .Messages }}}}
{{{{- if eq .Role "user" }}}}<|im_start|>user
{{{{ .Content }}}}<|im_end|>
{{{{ else if eq .Role "tool" }}}}<|im_start|>user
<tool_result>{{{{ .Content }}}}</tool_result><|im_end|>
{{{{ else if eq .Role "assistant" }}}}<|im_start|>assistant
{{{{ .Content }}}}{{{{ range .ToolCalls }}}}
<tool_call>{{{{ "{{" }}}}"name":"{{{{ .Function.Name }}}}","arguments":{{{{ .Function.Arguments }}}}{{{{ "}}" }}}}</tool_call>{{{{ end }}}}<|im_end|>
{{{{ end }}}}
{{{{- end }}}}<|im_start|>assistant
"""
PARAMETER stop "<|im_end|>"
PARAMETER temperature 0
PARAMETER num_ctx {context}
'''


def modelfile(gguf, context):
    return TEMPLATE.format(gguf=gguf, system=DEFAULT_SYSTEM, context=context)
