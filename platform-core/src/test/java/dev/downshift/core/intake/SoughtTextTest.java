package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.intake.SoughtText.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoughtTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NAME       | Ada Lovelace            | Dear Ada Lovelace,              | true
            NAME       | Ada Lovelace            | LOVELACE, Ada                   | true
            NAME       | Ada Lovelace            | Ada M. Lovelace                 | true
            NAME       | Ada Lovelace            | {"to":"\\nada.lovelace@x.org"}  | true
            NAME       | Ada Lovelace            | {"to":"{\\\\"n\\\\":\\\\"\\\\nAda\\\\nLovelace"} | true
            NAME       | Müller                  | MÜLLER                          | true
            NAME       | Müller                  | {"to":"{\\\\"n\\\\":\\\\"M\\\\u00fcller\\\\"}"} | true
            NAME       | Özil                    | {"to":"\\u00D6zil"}             | true
            NAME       | Müller                  | M\\u00f6ller                    | false
            CHARACTERS | 4111 1111               | 4111\\u00a01111                 | true
            NAME       | Ada Lovelace            | Ada wrote to the Lovelace house | false
            NAME       | Ann Lee                 | Joann Leeson                    | false
            WORDS      | ada@corp.com            | <ada@corp.com>                  | true
            WORDS      | ada@corp.com            | corp.com ada                    | false
            WORDS      | ada@corp.com            | nada@corp.com                   | false
            CHARACTERS | 4111 1111 1111 1111     | "4111111111111111"              | true
            CHARACTERS | DE89370400440532013000  | DE89 3704 0044 0532 0130 00     | true
            CHARACTERS | 12345                   | 9123456                         | false
            PHONE      | 4155550123              | +1 (415) 555-0123               | true
            PHONE      | 4155550123              | 14155550123                     | true
            PHONE      | 4155550123              | 24155550123                     | false
            """)
    void isFoundHoweverItIsWritten(Kind kind, String text, String held, boolean found) {
        assertThat(new SoughtText(kind, text).isIn(held)).isEqualTo(found);
    }
}
