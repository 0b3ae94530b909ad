package dev.downshift.engine.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingsTest {

    private static final String RECORD = "{\"messages\":[{\"role\":\"user\",\"content\":\"Where is my 📦, Zoë?\"},{\"role\":\"assistant\",\"content\":\"On its way, 你好.\"}]}";

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void whatIsMarkedAsUtf16IsReadAsWhatItSays(String charset) {
        String file = "\ufeff" + (RECORD + "\r\n").repeat(3_000);
        byte[] bytes = file.getBytes(Charset.forName(charset));

        CollectingSink plain = CollectingSink.read(file.substring(1));
        for (byte[] sent : List.of(bytes, Gzip.of(bytes))) {
            CollectingSink sink = CollectingSink.read(sent);
            assertThat(sink.rejected).isEmpty();
            assertThat(sink.calls).isEqualTo(plain.calls).hasSize(3_000);
        }
        assertThat(Readings.of(Packed.tar(Map.of("a.jsonl", bytes))).calls).hasSize(3_000);
    }

    @Test
    void aSpreadsheetsUnicodeTextIsATable() {
        byte[] bytes = "\ufeffprompt\tresponse\r\nHallo\tGrüß Gott\r\n".getBytes(StandardCharsets.UTF_16LE);

        assertThat(CollectingSink.read(bytes).calls).singleElement().satisfies(call -> assertThat(call.messages().getFirst().text()).isEqualTo("Hallo"));
    }

    @Test
    void halfACharacterRejectsItsRecordAndNoOther() {
        byte[] bytes = ("\ufeff" + (RECORD + "\n").repeat(4)).getBytes(StandardCharsets.UTF_16LE);

        CollectingSink odd = Readings.of(Arrays.copyOf(bytes, bytes.length - 3));
        assertThat(odd.calls).hasSize(3);
        assertThat(odd.rejected).extracting(RejectedRecord::line).containsExactly(4L);
        CollectingSink sink = Readings.of(withUnpairedSurrogate());
        assertThat(sink.calls).hasSize(2);
        assertThat(sink.rejected).singleElement().satisfies(rejected -> assertThat(rejected.line()).isEqualTo(2));
    }

    @Test
    void otherEncodingsAreNamed() {
        assertThat(CollectingSink.read(("\ufeff" + RECORD).getBytes(StandardCharsets.UTF_32LE)).rejected)
                .singleElement().satisfies(rejected -> assertThat(rejected.reason()).isEqualTo("The file is UTF-32"));
    }

    /** Java itself writes a question mark for it. */
    private static byte[] withUnpairedSurrogate() {
        byte[] bytes = ("\ufeff" + RECORD + "\n" + RECORD.replace("Zoë", "Zo\ue000") + "\n" + RECORD + "\n").getBytes(StandardCharsets.UTF_16LE);
        for (int at = 0; at < bytes.length; at += 2) {
            if (bytes[at] == 0 && bytes[at + 1] == (byte) 0xe0) {
                bytes[at + 1] = (byte) 0xd8;
            }
        }
        return bytes;
    }
}
