package dev.dashline.media.tag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTagsTest {

    /** All twenty languages that ISO 639-2 has two codes for, by either. */
    @ParameterizedTest
    @CsvSource({
        "alb, sqi, sq", "arm, hye, hy", "baq, eus, eu", "bur, mya, my", "chi, zho, zh", "cze, ces, cs", "dut, nld, nl",
        "fre, fra, fr", "geo, kat, ka", "ger, deu, de", "gre, ell, el", "ice, isl, is", "mac, mkd, mk", "mao, mri, mi",
        "may, msa, ms", "per, fas, fa", "rum, ron, ro", "slo, slk, sk", "tib, bod, bo", "wel, cym, cy"
    })
    void knowsBothCodesOfALanguage(String bibliographic, String terminological, String tag) {
        assertThat(LanguageTags.shortest(Locale.forLanguageTag(bibliographic))).isEqualTo(tag);
        assertThat(LanguageTags.shortest(Locale.forLanguageTag(terminological))).isEqualTo(tag);
    }

    @ParameterizedTest
    @CsvSource({"por-BR, pt-BR", "chi-Hant, zh-Hant", "gsw, gsw", "eng, en", "en, en"})
    void keepsWhatElseATagSays(String tag, String shortest) {
        assertThat(LanguageTags.shortest(Locale.forLanguageTag(tag))).isEqualTo(shortest);
    }
}
