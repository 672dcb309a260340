package dev.preheat.media;

import dev.preheat.url.Url;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The query that addresses of a DASH manifest get while playing (ISO/IEC 23009-1 annex I), as far as players agree on how it
 * is written: names and values that need no escapes, all of them added ({@code $querypart$}).
 *
 * @param ofManifest that of the manifest's own address
 * @param added what the elements said so far
 * @param isWhole whether that is all: players add it, and what they ask for is not known without
 */
record UrlQuery(String ofManifest, String added, boolean isWhole) {
    static final String SCHEME = "urn:mpeg:dash:urlparam:";

    // dash.js writes others anew, with escapes of its own
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~*()!-]+=[A-Za-z0-9._~*()!-]*");

    static UrlQuery of(Url manifest) {
        return new UrlQuery(manifest.query().orElse(""), "", true);
    }

    /** With what a property says of the elements it stands in; said when that is not known. */
    UrlQuery with(XmlElement property, Found found) {
        var query = property.first("UrlQueryInfo")
                .filter(_ -> property.find("schemeIdUri").equals(Optional.of(SCHEME + "2014")))
                .filter(info -> info.find("queryTemplate").orElse("$querypart$").equals("$querypart$"))
                .map(this::joined)
                .filter(joined -> joined.length() <= XmlElement.LONGEST && isPlain(joined));
        if (query.isEmpty()) {
            found.skip(property.line(), "query parameters that are added while playing");
        }
        boolean addsNothing = property.first("UrlQueryInfo").isEmpty()
                && property.first("ExtUrlQueryInfo").isEmpty();
        return new UrlQuery(ofManifest, query.orElse(added), isWhole && (query.isPresent() || addsNothing));
    }

    private static boolean isPlain(String query) {
        return query.isEmpty()
                || Stream.of(query.split("&", -1))
                        .allMatch(one -> PLAIN.matcher(one).matches());
    }

    private String joined(XmlElement info) {
        boolean isInherited = info.find("useMPDUrlQuery").equals(Optional.of("true"));
        return Stream.of(added, info.find("queryString").orElse(""), isInherited ? ofManifest : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("&"));
    }

    /** The address with it; empty when that grows over 8,192 characters. */
    Optional<Url> on(Url address) {
        if (added.isEmpty()) {
            return Optional.of(address);
        }
        var whole = address.query().map(query -> query + "&" + added).orElse(added);
        return Optional.of(address.with(whole)).filter(url -> url.toString().length() <= XmlElement.LONGEST);
    }
}
