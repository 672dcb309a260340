package dev.preheat.media;

import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of an XML text with the elements in it that the caller knows; what stands in others is left out with them.
 *
 * @param name without its namespace's prefix, which is not looked at: players play what declares none
 * @param attributes by name, without a prefix; values over 8,192 characters are left out
 * @param children in the order of the text
 * @param named the same by their names, where there are more than a few: a manifest may ask for one of many, many times
 * @param text the element's own, blanks around it removed; at most 8,193 characters of it
 * @param line where the element begins
 */
record XmlElement(
        String name,
        Map<String, String> attributes,
        List<XmlElement> children,
        Map<String, List<XmlElement>> named,
        String text,
        int line) {
    static final int LONGEST = 8_192;
    private static final int MOST_ELEMENTS = 200_000;
    private static final int MOST_EVENTS = 2_000_000;
    private static final int DEEPEST = 32;
    private static final int FEW = 8;

    XmlElement {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
        named = Map.copyOf(named);
    }

    private XmlElement(String name, Map<String, String> attributes, List<XmlElement> children, String text, int line) {
        this(name, attributes, children, children.size() <= FEW ? Map.of() : byName(children), text, line);
    }

    private static Map<String, List<XmlElement>> byName(List<XmlElement> children) {
        return children.stream().collect(Collectors.groupingBy(XmlElement::name));
    }

    /** How many characters its attributes have: to read them costs as much, each time. */
    int length() {
        return attributes.values().stream().mapToInt(String::length).sum();
    }

    Optional<String> find(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** An attribute that is not empty: to players an empty address is none. */
    Optional<String> given(String attribute) {
        return find(attribute).filter(text -> !text.isEmpty());
    }

    Stream<XmlElement> all(String child) {
        return children.size() <= FEW
                ? children.stream().filter(one -> one.name.equals(child))
                : named.getOrDefault(child, List.of()).stream();
    }

    Optional<XmlElement> first(String child) {
        return all(child).findFirst();
    }

    /** What is open while reading: it becomes an element when it closes. */
    private record Open(
            String name, Map<String, String> attributes, int line, List<XmlElement> in, StringBuilder text) {
        XmlElement closed() {
            return new XmlElement(name, attributes, in, text.toString().strip(), line);
        }
    }

    /**
     * Reads a text with one root. No DTD is read and no entity fetched.
     *
     * <p>Limits: 200,000 known elements, 32 deep; 2 million of all parts.
     *
     * @param known the elements to keep, beside the root
     * @throws XMLStreamException when the text is no well-formed XML, or over a limit
     */
    static XmlElement parse(String text, Set<String> known) throws XMLStreamException {
        var xml = new Events(new Prolog(text).withoutDeclarations());
        var open = new ArrayDeque<Open>();
        int elements = 0;
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (!open.isEmpty() && !known.contains(localName(xml.reader))) {
                        xml.skipElement();
                    } else if (++elements > MOST_ELEMENTS || open.size() == DEEPEST) {
                        throw new XMLStreamException("too much", xml.reader.getLocation());
                    } else {
                        open.push(opened(xml.reader));
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> append(open, xml.reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    var element = open.pop().closed();
                    if (open.isEmpty()) {
                        return element; // what follows the root is nobody's
                    }
                    open.element().in().add(element);
                }
                default -> {} // comments, processing instructions, a DTD nobody reads
            }
        }
    }

    /** The parts of the text, counted: a text of nothing but ampersands is millions of them. */
    private static final class Events {
        final XMLStreamReader reader;
        private int left = MOST_EVENTS;

        Events(Reader text) throws XMLStreamException {
            this.reader = factory().createXMLStreamReader(text);
        }

        int next() throws XMLStreamException {
            if (--left < 0) {
                throw new XMLStreamException("too much", reader.getLocation());
            }
            try {
                return reader.next();
            } catch (RuntimeException broken) { // the JDK has no message for a bad letter in a DTD it skips
                throw new XMLStreamException("broken", reader.getLocation(), broken);
            }
        }

        void skipElement() throws XMLStreamException {
            for (int depth = 1; depth > 0; ) {
                depth += switch (next()) {
                    case XMLStreamConstants.START_ELEMENT -> 1;
                    case XMLStreamConstants.END_ELEMENT -> -1;
                    default -> 0;
                };
            }
        }
    }

    private static void append(Deque<Open> open, String text) {
        if (!open.isEmpty()) {
            var own = open.element().text();
            own.append(text, 0, Math.min(text.length(), LONGEST + 1 - own.length()));
        }
    }

    private static Open opened(XMLStreamReader xml) {
        var attributes = new HashMap<String, String>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            var value = xml.getAttributeValue(i);
            if (value.length() <= LONGEST) {
                attributes.put(xml.getAttributeLocalName(i), value.strip());
            }
        }
        int line = xml.getLocation().getLineNumber();
        return new Open(localName(xml), attributes, line, new ArrayList<>(), new StringBuilder(0));
    }

    private static String localName(XMLStreamReader xml) {
        var name = xml.getLocalName();
        return name.substring(name.lastIndexOf(':') + 1);
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        return factory;
    }
}
