{{- define "downshift.labels" -}}
app.kubernetes.io/part-of: downshift
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "downshift.image" -}}
{{ .root.Values.image.registry }}/{{ .name }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "downshift.claim" -}}
{{ .Values.storage.existingClaim | default (printf "%s-storage" .Release.Name) }}
{{- end }}

{{- define "downshift.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "downshift.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- define "downshift.scheduling" -}}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "downshift.environment" -}}
- name: SPRING_DATASOURCE_URL
  value: {{ .Values.database.url | quote }}
- name: SPRING_DATASOURCE_USERNAME
  valueFrom: {secretKeyRef: {name: {{ .Values.database.existingSecret }}, key: application-username}}
- name: SPRING_DATASOURCE_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ .Values.database.existingSecret }}, key: application-password}}
- name: DOWNSHIFT_MASTER_KEY
  valueFrom: {secretKeyRef: {name: {{ .Values.masterKey.existingSecret }}, key: master-key}}
- name: DOWNSHIFT_HOME
  value: /var/lib/downshift
{{- end }}

{{- define "downshift.intake" -}}
{{- with .Values.blobs }}
{{- if .bucket }}
- {name: DOWNSHIFT_BLOBS_BUCKET, value: {{ .bucket | quote }}}
- {name: DOWNSHIFT_BLOBS_PREFIX, value: {{ .prefix | quote }}}
- {name: DOWNSHIFT_BLOBS_PATHSTYLE, value: {{ .pathStyle | quote }}}
{{- with .endpoint }}
- {name: DOWNSHIFT_BLOBS_ENDPOINT, value: {{ . | quote }}}
{{- end }}
{{- with .region }}
- {name: DOWNSHIFT_BLOBS_REGION, value: {{ . | quote }}}
{{- end }}
{{- with .existingSecret }}
- name: DOWNSHIFT_BLOBS_ACCESSKEY
  valueFrom: {secretKeyRef: {name: {{ . }}, key: access-key}}
- name: DOWNSHIFT_BLOBS_SECRETKEY
  valueFrom: {secretKeyRef: {name: {{ . }}, key: secret-key}}
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.imports.allowedAddresses }}
- {name: DOWNSHIFT_IMPORTS_ALLOWEDADDRESSES, value: {{ join "," . | quote }}}
{{- end }}
{{- end }}

{{- define "downshift.migration" -}}
- name: SPRING_FLYWAY_URL
  value: {{ .Values.database.url | quote }}
- name: SPRING_FLYWAY_USER
  valueFrom: {secretKeyRef: {name: {{ .Values.database.existingSecret }}, key: owner-username}}
- name: SPRING_FLYWAY_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ .Values.database.existingSecret }}, key: owner-password}}
{{- end }}
