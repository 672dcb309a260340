package dev.preheat.app;

import static dev.preheat.app.ConfigNode.keys;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.TitlePart;
import dev.preheat.catalogue.Verify;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one of {@code domains}. */
final class ConfigDomain {
    private ConfigDomain() {}

    static Optional<DeliveryDomain> read(ConfigNode domain, ConfigNode.Once names, List<Project> projects) {
        domain.mapping(keys("name", "project", "enabled", "origin", "profiles", "only", "verify"), Set.of());
        var name = domain.required("name", ConfigText::host);
        name.ifPresent(known -> names.note(domain, "name", known));
        var project = domain.required("project", ProjectId::new);
        project.filter(known -> projects.stream().noneMatch(one -> one.id().equals(known)))
                .ifPresent(
                        unknown -> domain.at("project").orElse(domain).fault("there is no project '" + unknown + "'"));
        var enabled = domain.optional("enabled", true, ConfigText::yesOrNo);
        var origin = domain.optional("origin", ConfigText::address);
        var profiles = domain.list("profiles").stream()
                .map(ConfigNode::fields)
                .flatMap(Optional::stream)
                .toList();
        var only = part(domain);
        var verify = domain.optional("verify", Verify.EVERY_OBJECT, ConfigText::verify);
        return name.flatMap(
                known -> project.map(id -> new DeliveryDomain(known, id, enabled, origin, profiles, only, verify)));
    }

    private static TitlePart part(ConfigNode domain) {
        var only = domain.section("only", keys("first-seconds", "max-height", "max-bit-rate", "codecs", "languages"));
        return new TitlePart(
                only.optional("first-seconds", 0, ConfigText.whole(0, TitlePart.LONGEST)),
                only.optional("max-height", 0, ConfigText.whole(0, TitlePart.HIGHEST)),
                only.optional("max-bit-rate", 0, ConfigText.whole(0, TitlePart.FASTEST)),
                names(only, "codecs"),
                names(only, "languages"));
    }

    private static List<String> names(ConfigNode only, String key) {
        var places = only.list(key);
        if (places.size() > TitlePart.MOST_NAMES) {
            places.getLast().fault("there are more than " + TitlePart.MOST_NAMES);
            return List.of();
        }
        return places.stream()
                .flatMap(one -> one.scalar(ConfigText::tag).stream())
                .toList();
    }
}
