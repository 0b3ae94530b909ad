package dev.downshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordsTest {

    @Test
    void aLineThatIsNotJsonIsLeftOut() throws IOException {
        assertThat(read("{\"a\":1}\n{\"a\":\n{\"a\":3}\n")).satisfiesExactly(
                first -> assertThat(first).isEqualTo("{\"a\":1}"),
                bad -> assertThat(bad).startsWith("1: it is not JSON, column ").doesNotContain("not read"),
                last -> assertThat(last).isEqualTo("{\"a\":3}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"a\":1},\n {\"a\":x},\n {\"a\":3}]", "{\n\"a\":1}\n{\n\"a\":x}\n{\"a\":3}"})
    void whereTheEndOfABadRecordIsUnclearItIsSaidThatTheRestIsNotRead(String file) throws IOException {
        assertThat(read(file)).satisfiesExactly(
                first -> assertThat(first).isEqualTo("{\"a\":1}"),
                bad -> assertThat(bad).startsWith("1: it is not JSON, line ").contains("the rest of the file was not read"));
    }

    @Test
    void anArrayThatIsCutOffIsSaidToBe() throws IOException {
        assertThat(read("[{\"a\":1},\n{\"a\":2}")).hasSize(3).last().asString().contains("not read");
    }

    @Test
    void arraysMayFollowOneAnother() throws IOException {
        assertThat(read("[\n1,\n[2]\n]\n[\n]\n[\n3\n]\n")).containsExactly("1", "[2]", "3");
    }

    private static List<String> read(String file) throws IOException {
        JsonRecords records = new JsonRecords(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        List<String> read = new ArrayList<>();
        for (JsonRecords.Item item = records.next(); item != null; item = records.next()) {
            read.add(item.value() == null ? item.number() + ": " + item.problem() : item.value().toString());
        }
        return read;
    }
}
