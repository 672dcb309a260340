package dev.preheat.media;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A SegmentTemplate, SegmentList or SegmentBase as it holds for one Representation: what it does not say, the next one
 * further out of the same name says (ISO/IEC 23009-1 §5.3.9.1).
 *
 * @param chain the nearest first, at least one
 */
record SegmentInfo(List<XmlElement> chain) {
    private static final List<String> NAMES = List.of("SegmentTemplate", "SegmentList", "SegmentBase");

    /** The elements that name what a decoder needs before the first segment. */
    static final List<String> INITIAL = List.of("Initialization", "RepresentationIndex", "BitstreamSwitching");

    SegmentInfo {
        chain = List.copyOf(chain);
    }

    /** What holds for the first of {@code levels}; the nearest level that has any decides which of the three it is. */
    static Optional<SegmentInfo> of(List<XmlElement> levels) {
        return levels.stream()
                .flatMap(
                        level -> NAMES.stream().filter(name -> level.first(name).isPresent()))
                .findFirst()
                .map(name -> new SegmentInfo(levels.stream()
                        .flatMap(level -> level.first(name).stream())
                        .toList()));
    }

    String name() {
        return chain.getFirst().name();
    }

    int line() {
        return chain.getFirst().line();
    }

    Optional<String> find(String attribute) {
        return chain.stream().flatMap(one -> one.find(attribute).stream()).findFirst();
    }

    Optional<XmlElement> first(String child) {
        return all(child).findFirst();
    }

    /** How many characters it is read from, but for lists and timelines. */
    int length() {
        return Stream.concat(chain.stream(), INITIAL.stream().flatMap(child -> first(child).stream()))
                .mapToInt(XmlElement::length)
                .sum();
    }

    /** The children of the nearest that has any. */
    Stream<XmlElement> all(String child) {
        return chain.stream().filter(one -> one.first(child).isPresent()).findFirst().stream()
                .flatMap(one -> one.all(child));
    }
}
