package dev.downshift.engine.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Names and addresses in prose of seven languages; in documents places and companies too. */
class NameDetectorTest {

    private final Redactor redactor = Redactor.with(RedactionPolicy.standard(), RedactorTest.key(1));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "The meeting with Angela Merkel and Emmanuel Macron was short. | Angela Merkel", "Sehr geehrte Frau Annegret Bäumler, danke für Ihre Nachricht. | Annegret Bäumler",
        "Ich heiße Jürgen Krautwurst. | Jürgen Krautwurst", "Je m'appelle Élodie Garnier. | Élodie Garnier", "Bonjour, Monsieur Thierry Dubosc est arrivé. | Thierry Dubosc",
        "Me llamo Lucía Fernández y vivo aquí. | Lucía Fernández", "Mi chiamo Giuseppe Rinaldi. | Giuseppe Rinaldi", "Mijn naam is Sjoerd van der Veen. | Sjoerd van der Veen",
        "Fale com João Pereira amanhã. | João Pereira", "Contact Nguyen Thi Minh Khai about it. | Nguyen Thi Minh Khai", "I was treated by Dr. Whitcombe-Hale last week. | Whitcombe-Hale"})
    void personsAreFound(String text, String name) {
        String redacted = redactor.redact(text).value();
        for (String word : name.split(" ", -1)) {
            assertThat(redacted).satisfiesAnyOf(r -> assertThat(r).doesNotContain(word), r -> assertThat(Word.isParticle(word)).isTrue());
        }
        assertThat(redactor.redact(redacted).findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Hi Zorvan, your order has shipped. | Zorvan", "The flight is booked. Thanks, Alice | Alice", "See you then.\\nBest regards,\\nXanthor | Xanthor", "Hello Bob! How can I help? | Bob",
        "hi bob, can you rebook me? | bob", "Dear Mr Smith, we are sorry. | Smith", "Hallo Jürgen, vielen Dank! | Jürgen", "Bonjour Thibault, merci. | Thibault", "Hola Xiomara, gracias. | Xiomara",
        "Ciao Ruggero! Tutto bene? | Ruggero", "Olá Iara, tudo bem? | Iara", "Beste Sjoerd, dank je. | Sjoerd", "Bis morgen.\\n\\nViele Grüße\\nAnnegret | Annegret", "Sure. Thank you, Zorvan. | Zorvan",
        "Thanks Zorvan! That helps. | Zorvan"})
    void namesInGreetingsAndBelowLettersAreFoundInCalls(String text, String name) {
        String call = text.replace("\\n", "\n");
        String redacted = redactor.redact(call).value();
        assertThat(redacted).doesNotContain(name);
        assertThat(redactor.redact(redacted).findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello World!", "Dear Customer,", "Hi Team,", "Dear Hiring Manager, I apply.", "Sehr geehrte Damen und Herren,", "Liebe Kunden,", "Hallo Welt!", "Hola Mundo!", "Thanks!\nDone.", "Best,\nThe Support Team",
        "Hello London!", "Hi There,", "Thank You, Everyone!", "Hello ChatGPT, write code", "Thanks,\nCustomer Service"})
    void greetingsWithoutANameStay(String text) {
        assertThat(redactor.redact(text).findings()).as(text).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"221 Baker Street", "12 rue des Lilas, 69003 Lyon", "Lindenallee 14, 80331 München", "via Garibaldi 22", "Kerkstraat 5", "Rua das Flores 12", "Calle Mayor 8",
        "Suite 400, 77 Massachusetts Avenue, Cambridge, MA 02139", "P.O. Box 1234", "PSC 1437, Box 3833", "the corner of 12 Elm Street and Oak Lane", "1600 Pennsylvania Ave NW Apt 4"})
    void postalAddressesAreFoundWhole(String address) {
        Redacted<String> redacted = redactor.redact("Please send it to " + address + " before noon.");
        assertThat(redacted.findings()).extracting(Finding::type).contains(FindingType.STREET_ADDRESS);
        assertThat(redacted.findings().stream().mapToInt(finding -> finding.end() - finding.start()).sum()).as(redacted.value()).isGreaterThanOrEqualTo(address.length() - 4);
        assertThat(redactor.redact(redacted.value()).findings()).isEmpty();
    }

    @Test
    void anAddressOverSeveralLinesIsOne() {
        String text = "Ship to:\n221 Baker Street\nSuite 5\nSpringfield, IL 62704\nUSA\n\nThank you for your order.";
        Redacted<String> redacted = redactor.redact(text);
        assertThat(redacted.findings()).hasSize(1);
        assertThat(redacted.value()).startsWith("Ship to:\n").endsWith("\n\nThank you for your order.").doesNotContain("Springfield").doesNotContain("62704");
    }

    @ParameterizedTest
    @ValueSource(strings = {"The Nobel Prize in Physics", "fly from New York to Hong Kong via San Jose", "## CLEARLY MARK the Relationships", "Oak Hill College and its library", "run it in a Docker container with Git",
        "the flight from JFK to MCO on May 22nd", "class OrderService extends BaseService", "Merci beaucoup!", "Name: RockOperaGPT", "According to the Policy, Basic Economy is final.", "Tesla (TSLA) earnings for Q4",
        "chapter 12 section 4", "They met in Johnson Park today", "A. USA B. UK D. Hong Kong", "Step 3 Check the Status", "The Main Street is closed", "Order 66 was placed", "I drive 20 miles", "Windows 11 Pro and Python 3.12"})
    void whatOnlyLooksLikeANameStaysInCalls(String text) {
        assertThat(redactor.redact(text).findings()).as(text).isEmpty();
    }

    @Test
    void aDocumentLosesItsPlacesDatesAndCompaniesAndACallKeepsThem() {
        JsonMapper json = JsonMapper.shared();
        String text = "On 12 March 2024 the Spanish engineer joined Siemens AG in Toulouse.";
        JsonNode document = json.createObjectNode().put("text", text);
        JsonNode call = json.createObjectNode().put("role", "user").put("content", text);
        Redacted<JsonNode> redacted = redactor.redact(document);
        assertThat(redacted.findings()).extracting(Finding::type).contains(FindingType.DATE_TIME, FindingType.NATIONALITY, FindingType.ORGANIZATION, FindingType.LOCATION);
        assertThat(redactor.redact(redacted.value()).findings()).isEmpty();
        assertThat(redactor.redact(call).value()).isSameAs(call);
    }

    @Test
    void aUserNameIsMadeOfTheNamesSurrogates() {
        String[] name = redactor.redact("My name is Mia Li").value().substring(11).toLowerCase(Locale.ROOT).split(" ", -1);
        assertThat(redactor.redact("I am mia_li_3668").value()).matches("I am " + name[0] + "_" + name[1] + "_\\d{4}");
    }
}
