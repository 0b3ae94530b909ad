package dev.downshift.engine.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples from the issuers' own specifications, and values that miss by a digit, a date or a word. */
class IdentifierDetectorTest {

    private final Redactor redactor = Redactor.with(RedactionPolicy.standard(), RedactorTest.key(1));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "US_SSN | My ITIN is | 900-70-0000", "US_SSN | Social security number: | 536-22-8921",
        "NATIONAL_ID | National insurance number | AB 12 34 56 C", "NATIONAL_ID | NHS number | 943 476 5919", "NATIONAL_ID | Steuer-ID: | 36574261809",
        "NATIONAL_ID | Personalausweis Nr. | T220001293", "NATIONAL_ID | Numéro de sécurité sociale | 2 55 08 14 168 025 38", "NATIONAL_ID | Mi DNI es | 12345678Z",
        "NATIONAL_ID | mi nie es | X-1234567-L", "NATIONAL_ID | Codice fiscale: | RSSMRA85T10A562S", "NATIONAL_ID | Mijn BSN is | 111222333", "NATIONAL_ID | Rijksregisternummer | 85.07.30-033.28",
        "NATIONAL_ID | contribuinte | 123456789", "NATIONAL_ID | PESEL | 44051401359", "NATIONAL_ID | personnummer | 811218-9876", "NATIONAL_ID | fødselsnummer | 13097248022",
        "NATIONAL_ID | CPR | 070761-4285", "NATIONAL_ID | henkilötunnus | 131052-308T", "NATIONAL_ID | rodné číslo | 736028/5163", "NATIONAL_ID | TAJ szám | 111111110",
        "NATIONAL_ID | CNP | 1630615123457", "NATIONAL_ID | EGN | 7523169263", "NATIONAL_ID | OIB | 33392005961", "NATIONAL_ID | JMBG | 0101006500006", "NATIONAL_ID | isikukood | 36805280109",
        "NATIONAL_ID | asmens kodas | 33309240064", "NATIONAL_ID | personas kods | 161175-19997", "NATIONAL_ID | AMKA | 01013099997", "NATIONAL_ID | AFM | 094259216", "NATIONAL_ID | PPS number | 6433435F",
        "NATIONAL_ID | SVNR | 1237 010180", "NATIONAL_ID | AHV-Nummer | 756.9217.0769.85", "NATIONAL_ID | kimlik | 17291716060", "NATIONAL_ID | Aadhaar | 2341 2341 2346", "NATIONAL_ID | PAN card | ACUPA7085R",
        "NATIONAL_ID | resident identity card | 11010519491231002X", "NATIONAL_ID | CPF | 390.533.447-05", "NATIONAL_ID | SIN | 123-456-782", "NATIONAL_ID | tax file number | 123 456 782",
        "NATIONAL_ID | SA ID | 7503305044089", "NATIONAL_ID | RRN | 971013-9019902", "NATIONAL_ID | My Number | 6214 9832 0257", "NATIONAL_ID | national id | A123456789", "NATIONAL_ID | NRIC | S1234567D",
        "NATIONAL_ID | HKID | A123456(3)", "NATIONAL_ID | CURP | BOXW310820HNERXN09", "NATIONAL_ID | RUT | 12.531.909-2", "NATIONAL_ID | Thai ID | 1-2345-45678-78-1", "NATIONAL_ID | MyKad | 770305-02-1234",
        "NATIONAL_ID | kennitala | 120174-3399", "NATIONAL_ID | Teudat Zehut | 039337423",
        "TAX_ID | EIN | 91-1144442", "TAX_ID | VAT number | DE136695976", "TAX_ID | TVA | FR40303265045", "TAX_ID | partita IVA | IT00743110157", "TAX_ID | BTW | BE0428759497", "TAX_ID | VAT | NL004495445B01",
        "TAX_ID | NIP | PL8567346215", "TAX_ID | UID | ATU13585627", "TAX_ID | CVR | DK13585628", "TAX_ID | ALV | FI20774740", "TAX_ID | VAT | PT501964843", "TAX_ID | TVA | LU15027442", "TAX_ID | VAT reg | GB980780684",
        "TAX_ID | CNPJ | 16.727.230/0001-97", "TAX_ID | CUIT | 20-05536168-2", "TAX_ID | ABN | 83 914 571 673", "TAX_ID | Medicare | 2123 45670 1", "TAX_ID | SIREN | 552 008 443",
        "PASSPORT | Passport number: | C03005988", "PASSPORT | My passport is | 925665416", "DRIVER_LICENSE | my driver's license number is | D123-4567-8901", "DRIVER_LICENSE | driving licence | MORGA657054SM9IJ",
        "BANK_CODE | SWIFT code | DEUTDEFF500", "BANK_CODE | BIC: | NEDSZAJJ", "BANK_ACCOUNT | routing number | 021000021", "BANK_ACCOUNT | sort code | 12-34-56", "BANK_ACCOUNT | account number is | 12345678901",
        "MEDICAL_RECORD | MRN: | 84512377", "MEDICAL_RECORD | member id | XEH123456789", "MEDICAL_RECORD | MBI | 1EG4-TE5-MK73", "VEHICLE_ID | VIN | 1M8GDM9AXKP042788", "VEHICLE_ID | license plate | 7ABC123",
        "POSTCODE | zip code | 90210", "POSTCODE | My postcode is | SW1A 1AA", "CRYPTO_ADDRESS | BTC wallet | 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "CRYPTO_ADDRESS | send it to | bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "CRYPTO_ADDRESS | ethereum | 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "MAC_ADDRESS | the card has | 00:1B:44:11:3A:B7", "MAC_ADDRESS | the card has | a0-b1-c2-d3-e4-f5", "COORDINATES | meet me at | 48.858370, 2.294481",
        "DATE_OF_BIRTH | born on | 12 March 1981", "DATE_OF_BIRTH | DOB: | 1981-03-12", "DATE_OF_BIRTH | geboren am | 12.03.1981", "DATE_OF_BIRTH | date of birth is | 03/12/1981", "USERNAME | the user is | mia_li_3668"})
    void findsWhatIsIssued(FindingType type, String cue, String value) {
        Redacted<String> redacted = redactor.redact(cue + " " + value);
        assertThat(redacted.findings()).extracting(Finding::type).contains(type);
        assertThat(redacted.value()).startsWith(cue + " ").doesNotContain(value);
        assertThat(redactor.redact(redacted.value()).value()).isEqualTo(redacted.value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NHS number 9434765918", "Steuer-ID 36574261808", "sécurité sociale 2 55 08 14 168 025 39", "DNI 12345678A", "codice fiscale RSSMRA85T10A562T", "BSN 111222334",
        "Rijksregister 85.07.30-033.29", "PESEL 44051401358", "personnummer 811218-9875", "fødselsnummer 13097248021", "hetu 131052-308U", "OIB 33392005962", "AHV 756.9217.0769.84", "Aadhaar 2341 2341 2347",
        "CPF 390.533.447-06", "SIN 123-456-789", "TFN 123 456 789", "NRIC S1234567A", "VAT DE136695977", "serial 1M8GDM9A1KP042788", "routing 021000022", "order 44051401359 is on its way",
        "ticket 36574261809", "SKU AB-123456-C", "wallet 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "at 10:30:15:20:25 it rang", "prices 48.85, 2.29", "released on 2024-03-12", "the batch_job_2024 is done",
        "flight HAT136 on 2024-05-20", "order W1234567890 of item 9523456873", "page 12 of 345", "commit 3f786850e387550fdab836ed7e6dc881de23001b", "uuid 123e4567-e89b-12d3-a456-426614174000"})
    void leavesWhatMisses(String text) {
        assertThat(redactor.redact(text).findings()).as(text).isEmpty();
    }
}
