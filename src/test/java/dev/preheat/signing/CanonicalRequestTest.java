package dev.preheat.signing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalRequestTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a, /a/",
        "/a/, /a/",
        "//a, //a/",
        "/a//b, /a//b/",
        "/%7Bproject_id%7D, /%7Bproject_id%7D/",
        "/{project_id}, /%7Bproject_id%7D/",
        "/%7e%41%2f, /~A%2F/",
        "/资, /%E8%B5%84/",
        "/%e8%b5%84, /%E8%B5%84/",
        "/a+b, /a%2Bb/",
        "/%, /%25/",
        "/%zz%4, /%25zz%254/",
        "/%ff%00, /%FF%00/"
    })
    void aPathIsEncodedAnewAndEndsInASlash(String wire, String canonical) {
        assertThat(CanonicalRequest.path(wire)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "a, a=",
        "a=, a=",
        "b=2&a=1, a=1&b=2",
        "a=x%7Ey*, a=x~y%2A",
        "a=1+2, a=1%202",
        "a=b=c, a=b%3Dc",
        "&&a=1&, a=1",
        "=, =",
        "%=%zz, %25=%25zz"
    })
    void aQueryIsEncodedAnewAndSortedByName(String wire, String canonical) {
        assertThat(CanonicalRequest.queries(wire)).containsExactly(canonical);
    }

    /** The Go SDK signs names in lower case, then sorts by both. */
    @Test
    void theTwoNamesWithCapitalsAreReadBothWays() {
        assertThat(CanonicalRequest.queries("assetStatus=P&a=1"))
                .containsExactly("a=1&assetStatus=P", "a=1&assetstatus=P");
        assertThat(CanonicalRequest.queries("assetStatus=P&asset_id=a&assetstatus=C"))
                .contains("asset_id=a&assetstatus=C&assetstatus=P");
        assertThat(CanonicalRequest.queries("Asset_id=a")).containsExactly("Asset_id=a");
    }

    /** Go and Node sort what is to be escaped, not what has been. */
    @Test
    void valuesAreSortedByTheirBytes() {
        assertThat(CanonicalRequest.queries("a=%E8&a=z")).containsExactly("a=%E8&a=z", "a=z&a=%E8");
    }

    /** The Java SDK signs the wire's order, the Node, Python and Go SDKs sort the values. */
    @Test
    void repeatedNamesAreReadBothWays() {
        assertThat(CanonicalRequest.queries("id=z&id=a&b=1")).containsExactly("b=1&id=z&id=a", "b=1&id=a&id=z");
    }
}
