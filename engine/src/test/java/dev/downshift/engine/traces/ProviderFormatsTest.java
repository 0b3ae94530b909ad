package dev.downshift.engine.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderFormatsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'custom_id':'a','method':'POST','url':'/v1/chat/completions','body':{'messages':[{'role':'user','content':'Hi'}]}}"
                + "|A line of a batch's input has no answer|tar czf batch.tgz",
        "{'id':'b','custom_id':'a','response':{'status_code':200,'body':{'choices':[]}},'error':null}|A line of a batch's output has no prompt|tar czf batch.tgz",
        "{'custom_id':'a','params':{'messages':[{'role':'user','content':'Hi'}]}}|A line of a batch's input has no answer|tar czf batch.tgz",
        "{'id':'resp_1','object':'response','output':[{'type':'message','content':[{'type':'output_text','text':'Ho'}]}]}|\"request.input\" is missing or empty|beside the response",
        "{'request_id':'r','request_created_at':'2026-01-01T00:00:00Z','signed_body_url':'u'}|\"request_body\" is missing|--include-body",
        "{'startTime':1767225600,'call_type':'c','messages':'redacted-by-litellm','response':{}}|\"messages\" was redacted|turn_off_message_logging",
        "{'op_name':'o','started_at':'2026-01-01T00:00:00Z','inputs':{'x':1},'output':2}|\"inputs\" holds no prompt|the provider's client",
        "{'schemaType':'ModelInvocationLog','modelId':'m','input':{'inputBodyS3Path':'s3://b/k'}}|\"input.inputBodyJson\" is missing|inputBodyS3Path"
    })
    void whatHoldsNoWholeCallIsRejectedWithTheRemedy(String record, String reason, String remedy) {
        CollectingSink sink = CollectingSink.read(record.replace('\'', '"'));

        assertThat(sink.calls).isEmpty();
        assertThat(sink.rejected).singleElement().satisfies(rejected -> {
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected.remedy()).contains(remedy);
        });
    }

    @Test
    void theTokensOfAPromptCountWhatCameFromACache() {
        LlmCall call = single("{'request':{'messages':[{'role':'user','content':'Hi'}]},'response':{'type':'message','content':[{'type':'text','text':'Ho'}],"
                + "'stop_reason':'end_turn','usage':{'input_tokens':3,'cache_read_input_tokens':20,'cache_creation_input_tokens':100,'output_tokens':2}}}");

        assertThat(call.usage()).isEqualTo(new LlmCall.Usage(123, 2, 20));
    }

    @Test
    void aProxyMayTranslateBetweenTwoDialects() {
        LlmCall call = single("{'request':{'system':'Be kind','max_tokens':9,'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]}]},"
                + "'response':{'choices':[{'message':{'role':'assistant','content':'Ho'},'finish_reason':'stop'}]}}");

        assertThat(call.messages()).extracting(Message::text).containsExactly("Be kind", "Hi");
        assertThat(Objects.requireNonNull(call.response()).text()).isEqualTo("Ho");
    }

    @Test
    void aStreamThatWasCutOffGivesWhatCame() {
        LlmCall call = single("{'request':{'input':'Hi'},'response':[{'type':'response.created','response':{'id':'r','model':'m','status':'in_progress','output':[]}},"
                + "{'type':'response.output_text.delta','delta':'Hel'},{'type':'response.output_text.delta','delta':'lo'}]}");

        assertThat(Objects.requireNonNull(call.response()).text()).isEqualTo("Hello");
        assertThat(call.finishReason()).isEqualTo("in_progress");
    }

    @Test
    void theSameImageHasTheSameReferenceInEveryDialect() {
        for (String part : new String[] {
            "'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw=='}}]}]",
            "'messages':[{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBORw=='}}]}]",
            "'contents':[{'parts':[{'inlineData':{'mimeType':'image/png','data':'iVBORw=='}}]}]",
            "'messages':[{'role':'user','content':[{'image':{'format':'png','source':{'bytes':'iVBORw=='}}}]}]",
            "'messages':[{'role':'user','content':'','images':['iVBORw==']}]",
            "'input':[{'role':'user','content':[{'type':'input_image','image_url':'data:image/png;base64,iVBORw=='}]}]"}) {
            LlmCall call = single("{'request':{" + part + "},'error':'it failed'}");

            assertThat(call.messages().getFirst().attachments()).as(part).containsExactly(
                    new Message.Attachment("image_url", "sha256:" + Digests.sha256(new byte[] {(byte) 0x89, 'P', 'N', 'G'})));
        }
    }

    @Test
    void theBodiesOfHttpKeepWhatStandsAroundThem() {
        LlmCall call = single("{'request':{'url':'https://api.example.com','body':{'messages':[{'role':'user','content':'Hi'}]}},"
                + "'response':{'status_code':200,'request_id':'req_1','body':{'choices':[{'message':{'role':'assistant','content':'Ho'}}]}}}");

        assertThat(call.metadata().get("request")).hasToString("{\"url\":\"https://api.example.com\"}");
        assertThat(call.metadata().get("response")).hasToString("{\"status_code\":200,\"request_id\":\"req_1\"}");
    }

    @Test
    void theWordsOfAFailedResponseStandBesideItsStatus() {
        LlmCall call = single("{'status_code':429,'request':{'messages':[{'role':'user','content':'Hi'}]},'response':{'error':{'type':'rate_limit','message':'Wait'}}}");

        assertThat(call.error()).isEqualTo(new LlmCall.CallError(429, "rate_limit", "Wait"));
    }

    private static LlmCall single(String record) {
        CollectingSink sink = CollectingSink.read(record.replace('\'', '"'));
        assertThat(sink.rejected).isEmpty();
        assertThat(sink.calls).hasSize(1);
        return sink.calls.getFirst();
    }
}
